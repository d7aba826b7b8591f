import Foundation
import Sequencing

/// What `message test --json` prints of one message: a documented contract (docs/replies.md). Every key is
/// always there; what is absent is null.
struct MessageReport: Encodable {
    struct Recipient: Encodable {
        var address: String
        var severity: String
        var status: String?

        enum CodingKeys: String, CodingKey { case address, severity, status }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(address, forKey: .address)
            try values.encode(severity, forKey: .severity)
            try values.encode(status, forKey: .status)
        }
    }

    var file: String
    /// Nil when the message is beyond the limits; `rules` says which.
    var kind: ReplyKind
    var recipients: [Recipient] = []
    var originalMessageID: String?
    /// ISO 8601, a day.
    var returnDate: String?
    var replyText: String?
    var intent: ReplyIntent?
    var rules: [RuleFinding]

    init(file: String, reading: ReplyReading) {
        self.file = file
        kind = ReplyKind(reading.replyClass)
        originalMessageID = reading.originalMessageID
        replyText = reading.text.written
        intent = reading.intent
        rules = reading.findings
        switch reading.replyClass {
        case .bounce(let bounce):
            recipients = bounce.recipients.map {
                Recipient(address: $0.address, severity: $0.severity.rawValue, status: $0.status)
            }
        case .autoReply(let reply): returnDate = reply.returnsOn.map { "\($0)" }
        case .complaint, .challenge, .dispositionNotice, .calendarAnswer, .optOut, .person,
            .unreadable:
            break
        }
    }

    /// Of a message beyond the limits.
    init(file: String, unreadable cause: String) {
        self.file = file
        kind = .unreadable
        rules = [RuleFinding(rule: "limits", fits: true, evidence: cause)]
    }

    enum CodingKeys: String, CodingKey {
        case file
        case kind = "class"
        case recipients, originalMessageID, returnDate, replyText, intent, intentDate, referredTo
        case rules
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(file, forKey: .file)
        try values.encode(kind, forKey: .kind)
        try values.encode(recipients, forKey: .recipients)
        try values.encode(originalMessageID, forKey: .originalMessageID)
        try values.encode(returnDate, forKey: .returnDate)
        try values.encode(replyText, forKey: .replyText)
        try values.encode(intent?.kind, forKey: .intent)
        try values.encode(intent?.notBefore.map { "\($0)" }, forKey: .intentDate)
        try values.encode(intent?.referredTo, forKey: .referredTo)
        try values.encode(rules, forKey: .rules)
    }

    /// One line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// For people: the class, what is known, then rule by rule.
    func lines() -> [String] {
        var lines = ["\(file): \(kind.rawValue)"]
        lines += recipients.map {
            "  recipient  \($0.address)  \($0.severity)" + ($0.status.map { " \($0)" } ?? "")
        }
        if let originalMessageID { lines.append("  answers    <\(originalMessageID)>") }
        if let returnDate { lines.append("  back on    \(returnDate)") }
        if let intent {
            let more = [intent.notBefore.map { "not before \($0)" }, intent.referredTo]
                .compactMap(\.self)
            lines.append(
                "  proposal   " + ([intent.kind.rawValue] + more).joined(separator: ", "))
        }
        for finding in rules {
            let mark = finding.fits ? "yes" : "no "
            lines.append(
                "  \(mark)  \(finding.rule)" + (finding.evidence.map { ": \($0)" } ?? ""))
        }
        if let replyText, !replyText.isEmpty {
            lines += replyText.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "  | \($0)" }
        }
        return lines
    }
}
