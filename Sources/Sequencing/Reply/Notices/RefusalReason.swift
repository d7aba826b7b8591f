/// Why a message did not arrive: each reason is hard or soft (docs/decisions/0012-hard-and-soft.md).
///
/// Hard is what will never change whoever writes; everything else is soft, because the address may live.
enum RefusalReason: String, CaseIterable, Sendable {
    case unknownUser, unknownHost, moved, acceptsNoMail, closed
    case mailboxFull, tooLarge, suspended, filtered, spam, blocked, rateLimited, relayDenied
    case network, expired, content, system, unclear

    var severity: ReplyClass.Bounce.Severity {
        switch self {
        case .unknownUser, .unknownHost, .moved, .acceptsNoMail, .closed: .hard
        case .mailboxFull, .tooLarge, .suspended, .filtered, .spam, .blocked, .rateLimited,
            .relayDenied, .network, .expired, .content, .system, .unclear:
            .soft
        }
    }

    /// The server's words first, since many write 5.0.0 or 5.5.0 for everything; then the code.
    ///
    /// `status` is RFC 3463, from the report; nil when there is none.
    static func of(_ status: String?, _ words: String) -> RefusalReason {
        let folded = FoldedText(words, limit: 4000)
        let spoken = RefusalWords.reason(in: folded)
        let codes = [status, ServerWords.status(in: words)].compactMap(\.self)
        let coded = codes.lazy.compactMap(RefusalReason.init(status:)).first
        switch (spoken, coded) {
        // A server that says 4 for an unknown user or host may be asked again; 5.1.1 is final as said.
        case (.some(.unknownHost), _) where isPassing(status, words): return .network
        case (.some(let spoken), _) where spoken.severity == .hard && isPassing(status, words):
            return .unclear
        case (.some(let spoken), _): return spoken
        case (nil, .some(let coded)): return coded
        case (nil, nil): return folded.contains(anyOf: passing) ? .unclear : bareReply(codes, words)
        }
    }

    private static func isPassing(_ status: String?, _ words: String) -> Bool {
        if let status, !status.hasSuffix(".0.0") { return status.hasPrefix("4") }
        return ServerWords.replyCode(in: words)?.hasPrefix("4") ?? false
    }

    /// A server that asks to be tried again does not mean that nobody is there, whatever its code.
    private static let passing: PhraseList = [
        "temporarily", "temporary", "try again later", "try later", "please retry",
        "please try again", "vorübergehend", "später erneut", "temporairement", "temporalmente",
        "temporaneamente", "temporariamente", "tijdelijk",
    ]

    /// 550, 551 and 553 are answers to RCPT (RFC 5321 section 4.2.3): without a word they mean the mailbox.
    private static func bareReply(_ codes: [String], _ words: String) -> RefusalReason {
        guard !codes.contains(where: { $0.hasPrefix("4") }) else { return .unclear }
        switch ServerWords.replyCode(in: words) {
        case "550", "551", "553": return .unknownUser
        case "552": return .mailboxFull
        case "556": return .acceptsNoMail
        default: return .unclear
        }
    }

    /// RFC 3463, RFC 7504, RFC 7505 and Exchange's own; nil where the code leaves it open.
    private init?(status: String) {
        let parts = status.split(separator: ".")
        guard parts.count == 3 else { return nil }
        let detail = "\(parts[1]).\(parts[2])"
        guard let reason = Self.details[detail] ?? Self.subjects[String(parts[1])] else {
            return nil
        }
        if parts[0] == "4", reason.severity == .hard {
            self = reason == .unknownHost ? .network : .unclear
        } else {
            self = reason
        }
    }

    private static let details: [String: RefusalReason] = [
        "1.0": .unknownUser, "1.1": .unknownUser, "1.2": .unknownHost, "1.3": .unknownUser,
        "1.4": .unknownUser, "1.5": .unknownUser, "1.6": .moved, "1.7": .blocked, "1.8": .blocked,
        "1.9": .system, "1.10": .acceptsNoMail, "2.0": .filtered, "2.1": .suspended,
        "2.2": .mailboxFull, "2.3": .tooLarge, "2.4": .filtered, "3.4": .tooLarge,
        "4.4": .unknownHost, "4.7": .expired, "4.310": .unknownHost, "4.316": .network,
        "5.3": .rateLimited, "7.27": .blocked, "7.28": .rateLimited,
    ]
    /// By the second number: network, system, protocol, content, policy.
    private static let subjects: [String: RefusalReason] = [
        "3": .system, "4": .network, "6": .content, "7": .blocked,
    ]
}
