internal import Sequencing

/// Reads the values of one response from left to right; nothing is read twice.
struct IMAPValueParser {
    private let segments: [IMAPFrame.Segment]
    private let depthLimit: Int
    private var index = 0
    private var line: ArraySlice<UInt8> = []

    init(_ frame: IMAPFrame, depthLimit: Int) {
        segments = frame.segments
        self.depthLimit = depthLimit
        if case .text(let bytes)? = segments.first { line = bytes[...] }
    }

    var isAtEnd: Bool { line.isEmpty && index + 1 >= segments.count }

    /// What is left of the present line, as text.
    var restOfLine: String { String(decoding: line, as: UTF8.self) }

    mutating func skipSpaces() { line = line.drop { $0 == UInt8(ascii: " ") } }

    /// Every value to the end of the response.
    mutating func remainingValues() throws -> [IMAPValue] {
        var values: [IMAPValue] = []
        skipSpaces()
        while !isAtEnd {
            values.append(try value(depth: 0))
            skipSpaces()
        }
        return values
    }

    mutating func value(depth: Int) throws -> IMAPValue {
        guard let first = line.first else { return try literal() }
        switch first {
        case UInt8(ascii: "("): return try list(depth: depth)
        case UInt8(ascii: "\""): return .string(try quoted())
        case UInt8(ascii: ")"): throw mistake("a closing parenthesis without its opening")
        default: return try atom()
        }
    }

    private mutating func list(depth: Int) throws -> IMAPValue {
        guard depth < depthLimit else { throw mistake("lists are nested too deep") }
        line.removeFirst()
        var values: [IMAPValue] = []
        while true {
            skipSpaces()
            if line.first == UInt8(ascii: ")") {
                line.removeFirst()
                return .list(values)
            }
            guard !isAtEnd else { throw mistake("a list has no end") }
            values.append(try value(depth: depth + 1))
        }
    }

    private mutating func quoted() throws -> [UInt8] {
        line.removeFirst()
        var bytes: [UInt8] = []
        while let byte = line.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return bytes
            case UInt8(ascii: "\\"):
                guard let escaped = line.popFirst(), Self.mayBeEscaped.contains(escaped) else {
                    throw mistake("a quoted string escapes what needs no escape")
                }
                bytes.append(escaped)
            default: bytes.append(byte)
            }
        }
        throw mistake("a quoted string has no end")
    }

    /// The literal after the present line's end.
    private mutating func literal() throws -> IMAPValue {
        guard index + 2 < segments.count, case .text(let next) = segments[index + 2] else {
            throw mistake("a value is missing")
        }
        defer {
            index += 2
            line = next[...]
        }
        switch segments[index + 1] {
        case .literal(let bytes): return .string(bytes)
        case .skipped(let count, let head): return .oversize(count, head)
        case .text: throw mistake("a value is missing")
        }
    }

    private mutating func atom() throws -> IMAPValue {
        var length = 0
        var brackets = false
        for byte in line {
            if byte == UInt8(ascii: "["), isBodyItem(line.prefix(length)) { brackets = true }
            if byte == UInt8(ascii: "]") { brackets = false }
            // Only the section of a body item may hold spaces: BODY[HEADER.FIELDS (TO)].
            guard brackets || !Self.endOfAtom.contains(byte) else { break }
            guard byte >= 0x20, byte != 0x7F else { throw mistake("a control character") }
            length += 1
        }
        guard length > 0 else { throw mistake("a value is missing") }
        let text = String(decoding: line.prefix(length), as: UTF8.self)
        line = line.dropFirst(length)
        return text.uppercased() == "NIL" ? .null : .atom(text)
    }

    private func isBodyItem(_ bytes: ArraySlice<UInt8>) -> Bool {
        ["BODY", "BINARY"].contains(String(decoding: bytes, as: UTF8.self).uppercased())
    }

    private static let endOfAtom: Set<UInt8> = Set(" ()\"".utf8)
    private static let mayBeEscaped: Set<UInt8> = Set("\"\\".utf8)

    private func mistake(_ cause: String) -> SweepFailure { .malformedResponse(cause: cause) }
}
