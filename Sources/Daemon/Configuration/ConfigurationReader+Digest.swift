import PlainYAML
import Sequencing

extension ConfigurationReader {
    /// Nil where the section `digest` is left out, or where its mailbox is none of ours.
    func digest(_ map: Mapping, mailboxes: [DaemonConfiguration.Mailbox]) -> DigestRules? {
        guard let map = map.mapping("digest") else { return nil }
        defer { map.refuseUnknownKeys() }
        let name = map.requiredText("mailbox", advice: "name the mailbox that sends them")
        let mailbox = name.isEmpty ? nil : address(name, map, "mailbox")
        if let mailbox, !mailboxes.contains(where: { $0.address.canonical == mailbox.canonical }) {
            map.note(
                "mailbox", "“\(name)” is no mailbox of a rep",
                advice: "name one that is configured below reps")
        }
        var rules = DigestRules(mailbox: mailbox?.canonical ?? "")
        if map.has("kinds") {
            rules.kinds = Set(words(map, "kinds", as: DigestKind.self))
        }
        if let word = map.optionalText("to") {
            if let audience = DigestRules.Audience(rawValue: word) {
                rules.audience = audience
            } else {
                map.note("to", "“\(word)” is nobody", advice: "use managers, reps or all")
            }
        }
        if let text = map.optionalText("at") {
            if let time = LocalTime(text: text) {
                rules.time = time
            } else {
                map.note("at", "“\(text)” is no time of day", advice: "write it like 07:30")
            }
        }
        for node in map.list("holidays") {
            let code = map.text(of: node) ?? ""
            if code.utf8.count == 2, code.unicodeScalars.allSatisfy(\.isASCIILetterOrDigit) {
                rules.holidaysOf.append(code.uppercased())
            } else {
                map.note(
                    "holidays", "“\(code)” is no country", advice: "write, as in [DE, AT]")
            }
        }
        rules.sendsEmpty = map.optionalFlag("when-empty") ?? false
        return mailbox == nil ? nil : rules
    }

    private func words<Word: RawRepresentable<String> & CaseIterable>(
        _ map: Mapping, _ key: String, as type: Word.Type
    ) -> [Word] {
        map.list(key).compactMap { node in
            let text = map.text(of: node) ?? ""
            if let word = Word(rawValue: text) { return word }
            let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
            map.note(key, "“\(text)” is none", advice: "use: \(all)")
            return nil
        }
    }
}
