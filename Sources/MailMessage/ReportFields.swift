import Sequencing

/// The fields of machine-readable report parts, as values: RFC 3464, 8098, 5965.
enum ReportFields {
    typealias Field = ReceivedMessage.HeaderField
    typealias Report = ReceivedMessage.DeliveryReport

    static func blocks(of text: String) -> [ArraySlice<Substring>] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
    }

    static func fields(of text: String) -> [Field] {
        blocks(of: text).flatMap { HeaderReader.fields(inBlock: $0) }
    }

    static func value(_ name: String, _ fields: [Field]) -> String? {
        fields.first { $0.name.lowercased() == name }?.value
    }

    /// The recipients of a message/delivery-status part, and the ids it gives the original.
    ///
    /// Systems forget the empty line between recipients, or put one between the fields of one: a second
    /// Final-Recipient begins a new recipient, fields without any go to the one before.
    static func recipients(of text: String) -> (reports: [Report], ids: [String]) {
        var reports: [Report] = []
        var ids: [String] = []
        for block in blocks(of: text) {
            let fields = HeaderReader.fields(inBlock: block)
            ids += originalIDs(fields)
            for group in groups(of: fields) {
                let report = report(of: group)
                guard report != Report() else { continue }
                if let last = reports.last, continues(last, report) {
                    reports[reports.count - 1].action = last.action ?? report.action
                    reports[reports.count - 1].status = last.status ?? report.status
                    reports[reports.count - 1].diagnostic = last.diagnostic ?? report.diagnostic
                } else {
                    reports.append(report)
                }
            }
        }
        return (reports, ids)
    }

    private static func continues(_ last: Report, _ next: Report) -> Bool {
        next.finalRecipient == nil && next.originalRecipient == nil
            && (last.action == nil || next.action == nil)
            && (last.status == nil || next.status == nil)
    }

    private static func groups(of fields: [Field]) -> [[Field]] {
        var groups: [[Field]] = [[]]
        var hasFinal = false
        for field in fields {
            let isFinal = field.name.lowercased() == "final-recipient"
            if isFinal, hasFinal { groups.append([]) }
            hasFinal = hasFinal || isFinal
            groups[groups.count - 1].append(field)
        }
        return groups
    }

    private static func report(of fields: [Field]) -> Report {
        let words = ["diagnostic-code", "x-supplementary-info"].flatMap { name in
            fields.filter { $0.name.lowercased() == name }.compactMap { afterType($0.value) }
        }
        return Report(
            action: value("action", fields).flatMap(action), status: status(of: fields),
            finalRecipient: afterType(value("final-recipient", fields)),
            originalRecipient: afterType(value("original-recipient", fields)),
            actualRecipient: afterType(value("x-actual-recipient", fields)),
            diagnostic: words.isEmpty ? nil : words.joined(separator: " "))
    }

    /// The keyword; comments and other words for the same are known (RFC 3464 names five).
    private static func action(_ value: String) -> String? {
        let word = value.lowercased().drop { !$0.isLetter }.prefix { $0.isLetter }
        switch word {
        case "": return nil
        case "failed", "failure", "fail", "undeliverable", "expired", "bounced", "rejected":
            return "failed"
        case "delayed", "delay", "deferred": return "delayed"
        default: return String(word)
        }
    }

    /// `5.1.1` out of `5.1.1 (bad destination)`, `smtp;5.1.1`, `#5.1.1`; nil for what has no such shape.
    private static func status(of fields: [Field]) -> String? {
        guard let value = value("status", fields) else { return nil }
        let words = value.split { !$0.isNumber && $0 != "." }
        return words.lazy.map { $0.split(separator: ".") }
            .first {
                $0.count == 3 && ["2", "4", "5"].contains($0[0]) && $0.allSatisfy { $0.count <= 3 }
            }?.joined(separator: ".")
    }

    /// `rfc822; ada@customer.example` → the address; also for `smtp; 550 …`.
    static func afterType(_ value: String?) -> String? {
        guard let value else { return nil }
        guard let semicolon = value.firstIndex(of: ";"), value[..<semicolon].count <= 20 else {
            return value
        }
        return String(value[value.index(after: semicolon)...].drop(while: \.isWhitespace))
    }

    /// What reports call the Message-ID of the message they are about.
    static func originalIDs(_ fields: [Field]) -> [String] {
        let names: Set<String> = [
            "original-message-id", "x-original-message-id", "x-original-messageid",
            "original-messageid", "message-id", "x-message-id",
        ]
        return fields.filter { names.contains($0.name.lowercased()) }
            .flatMap { HeaderReader.messageIDs(in: $0.value) }
    }
}
