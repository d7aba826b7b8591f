/// Whom a notice without a usable report says could not be reached.
enum BounceRecipient {
    static func find(_ signs: ReplySigns) -> String? { candidates(signs).first }

    /// Best first: X-Failed-Recipients, the returned To where the text names it too, the addresses of the
    /// text, the returned To alone. Never the mail system, never the mailbox the notice came to.
    static func candidates(_ signs: ReplySigns) -> [String] {
        let message = signs.message
        var found: [String] = []
        if let failed = signs.fields["x-failed-recipients"] {
            found += failed.split(separator: ",").compactMap {
                MailAddressText.canonical(String($0))
            }
        }
        let returned = message.returnedHeaders
            .filter { ["to", "original-rcpt-to"].contains($0.name.lowercased()) }
            .flatMap { MailAddressText.all(in: $0.value) }
        let ours = Set(
            message.to.map { $0.address.lowercased() }
                + message.returnedHeaders.filter { $0.name.lowercased() == "from" }
                .flatMap { MailAddressText.all(in: $0.value) })
        let body = ServerWords.ownPart(of: signs.body)
        let named = MailAddressText.inBrackets(body) + MailAddressText.all(in: body)
        found += returned.filter(named.contains)
        found += named + returned
        if found.isEmpty { found = returnedToLine(in: signs.body) }
        var seen: Set<String> = []
        return found.filter { address in
            !ours.contains(address) && !isSystem(address)
                && (address != signs.fromAddress || !signs.isFromMailSystem)
                && seen.insert(address).inserted
        }
    }

    /// The To line of a copy that stands in the text.
    private static func returnedToLine(in body: String) -> [String] {
        body.split(whereSeparator: \.isNewline).prefix(1000)
            .filter { $0.lowercased().hasPrefix("to:") }
            .flatMap { MailAddressText.all(in: String($0)) }
    }

    private static func isSystem(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" }
        return local.hasPrefix("mailer-daemon") || local.hasPrefix("postmaster")
            || local.hasPrefix("microsoftexchange") || local == "abuse"
    }
}

/// Addresses in text that other programs wrote.
enum MailAddressText {
    /// The key of a lead, or nil for what `EmailAddress` refuses.
    static func canonical(_ text: String) -> String? {
        var text = text[...]
        if let semicolon = text.firstIndex(of: ";") { text = text[text.index(after: semicolon)...] }
        let unwanted: Set<Character> = [
            "<", ">", " ", "\t", "\"", "'", ",", ".", ":", "(", ")", "[",
        ]
        while let first = text.first, unwanted.contains(first) { text.removeFirst() }
        while let last = text.last, unwanted.contains(last) || last == "]" { text.removeLast() }
        do { return try EmailAddress(text).canonical } catch { return nil }
    }

    /// Those between angle brackets, in order; message ids of the same shape are told by their field.
    static func inBrackets(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).prefix(400)
            .filter { !isIDLine($0) }
            .flatMap { line in
                line.split(separator: "<").dropFirst().compactMap { rest in
                    rest.firstIndex(of: ">").flatMap { canonical(String(rest[..<$0])) }
                }
            }
    }

    /// Every word that is an address, in order; at most fifty.
    static func all(in text: String) -> [String] {
        var found: [String] = []
        for line in text.split(whereSeparator: \.isNewline).prefix(400) where !isIDLine(line) {
            for word in line.split(whereSeparator: separates) where word.contains("@") {
                if let address = canonical(String(word)) { found.append(address) }
                if found.count >= 50 { return found }
            }
        }
        return found
    }

    private static func separates(_ character: Character) -> Bool {
        character.isWhitespace || "<>()[]\",;".contains(character) || character == ":"
    }

    private static func isIDLine(_ line: Substring) -> Bool {
        let start = line.prefix(20).lowercased()
        return ["message-id:", "in-reply-to:", "references:", "x-message-id:"]
            .contains { start.hasPrefix($0) }
    }
}
