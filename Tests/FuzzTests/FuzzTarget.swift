import MailMessage
import MailTransport
import PlainYAML
import SequenceFile
import Sequencing

@testable import MailMessage
@testable import MailTransport

/// A reader of foreign bytes, and what has to hold whatever they are.
///
/// A broken promise traps, which is what a fuzzer looks for. scripts/fuzz makes up inputs;
/// `CorpusTests` replays those that were worth keeping.
enum FuzzTarget: String, CaseIterable, Sendable {
    /// The server's side of an IMAP connection.
    case imap
    /// A message from outside, from bytes to what the rules make of it.
    case message
    /// The words of an answer: quote, signature, opt-out, intent.
    case words
    case html
    case returnDate = "return-date"
    case sequence

    func run(_ bytes: [UInt8]) {
        switch self {
        case .imap: Self.readIMAP(bytes)
        case .message: Self.readMessage(bytes)
        case .words: Self.readWords(bytes)
        case .html: Self.readHTML(bytes)
        case .returnDate: Self.findReturnDate(bytes)
        case .sequence: Self.readSequence(bytes)
        }
    }

    // MARK: IMAP

    /// The first byte says in what pieces the rest comes.
    ///
    /// Promises: responses and failure are the same however the bytes are cut, and nothing kept is
    /// over its limit.
    private static func readIMAP(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let stream = Array(bytes.dropFirst())
        let whole = IMAPStream(stream, pieces: max(stream.count, 1)).responses()
        let cut = IMAPStream(stream, pieces: Int(first) % 32 + 1).responses()
        promise(whole.responses == cut.responses, "the pieces change the responses")
        promise(
            (whole.failure == .cancelled) == (cut.failure == .cancelled),
            "the pieces change whether the stream is refused")
    }

    private struct IMAPStream {
        private let bytes: [UInt8]
        private let pieces: Int
        private let limits: IMAPLimits

        init(_ bytes: [UInt8], pieces: Int) {
            (self.bytes, self.pieces) = (bytes, pieces)
            var limits = IMAPLimits()
            limits.lineBytes = 2000
            limits.messageBytes = 300
            limits.headBytes = 100
            limits.announcedLiteralBytes = 2000
            self.limits = limits
        }

        /// Everything that is said, and the failure that ends it.
        func responses() -> (responses: [IMAPResponse], failure: SweepFailure) {
            var reader = IMAPReader(limits: limits)
            var rest = bytes[...]
            var responses: [IMAPResponse] = []
            while true {
                do {
                    let frame = try reader.nextFrame { buffer in
                        guard !rest.isEmpty else { throw SweepFailure.cancelled }
                        buffer += rest.prefix(pieces)
                        rest = rest.dropFirst(pieces)
                    }
                    check(frame)
                    responses.append(try IMAPResponse.parse(frame, depthLimit: limits.depth))
                } catch let failure as SweepFailure {
                    return (responses, failure)
                } catch {
                    fatalError("an error that no sweep knows: \(error)")
                }
            }
        }

        private func check(_ frame: IMAPFrame) {
            var (text, kept) = (0, 0)
            for segment in frame.segments {
                switch segment {
                case .text(let bytes): text += bytes.count
                case .literal(let bytes): kept += bytes.count
                case .skipped(let count, let head):
                    promise(count > limits.messageBytes - kept, "a small literal is skipped")
                    promise(head.count <= limits.headBytes, "a head over its limit is kept")
                }
            }
            promise(text <= limits.lineBytes, "a line over its limit is kept")
            promise(kept <= limits.messageBytes, "literals over their limit are kept")
        }
    }

    // MARK: Mail

    /// A Wednesday in 2026.
    private static let now = Instant(milliseconds: 1_786_000_000_000)
    private static let limits = ParseLimits(
        messageBytes: 200_000, headerBytes: 20_000, depth: 6, parts: 30, textBytes: 20_000)

    /// Promises: no value holds a NUL, no text is over its limit, the same bytes are read the same
    /// way, and what is a person's answer has no more words than it was given.
    private static func readMessage(_ bytes: [UInt8]) {
        do {
            let message = try MessageParser.parse(bytes, limits: limits)
            let texts = [message.plainText, message.htmlAsText].compactMap(\.self)
            for text in texts {
                promise(!text.utf8.contains(0), "a text holds a NUL")
            }
            promise(message.headers.allSatisfy { !$0.value.utf8.contains(0) }, "NUL in a field")
            judge(message)
        } catch {
            // A ParseFailure by its type: beyond a limit, or no message.
        }
    }

    private static func readWords(_ bytes: [UInt8]) {
        let text = String(decoding: bytes.prefix(20_000), as: UTF8.self)
            .replacing("\0", with: "")
        let subject = text.prefix { !$0.isNewline }
        judge(
            ReceivedMessage(
                from: [.init(name: "Ida Holm", address: "ida@lead.example")],
                subject: String(subject),
                plainText: String(text.dropFirst(subject.count).drop(while: \.isNewline))))
    }

    private static func judge(_ message: ReceivedMessage) {
        let reading = ReplyRules.read(message, now: now, leadZoneOffsetSeconds: 7200)
        let again = ReplyRules.read(message, now: now, leadZoneOffsetSeconds: 7200)
        promise(reading == again, "a message is read in two ways")
        promise(!reading.findings.isEmpty, "a class without a rule")
        let keys = ReplyMatchKeys(from: message, class: reading.replyClass)
        promise(keys.messageIDs.allSatisfy { !$0.isEmpty }, "an empty key matches anything")
        promise(keys.addresses.allSatisfy { !$0.isEmpty }, "an empty key matches anyone")
    }

    /// Promises: markup goes away, and nothing grows without end.
    private static func readHTML(_ bytes: [UInt8]) {
        let html = String(decoding: bytes.prefix(20_000), as: UTF8.self)
        let text = HTMLText.plain(html)
        promise(text.utf8.count <= 8 * html.utf8.count + 100, "a text grew out of its markup")
    }

    /// Promises: a date that is found is neither past nor more than a year away.
    private static func findReturnDate(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let text = String(decoding: bytes.dropFirst().prefix(20_000), as: UTF8.self)
        let subject = text.prefix { !$0.isNewline }
        // Zones from -12 to +14 hours.
        let offset = (Int(first) % 27 - 12) * 3600
        let date = ReturnDate.find(
            in: String(text.dropFirst(subject.count)), subject: String(subject), sentAt: now,
            offsetSeconds: offset)
        let sentOn = LocalDateTime(secondsSince1970: now.milliseconds / 1000 + Int64(offset)).date
        if let date {
            let days = date.daysSince1970 - sentOn.daysSince1970
            promise((0...366).contains(days), "\(date) is no day to come back on")
        }
    }

    // MARK: Sequences

    /// Promise: a sequence that is read and written is read again as the same.
    private static func readSequence(_ bytes: [UInt8]) {
        let text = String(decoding: bytes.prefix(20_000), as: UTF8.self)
        do throws(SequenceFileErrors) {
            let sequence = try SequenceFile.read(text, file: "fuzz.yaml") { !$0.isEmpty }
            let again = try SequenceFile.read(
                SequenceFile.write(sequence), file: "fuzz.yaml"
            ) { !$0.isEmpty }
            promise(sequence == again, "a sequence changes by being written")
        } catch {
            promise(error.diagnostics.allSatisfy { $0.file == "fuzz.yaml" }, "\(error)")
            promise(!error.diagnostics.isEmpty, "refused without a mistake")
        }
    }
}

/// A precondition that says its words in an optimised build as well.
private func promise(_ holds: Bool, _ broken: @autoclosure () -> String) {
    if !holds { fatalError(broken()) }
}
