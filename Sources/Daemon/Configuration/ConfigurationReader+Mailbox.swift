import PlainYAML
import Sequencing

extension ConfigurationReader {
    /// Nil when mistakes were noted.
    func mailbox(_ map: Mapping, rep: String) -> DaemonConfiguration.Mailbox? {
        let text = map.requiredText("address")
        let address = text.isEmpty ? nil : address(text, map, "address")
        let limits = limits(map)
        let oauth = oauth(map)
        let transport = transport(map, user: oauth == nil ? nil : address?.text)
        let readBackDays = map.optionalInteger("read-back-days", in: 0...365) ?? 14
        let hasPlusTags = map.optionalFlag("plus-tags") ?? false
        map.refuseUnknownKeys()
        guard let address, let transport else { return nil }
        return DaemonConfiguration.Mailbox(
            address: address, rep: rep, transport: transport, oauth: oauth,
            readBackDays: readBackDays, hasPlusTags: hasPlusTags, limits: limits)
    }

    /// `user` is who logs in by OAuth where a server names nobody; nil where passwords are used.
    private func transport(
        _ map: Mapping, user: String?
    ) -> DaemonConfiguration.Transport? {
        if let folders = map.mapping("maildir") {
            let out = folders.requiredText("out")
            let inbox = folders.requiredText("in")
            folders.refuseUnknownKeys()
            if map.has("smtp") || map.has("imap") {
                map.note(
                    "maildir", "stands beside smtp or imap", advice: "keep one way to the world")
            }
            if map.has("oauth") {
                map.note("oauth", "a Maildir needs no login", advice: "take oauth: out")
            }
            return out.isEmpty || inbox.isEmpty ? nil : .maildir(out: out, in: inbox)
        }
        guard let smtp = map.requiredMapping("smtp"), let imap = map.requiredMapping("imap")
        else { return nil }
        let out = server(smtp, ports: (startTLS: 587, implicit: 465, none: 25), tokenUser: user)
        let inbox = server(imap, ports: (startTLS: 143, implicit: 993, none: 143), tokenUser: user)
        if inbox?.user == nil {
            map.note("imap", "has no user", advice: "add user: and password-file:")
        }
        guard let out, let inbox else { return nil }
        return .servers(smtp: out, imap: inbox)
    }

    private func server(
        _ map: Mapping, ports: (startTLS: Int, implicit: Int, none: Int), tokenUser: String?
    ) -> DaemonConfiguration.Server? {
        let host = map.requiredText("host")
        var security = DaemonConfiguration.Security.startTLS
        if let word = map.optionalText("security") {
            if let chosen = DaemonConfiguration.Security(rawValue: word) {
                security = chosen
            } else {
                map.note(
                    "security", "“\(word)” is no kind of security",
                    advice: "use starttls, implicit, or none for a loopback host")
            }
        }
        if map.has("password") {
            map.note(
                "password", "passwords do not belong into this file",
                advice: "write it into a file of mode 0600 and name that: password-file: PATH")
            _ = map.optional("password")
        }
        let usual =
            switch security {
            case .startTLS: ports.startTLS
            case .implicit: ports.implicit
            case .none: ports.none
            }
        let port = map.optionalInteger("port", in: 1...65_535) ?? usual
        let server = DaemonConfiguration.Server(
            host: host, port: UInt16(port), security: security,
            user: map.optionalText("user") ?? tokenUser,
            passwordFile: map.optionalText("password-file"), caFile: map.optionalText("ca-file"))
        if tokenUser != nil {
            if map.has("password-file") {
                map.note(
                    "password-file", "stands beside the mailbox's oauth",
                    advice: "keep one way to log in")
            }
        } else if (server.user == nil) != (server.passwordFile == nil) {
            map.note("user", "user and password-file belong together", advice: "add the other one")
        }
        map.refuseUnknownKeys()
        return host.isEmpty ? nil : server
    }

    private func limits(_ map: Mapping) -> LaneLimits {
        var limits = LaneLimits()
        guard let map = map.mapping("limits") else { return limits }
        if let seconds = map.optionalInteger("shortest-gap-seconds", in: 0...86_400) {
            limits.shortestGap = .seconds(seconds)
            limits.longestGap = max(limits.longestGap, limits.shortestGap)
        }
        if let seconds = map.optionalInteger("longest-gap-seconds", in: 0...86_400) {
            limits.longestGap = .seconds(seconds)
        }
        if limits.longestGap < limits.shortestGap {
            map.note(
                "longest-gap-seconds", "is shorter than shortest-gap-seconds",
                advice: "make it at least as long")
        }
        let caps = 1...10_000
        limits.startCap = map.optionalInteger("start-cap", in: caps) ?? limits.startCap
        limits.capRamp = map.optionalInteger("cap-ramp", in: 0...1000) ?? limits.capRamp
        limits.ceiling =
            map.optionalInteger("ceiling", in: caps) ?? max(limits.ceiling, limits.startCap)
        limits.domainCap = map.optionalInteger("domain-cap", in: caps)
        limits.breaker = breaker(map)
        map.refuseUnknownKeys()
        return limits
    }

    private func breaker(_ map: Mapping) -> BreakerRules {
        var rules = BreakerRules()
        guard let map = map.mapping("breaker") else { return rules }
        rules.bouncePercent =
            map.optionalInteger("bounce-percent", in: 1...100) ?? rules.bouncePercent
        rules.minimumSample =
            map.optionalInteger("minimum-sample", in: 1...10_000) ?? rules.minimumSample
        if let days = map.optionalInteger("window-days", in: 1...90) { rules.window = .days(days) }
        map.refuseUnknownKeys()
        return rules
    }
}
