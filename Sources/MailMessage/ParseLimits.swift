/// How much of a message is read before it is given up; whatever is beyond makes it `unreadable`.
package struct ParseLimits: Equatable, Sendable {
    package var messageBytes: Int
    /// Of the outer header.
    package var headerBytes: Int
    /// Levels of multipart and message/rfc822.
    package var depth: Int
    package var parts: Int
    /// Of one decoded text; the rest is cut off, not refused.
    package var textBytes: Int

    package static let standard = ParseLimits(
        messageBytes: 25 << 20, headerBytes: 256 << 10, depth: 20, parts: 200, textBytes: 1 << 20)

    package init(
        messageBytes: Int, headerBytes: Int, depth: Int, parts: Int, textBytes: Int
    ) {
        self.messageBytes = messageBytes
        self.headerBytes = headerBytes
        self.depth = depth
        self.parts = parts
        self.textBytes = textBytes
    }

    /// Of everything that is a list: addresses, message ids, recipients of a report.
    static let listItems = 200
    /// Of one header; the rest is not looked at.
    static let fields = 20_000
    /// Texts after the first, and bytes of each: notices hide their words there.
    static let moreTexts = 8
    static let moreTextBytes = 65_536
    /// Lines that look like a boundary: GMime makes a part of each before anybody can count them.
    static let dashLines = 50_000
    /// Such lines, times boundaries declared: what GMime would have to compare.
    static let boundaryComparisons = 50_000_000
}

/// Why a message could not be read. The caller keeps its bytes.
package enum ParseFailure: Error, Equatable, Sendable {
    case empty
    case tooLarge(bytes: Int, limit: Int)
    case headerTooLarge(bytes: Int, limit: Int)
    case tooDeep(limit: Int)
    case tooManyParts(limit: Int)
    /// Built to make a parser slow: this many lines like boundaries, or comparisons of them.
    case tooManyBoundaries(found: Int, limit: Int)
    /// GMime found no message in the bytes.
    case noMessage

    /// The stable code, as it is stored and shown.
    package var code: String {
        switch self {
        case .empty: "empty"
        case .tooLarge: "too-large"
        case .headerTooLarge: "header-too-large"
        case .tooDeep: "too-deep"
        case .tooManyParts: "too-many-parts"
        case .tooManyBoundaries: "too-many-boundaries"
        case .noMessage: "no-message"
        }
    }
}
