import Glibc

/// Which names a request may have been sent to.
///
/// A page in somebody's browser can send requests to a number of its choosing, under a name of its own that leads
/// there (DNS rebinding). It can't change the name: whatever comes for a name that is not ours is turned away.
struct HostCheck: Sendable {
    /// Of `Host`, in small letters, without a port.
    let names: Set<String>

    init(names: [String]) { self.names = Set(names.map { $0.lowercased() }) }

    /// `authority` is the `Host` field: a name or a number, perhaps with a port.
    func admits(_ authority: String?) -> Bool {
        guard let host = Self.host(of: authority ?? "") else { return false }
        return names.contains(host) || host == "localhost" || Self.isNumber(host)
    }

    /// Without port and brackets; nil for what is no authority.
    private static func host(of authority: String) -> String? {
        let text = authority.lowercased()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"),
                isPort(text[text.index(after: end)...])
            else { return nil }
            return String(text[text.index(after: text.startIndex)..<end])
        }
        guard let colon = text.firstIndex(of: ":") else { return text.isEmpty ? nil : text }
        guard isPort(text[colon...]), colon > text.startIndex else { return nil }
        return String(text[..<colon])
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && UInt16(text.dropFirst()) != nil
    }

    private static func isNumber(_ host: String) -> Bool {
        var (four, six) = (in_addr(), in6_addr())
        return inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, host, &six) == 1
    }
}
