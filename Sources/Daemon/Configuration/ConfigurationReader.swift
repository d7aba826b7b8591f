import Glibc
import PlainYAML
import Sequencing

/// Reads the configuration file; every mistake comes back with file, line, column and key.
struct ConfigurationReader {
    let file: String
    let isZoneKnown: (String) -> Bool
    /// `$STATE_DIRECTORY` and `$CREDENTIALS_DIRECTORY`, set by systemd.
    let environment: [String: String]
    let mistakes = Mistakes()

    func read(_ text: String) throws -> DaemonConfiguration {
        let root = try PlainYAML.parse(text, file: file)
        guard let map = Mapping(root, mistakes) else {
            try mistakes.check()
            throw FileMistakes(diagnostics: [])
        }
        let zone = zone(map, "zone") ?? "UTC"
        let touchGap = touchGap(map)
        let enrollment = enrollment(map)
        let optOut = optOut(map)
        let intake = intake(map)
        let metrics = metricsListener(map)
        let page = page(map)
        var reps: [Rep] = []
        var mailboxes: [DaemonConfiguration.Mailbox] = []
        for node in map.list("reps") {
            guard let entry = Mapping(node, mistakes) else { continue }
            var rep = rep(entry)
            rep.team = team(entry, among: reps.teams)
            if reps.contains(where: { $0.name == rep.name }) {
                mistakes.note(node, "the rep “\(rep.name)” is named twice", advice: "rename one")
            }
            reps.append(rep)
            for node in entry.list("mailboxes") {
                guard let box = Mapping(node, mistakes) else { continue }
                if let mailbox = mailbox(box, rep: rep.name) { mailboxes.append(mailbox) }
            }
            entry.refuseUnknownKeys()
        }
        if reps.isEmpty {
            map.note("reps", "no rep is named", advice: "add one, see docs/configuration.md")
        }
        noteDoubles(mailboxes, in: root)
        let assignment = assignment(map, reps: reps)
        let digest = digest(map, mailboxes: mailboxes)
        let configuration = DaemonConfiguration(
            stateFolder: map.optionalText("state-folder") ?? environment["STATE_DIRECTORY"]
                ?? "/var/lib/thirdtouch",
            socket: map.optionalText("socket") ?? DaemonConfiguration.standardSocket,
            socketGroup: map.optionalText("socket-group"), zone: zone,
            sequencesFolder: map.optionalText("sequences-folder"),
            holidaysFolder: map.optionalText("holidays-folder"), touchGap: touchGap,
            enrollment: enrollment.rules, accountSpacing: enrollment.accountSpacing,
            optOut: optOut, digest: digest, intake: intake, metrics: metrics, page: page,
            assignment: assignment, reps: reps,
            mailboxes: mailboxes)
        map.refuseUnknownKeys()
        try mistakes.check()
        return configuration
    }

    private func noteDoubles(_ mailboxes: [DaemonConfiguration.Mailbox], in root: Node) {
        var seen: Set<String> = []
        for mailbox in mailboxes where !seen.insert(mailbox.address.canonical).inserted {
            mistakes.note(
                root, "the mailbox \(mailbox.address) is named twice",
                advice: "give each mailbox to one rep")
        }
    }

    private func enrollment(
        _ map: Mapping
    ) -> (rules: EnrollmentRules, accountSpacing: Duration) {
        guard let map = map.mapping("enrollment") else { return (EnrollmentRules(), .zero) }
        let rules = EnrollmentRules(
            coolOffDays: map.optionalInteger("cool-off-days", in: 0...365) ?? 0,
            peoplePerAccount: map.optionalInteger("people-per-account", in: 1...1000),
            allowsSeveral: map.optionalFlag("several-sequences") ?? false)
        let hours = map.optionalInteger("account-spacing-hours", in: 0...720) ?? 0
        map.refuseUnknownKeys()
        return (rules, .hours(hours))
    }

    private func touchGap(_ map: Mapping) -> TouchGap.Policy {
        var policy = TouchGap.Policy()
        guard let map = map.mapping("touch-gap") else { return policy }
        let days = 0...60
        policy.firstTouchBusinessDays =
            map.optionalInteger("first-touch-business-days", in: days)
            ?? policy.firstTouchBusinessDays
        policy.graceBusinessDays =
            map.optionalInteger("grace-business-days", in: days) ?? policy.graceBusinessDays
        policy.replyBusinessDays =
            map.optionalInteger("reply-business-days", in: days) ?? policy.replyBusinessDays
        policy.acceptBusinessDays =
            map.optionalInteger("accept-business-days", in: days) ?? policy.acceptBusinessDays
        policy.firstTouchLimitBusinessDays =
            map.optionalInteger("first-touch-limit-business-days", in: days)
            ?? max(policy.firstTouchLimitBusinessDays, policy.firstTouchBusinessDays)
        if policy.firstTouchLimitBusinessDays < policy.firstTouchBusinessDays {
            map.note(
                "first-touch-limit-business-days", "the limit is shorter than the promise",
                advice: "write at least first-touch-business-days")
        }
        let minutes = 1...10_080
        policy.hotTargetMinutes =
            map.optionalInteger("hot-target-minutes", in: minutes) ?? policy.hotTargetMinutes
        policy.hotLimitMinutes =
            map.optionalInteger("hot-limit-minutes", in: minutes)
            ?? max(policy.hotLimitMinutes, policy.hotTargetMinutes)
        if policy.hotLimitMinutes < policy.hotTargetMinutes {
            map.note(
                "hot-limit-minutes", "the limit is shorter than the target",
                advice: "write at least hot-target-minutes")
        }
        policy.replyTargetBusinessHours =
            map.optionalInteger("reply-target-business-hours", in: 0...200)
            ?? policy.replyTargetBusinessHours
        policy.urgentBusinessDays =
            map.optionalInteger("urgent-business-days", in: days) ?? policy.urgentBusinessDays
        policy.criticalDays =
            map.optionalInteger("critical-days", in: 1...365) ?? policy.criticalDays
        map.refuseUnknownKeys()
        return policy
    }

    private func zone(_ map: Mapping, _ key: String) -> String? {
        guard let name = map.optionalText(key) else { return nil }
        if !isZoneKnown(name) {
            map.note(
                key, "“\(name)” is no time zone of this system",
                advice: "write an IANA name such as Europe/Berlin")
        }
        return name
    }

    private func rep(_ map: Mapping) -> Rep {
        let name = map.requiredText("name", advice: "add a short name: dana")
        if !name.unicodeScalars.allSatisfy({ $0.isASCIILetterOrDigit || $0 == "-" || $0 == "." }) {
            map.note("name", "“\(name)” is no short name", advice: "use letters, digits, - and .")
        }
        var rep = Rep(name: name, fullName: map.requiredText("full-name"))
        rep.email = map.optionalText("email").flatMap { address($0, map, "email") }
        rep.phone = map.optionalText("phone")
        rep.signature = map.optionalText("signature")
        rep.zone = zone(map, "zone")
        rep.userID = map.optionalText("user").flatMap { userID($0, map) }
        if let word = map.optionalText("role") {
            if let access = Rep.Access(rawValue: word) {
                rep.access = access
            } else {
                map.note(
                    "role", "“\(word)” is no role",
                    advice: "use one of: "
                        + Rep.Access.allCases.map(\.rawValue).joined(separator: ", "))
            }
        }
        return rep
    }

    func address(_ text: String, _ map: Mapping, _ key: String) -> EmailAddress? {
        do {
            return try EmailAddress(text)
        } catch {
            map.note(key, "“\(text)” \(error)")
            return nil
        }
    }

    /// A Unix user's number, or the number of the user of that name.
    private func userID(_ text: String, _ map: Mapping) -> UInt32? {
        if let number = UInt32(text) { return number }
        if let entry = getpwnam(text) { return entry.pointee.pw_uid }
        map.note("user", "there is no Unix user “\(text)”", advice: "add it, or write its number")
        return nil
    }
}
