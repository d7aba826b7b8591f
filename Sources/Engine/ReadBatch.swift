import MailMessage
import Sequencing

/// A batch of a sweep, parsed and read as far as that needs no database: any thread may do it ahead.
struct ReadBatch: Sendable {
    struct Message: Sendable {
        var swept: SweptMessage
        var content: Content
    }

    enum Content: Sendable {
        case readable(ReceivedMessage, FirstReading)
        /// With the words for whoever looks at what was set aside.
        case unreadable(String)
    }

    let messages: [Message]
    let cursor: FolderCursor

    init(_ batch: SweepBatch) {
        cursor = batch.cursor
        messages = batch.messages.map { Message(swept: $0, content: Content($0)) }
    }
}

extension ReadBatch.Content {
    fileprivate init(_ swept: SweptMessage) {
        guard let bytes = swept.bytes else {
            self = .unreadable(
                swept.refusal.map { "the server does not give it out: \($0)" }
                    ?? "too large: \(swept.sizeBytes) bytes")
            return
        }
        do {
            let message = try MessageParser.parse(bytes)
            self = .readable(message, ReplyRules.begin(message))
        } catch {
            self = .unreadable("\(error)")
        }
    }
}
