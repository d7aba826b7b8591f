import MailMessage
package import Sequencing

/// A message of ours as it stands on the wire: all that the judge knows of it.
struct Letter: Equatable, Sendable {
    var messageID = ""
    var mailbox: String
    var recipient: String
    var subject = ""
    /// As its Message-ID names it.
    var enrollment = EnrollmentID(0)
    /// As its text says: the mark of `SimulatedSequence`.
    var sequence = ""
    var version = 0
    var step = ""
    /// Of all its bytes.
    var digest: UInt64
    /// What is wrong with it by itself (I12).
    var mistakes: [String] = []

    init(_ message: OutgoingMessage) {
        mailbox = message.sender.canonical
        recipient = message.recipient.canonical
        digest = UInt64(hashOf: message.bytes)
        for (name, count) in Self.counted(in: message.bytes) where count != 1 {
            mistakes.append("\(count) times \(name)")
        }
        do {
            try read(MessageParser.parse(message.bytes))
        } catch {
            mistakes.append("it can't be parsed: \(error)")
        }
    }

    private mutating func read(_ message: ReceivedMessage) {
        messageID = message.messageID ?? ""
        subject = message.subject
        if message.to.map({ $0.address.lowercased() }) != [recipient] {
            mistakes.append("To is not \(recipient)")
        }
        if message.date == nil { mistakes.append("Date can't be read") }
        let local = messageID.split(separator: ".").first ?? ""
        if local.first == "e", let number = Int64(local.dropFirst()) {
            enrollment = EnrollmentID(number)
        }
        let lines = (message.plainText ?? "").split(whereSeparator: \.isNewline)
        let mark = lines.first { $0.hasPrefix("Ref ") }?.dropFirst(4).split(separator: ".") ?? []
        guard mark.count == 3, let version = Int(mark[1]) else {
            mistakes.append("it has no mark")
            return
        }
        (sequence, self.version, step) = (String(mark[0]), version, String(mark[2]))
    }

    private static let once = ["from", "to", "subject", "date", "message-id"]

    /// How often each field that must be there once stands in the header.
    private static func counted(in bytes: [UInt8]) -> [(name: String, count: Int)] {
        var counts = once.map { (name: $0, count: 0) }
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard line.first != UInt8(ascii: "\r") else { break }
            guard let colon = line.prefix(16).firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            if let place = counts.firstIndex(where: { $0.name == name }) {
                counts[place].count += 1
            }
        }
        return counts
    }
}

extension UInt64 {
    /// FNV-1a, as for texts.
    init(hashOf bytes: [UInt8]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        self = hash
    }
}

/// A promise that was broken.
package struct Violation: Equatable, Sendable {
    /// As in docs/reliability.md: I1…I14; `model` for the end of the world, `surprise` for an error nobody injected.
    package var promise: String
    package var what: String
    /// The wall clock of the world.
    package var at: Instant
    /// The number of the lead concerned, from 0; nil for none.
    package var lead: Int?
}

extension Violation: CustomStringConvertible {
    package var description: String { "\(promise) at \(at): \(what)" }
}
