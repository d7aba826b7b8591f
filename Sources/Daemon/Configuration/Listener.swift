import Glibc
import PlainYAML
import Sequencing

/// Where something is listened for: a number address and a port, loopback unless somebody wrote another one.
package struct Listener: Equatable, Sendable {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

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

extension ConfigurationReader {
    /// The key `listen`.
    func listener(_ map: Mapping, otherwise standard: Listener) -> Listener {
        guard let text = map.optionalText("listen") else { return standard }
        if let listener = Listener(text) { return listener }
        map.note(
            "listen", "“\(text)” is no address to listen at",
            advice: "write a number address and a port: 127.0.0.1:8025 or [::1]:8025")
        return standard
    }

    /// Nil where the section `intake` is left out: nothing listens then.
    func intake(_ map: Mapping) -> DaemonConfiguration.Intake? {
        guard let map = map.mapping("intake") else { return nil }
        let listener = listener(map, otherwise: DaemonConfiguration.Intake.standardListener)
        var hosts: [String] = []
        for node in map.list("hosts") {
            let name = map.text(of: node) ?? ""
            let isName =
                !name.isEmpty
                && name.unicodeScalars.allSatisfy {
                    $0.isASCIILetterOrDigit || $0 == "-" || $0 == "."
                }
            if isName {
                hosts.append(name)
            } else {
                map.note(
                    "hosts", "“\(name)” is no host name",
                    advice: "write names without scheme, port and path: leads.northwind.example")
            }
        }
        map.refuseUnknownKeys()
        return DaemonConfiguration.Intake(listener: listener, hosts: hosts)
    }

    /// Nil where the section `metrics` is left out: nothing listens then.
    func metricsListener(_ map: Mapping) -> Listener? {
        guard let map = map.mapping("metrics") else { return nil }
        let listener = listener(map, otherwise: DaemonConfiguration.standardMetricsListener)
        map.refuseUnknownKeys()
        return listener
    }
}
