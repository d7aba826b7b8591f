import Foundation
import MailTransport
import Sequencing
import Support
import Testing

/// What every transport in promises, whatever lies behind it.
struct InboxConformanceTests {
    @Test(
        "The first contact brings a cursor for every folder",
        arguments: InboxKind.allCases)
    func baseline(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        try site.deliver(TestMessages.plain(1))
        try site.deliver(TestMessages.plain(2))
        let sweeping = site.inbox.sweep(from: [])
        #expect(sweeping.result == .complete(folders: 4, messages: 0))
        #expect(sweeping.messages.isEmpty)
        let cursors = sweeping.cursors()
        #expect(
            Set(cursors.map(\.folder))
                == Set(["INBOX", "Junk", "Archive", "Sent"].map(site.name)))
        #expect(cursors.first { $0.folder == "INBOX" }?.lastUID == 2)
        #expect(cursors.allSatisfy { $0.uidValidity > 0 })
    }

    @Test("New mail is delivered once, byte for byte", arguments: InboxKind.allCases)
    func newMailOnce(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        try site.deliver(TestMessages.plain(1))
        let cursors = site.inbox.sweep(from: []).cursors()
        try site.deliver(TestMessages.awkward)
        try site.deliver(TestMessages.plain(3))
        let second = site.inbox.sweep(from: cursors)
        #expect(second.result == .complete(folders: 4, messages: 2))
        #expect(
            Set(second.messages.compactMap(\.bytes)) == [
                TestMessages.awkward, TestMessages.plain(3),
            ])
        #expect(second.messages.map(\.uid) == [2, 3])
        #expect(
            second.messages.allSatisfy { $0.sizeBytes == $0.bytes?.count && $0.arrivedAt != nil })
        let third = site.inbox.sweep(from: second.cursors(after: cursors))
        #expect(third.result == .complete(folders: 4, messages: 0))
    }

    @Test("Every watched folder is read, with its role", arguments: InboxKind.allCases)
    func everyFolder(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let first = site.inbox.sweep(from: [])
        #expect(first.result == .complete(folders: 4, messages: 0))
        let cursors = first.cursors()
        let roles: [String: FolderRole] = [
            "INBOX": .inbox, "Junk": .junk, "Archive": .archive, "Sent": .sent,
        ]
        for (number, folder) in roles.keys.enumerated() {
            try site.deliver(TestMessages.plain(number), folder)
        }
        let second = site.inbox.sweep(from: cursors)
        #expect(second.result == .complete(folders: 4, messages: 4))
        let found = second.messages
        #expect(
            found.allSatisfy { message in
                roles.contains {
                    site.name($0) == message.folder
                        && $1 == message.role
                }
            })
        #expect(Set(found.map(\.folder)) == Set(roles.keys.map(site.name)))
    }

    @Test("A draft is known by its flag, on every server", arguments: InboxKind.withoutTLS)
    func draft(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let cursors = site.inbox.sweep(from: []).cursors()
        try site.deliver(TestMessages.plain(1), "Archive")
        let file = "\(site.maildirPath("Archive"))/cur/1795700000.M1P1.draft:2,DS"
        try Data(TestMessages.plain(2)).write(to: URL(filePath: file))
        let found = site.inbox.sweep(from: cursors).messages
        #expect(found.count == 2)
        #expect(found.count { $0.isDraft } == 1)
    }

    @Test("A sweep can be resumed from the cursor of any batch", arguments: InboxKind.allCases)
    func resume(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let cursors = site.inbox.sweep(from: []).cursors()
        for number in 1...250 { try site.deliver(TestMessages.plain(number)) }
        let whole = site.inbox.sweep(from: cursors)
        #expect(whole.result == .complete(folders: 4, messages: 250))
        #expect(whole.batches.map(\.messages.count) == [100, 100, 50])
        #expect(whole.batches.map(\.cursor.lastUID) == [100, 200, 250])
        #expect(whole.messages.map(\.uid) == Array(1...250))
        let middle = Sweeping(result: whole.result, batches: [whole.batches[0]])
        let rest = site.inbox.sweep(from: middle.cursors(after: cursors))
        #expect(rest.messages == Array(whole.messages.dropFirst(100)))
    }

    @Test("The first contact reads back to a day", arguments: InboxKind.withoutTLS)
    func readBack(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let now = Int(Date().timeIntervalSince1970)
        let days = 86_400
        for (number, age) in [40, 20, 10, 3].enumerated() {
            try site.deliverAt(TestMessages.plain(number), "INBOX", now - age * days)
        }
        let day = Instant(milliseconds: Int64(now - 14 * days) * 1000)
        let sweeping = site.inbox.sweep(from: [], readBackTo: day)
        #expect(sweeping.result == .complete(folders: 4, messages: 2))
        #expect(sweeping.messages.map(\.bytes) == [TestMessages.plain(2), TestMessages.plain(3)])
        let cursors = sweeping.cursors()
        let inbox = try #require(cursors.first { $0.folder == "INBOX" })
        #expect(inbox.lastUID == 4)
        #expect(inbox.uidNext == 5)
        #expect(inbox.messageCount == 4)
        #expect(site.inbox.sweep(from: cursors).messages.isEmpty)
    }

    /// What makes the cursor of a folder worthless, and how that is told.
    enum Ruin: String, CaseIterable {
        case uidValidity, uidNext, messageCount

        func ruin(_ cursor: inout FolderCursor) {
            switch self {
            case .uidValidity: cursor.uidValidity += 1
            case .uidNext: (cursor.lastUID, cursor.uidNext) = (8, 9)
            case .messageCount: cursor.messageCount = 1
            }
        }

        var failure: SweepFailure {
            switch self {
            case .uidValidity, .uidNext: .uidValidityChanged(folder: "INBOX")
            case .messageCount: .countMismatch(folder: "INBOX", expected: 3, seen: 1)
            }
        }
    }

    @Test(
        "A folder whose UIDs mean something else fails the sweep, and the next one reads by date",
        arguments: InboxKind.withoutTLS, Ruin.allCases)
    func ruined(_ kind: InboxKind, _ ruin: Ruin) throws {
        // A folder without UIDNEXT does not tell that it went back.
        if kind == .courier, ruin == .uidNext { return }
        let site = try kind.makeSite()
        let now = Int(Date().timeIntervalSince1970)
        for (number, age) in [40, 3, 2].enumerated() {
            try site.deliverAt(TestMessages.plain(number), "INBOX", now - age * 86_400)
        }
        var cursors = site.inbox.sweep(from: []).cursors()
        let place = try #require(cursors.firstIndex { $0.folder == "INBOX" })
        ruin.ruin(&cursors[place])
        let day = Instant(milliseconds: Int64(now - 14 * 86_400) * 1000)
        let second = site.inbox.sweep(from: cursors, readBackTo: day)
        #expect(second.result == .failed(ruin.failure))
        #expect(second.messages.isEmpty)
        #expect(second.batches.last?.cursor.lastUID == 1)
        let third = site.inbox.sweep(from: second.cursors(after: cursors), readBackTo: day)
        #expect(third.result == .complete(folders: 4, messages: 2))
        #expect(third.messages.map(\.bytes) == [TestMessages.plain(1), TestMessages.plain(2)])
    }

    @Test("A cursor follows what was deleted", arguments: InboxKind.withoutTLS)
    func cursorFollows(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        for number in 1...3 { try site.deliver(TestMessages.plain(number)) }
        let cursors = site.inbox.sweep(from: []).cursors()
        let root = site.maildirPath("INBOX")
        let part = TextFile.names(in: "\(root)/new").isEmpty ? "cur" : "new"
        let name = try #require(TextFile.names(in: "\(root)/\(part)").last)
        try FileManager.default.removeItem(atPath: "\(root)/\(part)/\(name)")
        let second = site.inbox.sweep(from: cursors)
        #expect(second.result == .complete(folders: 4, messages: 0))
        #expect(second.batches.map(\.cursor.messageCount) == [2])
        #expect(second.batches.map(\.cursor.lastUID) == [3])
        #expect(site.inbox.sweep(from: second.cursors(after: cursors)).batches.isEmpty)
    }

    @Test(
        "Messages that are deleted while the folder is read do no harm",
        arguments: [InboxKind.plainIMAP, .courier, .maildir])
    func deletedMeanwhile(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let cursors = site.inbox.sweep(from: []).cursors()
        // More than what the network may hold while the first batch is recorded.
        let body = String(repeating: "Many words. ", count: 2000)
        for number in 1...350 { try site.deliver(TestMessages.plain(number, body: body)) }
        let root = site.maildirPath("INBOX")
        var (count, isFirst) = (0, true)
        let result = site.inbox.sweep(from: cursors, readBackTo: InboxKind.never) { batch in
            count += batch.messages.count
            guard isFirst else { return }
            isFirst = false
            for part in ["new", "cur"] {
                for name in TextFile.names(in: "\(root)/\(part)") {
                    try FileManager.default.removeItem(atPath: "\(root)/\(part)/\(name)")
                }
            }
        }
        guard case .complete(_, count) = result else {
            Issue.record("\(result) after \(count) messages")
            return
        }
        // Courier sends "message unavailable" in the place of what is gone.
        #expect(count >= 100 && (count < 350 || kind == .courier))
    }

    @Test(
        "A message that is moved comes again with the same bytes", arguments: InboxKind.withoutTLS)
    func moved(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let start = site.inbox.sweep(from: []).cursors()
        try site.deliver(TestMessages.awkward)
        let first = site.inbox.sweep(from: start)
        let root = site.maildirPath("INBOX")
        let part = TextFile.names(in: "\(root)/new").isEmpty ? "cur" : "new"
        let name = try #require(TextFile.names(in: "\(root)/\(part)").first)
        try FileManager.default.moveItem(
            atPath: "\(root)/\(part)/\(name)",
            toPath: "\(site.maildirPath("Archive"))/cur/\(name.prefix { $0 != ":" }):2,S")
        let second = site.inbox.sweep(from: first.cursors(after: start))
        #expect(second.result == .complete(folders: 4, messages: 1))
        #expect(second.messages.map(\.bytes) == first.messages.map(\.bytes))
        #expect(second.messages.map(\.role) == [.archive])
    }

    @Test("What deliver throws ends the sweep; nothing is lost", arguments: InboxKind.allCases)
    func deliverThrows(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let cursors = site.inbox.sweep(from: []).cursors()
        try site.deliver(TestMessages.plain(1))
        guard
            case .failed(.storage) = site.inbox.sweep(
                from: cursors, readBackTo: InboxKind.never,
                deliver: { _ in throw CocoaError(.fileWriteOutOfSpace) })
        else {
            Issue.record("a sweep that could not be recorded did not fail")
            return
        }
        let stopped = site.inbox.sweep(from: cursors, readBackTo: InboxKind.never) { _ in
            throw SweepFailure.cancelled
        }
        #expect(stopped == .failed(.cancelled))
        #expect(site.inbox.sweep(from: cursors).messages.count == 1)
    }

    @Test("A message over the limit comes without its bytes", arguments: InboxKind.allCases)
    func oversize(_ kind: InboxKind) throws {
        let site = try kind.makeSite(messageBytes: 5000)
        let cursors = site.inbox.sweep(from: []).cursors()
        let large = TestMessages.plain(1, body: String(repeating: "x", count: 6000))
        try site.deliver(large)
        try site.deliver(TestMessages.plain(2))
        let sweeping = site.inbox.sweep(from: cursors)
        #expect(sweeping.result == .complete(folders: 4, messages: 2))
        let unread = try #require(sweeping.messages.first { $0.bytes == nil })
        #expect(unread.sizeBytes == large.count)
        #expect(unread.head == Array(large.prefix(1000)))
        #expect(sweeping.messages.compactMap(\.bytes) == [TestMessages.plain(2)])
    }

    @Test("Deleted messages are no reason to fail", arguments: InboxKind.allCases)
    func deleted(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let first = site.inbox.sweep(from: []).cursors()
        for number in 1...5 { try site.deliver(TestMessages.plain(number)) }
        #expect(site.inbox.sweep(from: first).messages.count == 5)
        let root = site.maildirPath("INBOX")
        for part in ["new", "cur"] {
            for name in TextFile.names(in: "\(root)/\(part)").prefix(2) {
                try FileManager.default.removeItem(atPath: "\(root)/\(part)/\(name)")
            }
        }
        let again = site.inbox.sweep(from: first)
        #expect(again.result == .complete(folders: 4, messages: 3))
        #expect(again.cursors(after: first).first { $0.folder == "INBOX" }?.lastUID == 5)
    }
}
