/// The message that a notice is about, or that a person answers.
enum OriginalMessage {
    /// Without angle brackets; nil when nothing names it.
    static func id(_ signs: ReplySigns, _ replyClass: ReplyClass) -> String? {
        let message = signs.message
        switch replyClass {
        case .complaint, .bounce, .dispositionNotice, .challenge, .unreadable:
            return returnedIDs(signs, replyClass).first ?? message.inReplyTo.first
                ?? message.references.last
        case .autoReply, .calendarAnswer, .optOut, .person:
            return message.inReplyTo.first ?? message.references.last
        }
    }

    /// Of the returned header, of a report's fields, of the copy in the text or the notice's echo of it.
    static func returnedIDs(_ signs: ReplySigns, _ replyClass: ReplyClass) -> [String] {
        let message = signs.message
        let returned = message.returnedHeaders.first { names.contains($0.name.lowercased()) }
        return (returned.map { ids(in: $0.value) } ?? []) + message.reportedIDs
            + (mayQuote(replyClass) ? idsInText(signs) : [])
    }

    private static func mayQuote(_ replyClass: ReplyClass) -> Bool {
        switch replyClass {
        case .bounce, .complaint, .dispositionNotice, .challenge: true
        case .autoReply, .calendarAnswer, .optOut, .person, .unreadable: false
        }
    }

    private static let names: Set<String> = ["message-id", "x-original-message-id"]
    private static let longestTextBytes = 200_000

    /// `Message-ID: <…>` at a line's beginning, also quoted, indented, folded, or as a word in a sentence.
    private static func idsInText(_ signs: ReplySigns) -> [String] {
        var found: [String] = []
        var isOpen = false
        let lines = signs.noticeSource.utf8.prefix(longestTextBytes)
            .split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).lazy.map { Substring($0) }
        for line in lines.prefix(4000) {
            let bare = line.drop { $0.isWhitespace || ">|*".contains($0) }
            if let value = value(in: bare) {
                let ids = ids(in: value)
                found += ids
                isOpen = ids.isEmpty
            } else if isOpen {
                found += ids(in: String(bare))
                isOpen = false
            }
        }
        return found
    }

    private static func value(in line: Substring) -> String? {
        let start = line.prefix(40).lowercased()
        let label = [
            "message-id", "x-original-message-id", "original-message-id", "message id",
            "messageid", "nachrichten-id", "id du message",
        ].first { start.hasPrefix($0) }
        guard let label else { return nil }
        let rest = line.dropFirst(label.count).drop { $0 == " " || $0 == "\"" || $0 == "'" }
        guard let mark = rest.first, ":=;：".contains(mark) else { return nil }
        return String(rest.dropFirst())
    }

    private static func ids(in value: String) -> [String] {
        value.split { $0.isWhitespace || "<>,\"'".contains($0) }
            .filter { $0.contains("@") && !$0.hasPrefix("@") && !$0.hasSuffix("@") }
            .map(String.init)
    }
}
