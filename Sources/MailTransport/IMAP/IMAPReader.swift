internal import Sequencing

/// One response as it came: text, and the literals that stand between its pieces.
struct IMAPFrame: Equatable {
    enum Segment: Equatable {
        /// Without the `{n}` that announced the literal after it, without the line's end.
        case text([UInt8])
        case literal([UInt8])
        /// A literal over the limit: only its beginning is kept.
        case skipped(count: Int, head: [UInt8])
    }

    var segments: [Segment] = []
}

/// Cuts the server's bytes into responses (RFC 9051 section 4.3 for literals).
///
/// Status responses, whose free text may end like the announcement of a literal, hold none.
struct IMAPReader {
    let limits: IMAPLimits
    private var buffer: [UInt8] = []
    private var start = 0

    init(limits: IMAPLimits) { self.limits = limits }

    var hasPendingBytes: Bool { start < buffer.count }

    /// Takes in what is there now; false when `receive` has nothing.
    mutating func fillIfPossible(_ receive: (inout [UInt8]) throws -> Int) rethrows -> Bool {
        try receive(&buffer) > 0
    }

    /// Reads one response; `fill` appends at least one byte or throws.
    mutating func nextFrame(_ fill: (inout [UInt8]) throws -> Void) throws -> IMAPFrame {
        var frame = IMAPFrame()
        var textBytes = 0
        var keptBytes = 0
        var isStatus = false
        while true {
            let line = try nextLine(limit: limits.lineBytes - textBytes, fill)
            textBytes += line.count + 2
            if frame.segments.isEmpty { isStatus = Self.holdsNoLiteral(line) }
            guard !isStatus, let literal = try Self.announcedLiteral(at: line) else {
                frame.segments.append(.text(line))
                return frame
            }
            guard literal.count <= limits.announcedLiteralBytes else {
                throw SweepFailure.malformedResponse(
                    cause: "a literal of \(literal.count) bytes is announced")
            }
            frame.segments.append(.text(Array(line[..<literal.textEnd])))
            if literal.count > limits.messageBytes - keptBytes {
                let head = try take(min(limits.headBytes, literal.count), fill)
                try skip(literal.count - head.count, fill)
                frame.segments.append(.skipped(count: literal.count, head: head))
            } else {
                keptBytes += literal.count
                frame.segments.append(.literal(try take(literal.count, fill)))
            }
        }
    }

    /// Up to CRLF, which is taken off.
    private mutating func nextLine(
        limit: Int, _ fill: (inout [UInt8]) throws -> Void
    ) throws -> [UInt8] {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                guard end > start, buffer[end - 1] == UInt8(ascii: "\r"), end - start <= limit
                else {
                    throw SweepFailure.malformedResponse(
                        cause: end - start > limit ? "a line is too long" : "a line ends without CR"
                    )
                }
                defer { consume(end + 1 - start) }
                return Array(buffer[start..<end - 1])
            }
            searched = buffer.count
            guard buffer.count - start <= limit else {
                throw SweepFailure.malformedResponse(cause: "a line is longer than \(limit) bytes")
            }
            let before = start
            try refill(fill)
            searched -= before - start
        }
    }

    private mutating func take(
        _ count: Int, _ fill: (inout [UInt8]) throws -> Void
    ) throws -> [UInt8] {
        while buffer.count - start < count { try refill(fill) }
        defer { consume(count) }
        return Array(buffer[start..<start + count])
    }

    private mutating func skip(_ count: Int, _ fill: (inout [UInt8]) throws -> Void) throws {
        var left = count
        while true {
            let step = min(left, buffer.count - start)
            consume(step)
            left -= step
            if left == 0 { return }
            try refill(fill)
        }
    }

    private mutating func refill(_ fill: (inout [UInt8]) throws -> Void) throws {
        buffer.removeFirst(start)
        start = 0
        try fill(&buffer)
    }

    private mutating func consume(_ count: Int) {
        start += count
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity < 1 << 20)
            start = 0
        }
    }

    /// A tagged response, a continuation, or one of the five untagged status responses.
    private static func holdsNoLiteral(_ line: [UInt8]) -> Bool {
        guard line.starts(with: Array("* ".utf8)) else { return true }
        let word = line.dropFirst(2).prefix { $0 != UInt8(ascii: " ") }
        let name = String(decoding: word, as: UTF8.self).uppercased()
        return IMAPStatus.Kind(rawValue: name) != nil
    }

    /// `{n}`, `{n+}` or `~{n}` at the end of a line.
    private static func announcedLiteral(
        at line: [UInt8]
    ) throws -> (count: Int, textEnd: Int)? {
        guard line.last == UInt8(ascii: "}"),
            let open = line.lastIndex(of: UInt8(ascii: "{"))
        else { return nil }
        var digits = line[(open + 1)..<(line.count - 1)]
        if digits.last == UInt8(ascii: "+") { digits = digits.dropLast() }
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard digits.count <= 18, let count = Int(String(decoding: digits, as: UTF8.self)) else {
            throw SweepFailure.malformedResponse(cause: "a literal's announced size is no size")
        }
        let isBinary = open > 0 && line[open - 1] == UInt8(ascii: "~")
        return (count, isBinary ? open - 1 : open)
    }
}
