import Glibc
import PlainYAML
import Sequencing

extension ConfigurationReader {
    func optOut(_ map: Mapping) -> DaemonConfiguration.OptOut? {
        guard let map = map.mapping("unsubscribe") else { return nil }
        let url = map.requiredText("url", advice: "add the public address: https://…")
        let listener = listener(map)
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

    private func listener(_ map: Mapping) -> DaemonConfiguration.OptOut.Listener {
        guard let text = map.optionalText("listen") else { return .standard }
        if let listener = DaemonConfiguration.OptOut.Listener(text) { return listener }
        map.note(
            "listen", "“\(text)” is no address to listen at",
            advice: "write a number address and a port: 127.0.0.1:8025 or [::1]:8025")
        return .standard
    }
}

extension DaemonConfiguration.OptOut.Listener {
    /// `127.0.0.1:8025` or `[::1]:8025`; names are refused, because they may mean other machines tomorrow.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = String(host.dropFirst().dropLast()) }
        var (four, six) = (in_addr(), in6_addr())
        guard
            isBracketed
                ? inet_pton(AF_INET6, host, &six) == 1 : inet_pton(AF_INET, host, &four) == 1
        else { return nil }
        self.init(host: host, port: port)
    }
}
