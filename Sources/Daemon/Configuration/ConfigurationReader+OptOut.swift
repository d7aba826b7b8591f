import PlainYAML
import Sequencing

extension ConfigurationReader {
    func optOut(_ map: Mapping) -> DaemonConfiguration.OptOut? {
        guard let map = map.mapping("unsubscribe") else { return nil }
        let url = map.requiredText("url", advice: "add the public address: https://…")
        let listener = listener(map, otherwise: DaemonConfiguration.OptOut.standardListener)
        map.refuseUnknownKeys()
        guard !url.isEmpty else { return nil }
        guard let url = Self.publicURL(url) else {
            map.note(
                "url", "“\(url)” is no public address",
                advice: "write https://host/path, at most 200 characters, without ? and # "
                    + "(RFC 8058 wants https)")
            return nil
        }
        return DaemonConfiguration.OptOut(url: url, listener: listener)
    }

    /// Without a slash at its end; nil for what may not stand in a List-Unsubscribe field.
    static func publicURL(_ text: String) -> String? {
        let scheme = "https://"
        let allowed = "-._~:/@!$&'()*+;=%[]"
        guard text.utf8.count <= 200, text.lowercased().hasPrefix(scheme),
            text.unicodeScalars.allSatisfy({
                $0.isASCIILetterOrDigit || allowed.unicodeScalars.contains($0)
            })
        else { return nil }
        let rest = text.dropFirst(scheme.count)
        guard let host = rest.split(separator: "/", omittingEmptySubsequences: false).first,
            !host.isEmpty, !host.contains("@")
        else { return nil }
        var url = text
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}
