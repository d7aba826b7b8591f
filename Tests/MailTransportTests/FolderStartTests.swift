import Sequencing
import Testing

@testable import MailTransport

/// Where the reading of a folder begins.
struct FolderStartTests {
    struct Row: CustomStringConvertible {
        var description: String
        var cursor: FolderCursor?
        var state: FolderState
        var expected: FolderStart
    }

    private static func cursor(
        validity: UInt32 = 7, last: UInt32 = 10, next: UInt32? = 11, count: Int? = 5
    ) -> FolderCursor {
        FolderCursor(
            folder: "INBOX", uidValidity: validity, lastUID: last, uidNext: next,
            messageCount: count)
    }

    private static func state(_ next: UInt32, _ count: Int, validity: UInt32 = 7) -> FolderState {
        FolderState(uidValidity: validity, uidNext: next, messageCount: count)
    }

    static let rows = [
        Row(description: "never met", cursor: nil, state: state(11, 5), expected: .firstContact),
        Row(
            description: "nothing new", cursor: cursor(), state: state(11, 5),
            expected: .above(nil)),
        Row(
            description: "one message", cursor: cursor(), state: state(12, 6),
            expected: .above(11...11)),
        Row(
            description: "messages came and all went", cursor: cursor(), state: state(40, 0),
            expected: .above(11...39)),
        Row(
            description: "a sweep that was broken off", cursor: cursor(last: 3),
            state: state(11, 5), expected: .above(4...10)),
        Row(
            description: "other UIDs", cursor: cursor(), state: state(11, 5, validity: 8),
            expected: .rebuilt),
        Row(
            description: "UIDNEXT below what was read", cursor: cursor(next: nil, count: nil),
            state: state(10, 5), expected: .rebuilt),
        Row(
            description: "UIDNEXT below what was foretold", cursor: cursor(last: 3),
            state: state(10, 5), expected: .rebuilt),
        Row(
            description: "more messages without a UID more", cursor: cursor(), state: state(11, 6),
            expected: .excess(expected: 6, seen: 5)),
        Row(
            description: "more messages than UIDs", cursor: cursor(), state: state(12, 7),
            expected: .excess(expected: 7, seen: 6)),
        Row(
            description: "a cursor from before messages were counted",
            cursor: cursor(next: nil, count: nil), state: state(11, 900), expected: .above(nil)),
    ]

    @Test("A folder is read from its cursor, or by date when that means nothing", arguments: rows)
    func start(_ row: Row) {
        #expect(FolderStart(cursor: row.cursor, state: row.state) == row.expected)
    }
}
