import Foundation
import MailTransport
import Sequencing
import Support
import Testing

/// What every transport in promises, whatever lies behind it.
struct InboxConformanceTests {
    @Test(
        "The first contact reads nothing and brings a cursor for every folder",
        arguments: InboxKind.allCases)
    func baseline(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        try site.deliver(TestMessages.plain(1))
        try site.deliver(TestMessages.plain(2))
        let sweeping = site.inbox.sweep(from: [])
        #expect(sweeping.result == .complete(folders: 4, messages: 0))
        #expect(sweeping.messages.isEmpty)
        let cursors = sweeping.cursors()
        #expect(Set(cursors.map(\.folder)) == ["INBOX", "Junk", "Archive", "Sent"])
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
        let cursors = site.inbox.sweep(from: []).cursors()
        let roles: [String: FolderRole] = [
            "INBOX": .inbox, "Junk": .junk, "Archive": .archive, "Sent": .sent,
        ]
        for (number, folder) in roles.keys.enumerated() {
            try site.deliver(TestMessages.plain(number), folder)
        }
        let found = site.inbox.sweep(from: cursors).messages
        #expect(found.count == 4)
        #expect(found.allSatisfy { roles[$0.folder] == $0.role })
        #expect(Set(found.map(\.folder)) == Set(roles.keys))
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

    @Test(
        "A changed UIDVALIDITY fails the sweep, and the next one reads all",
        arguments: InboxKind.allCases)
    func changedValidity(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        try site.deliver(TestMessages.plain(1))
        var cursors = site.inbox.sweep(from: []).cursors()
        let place = try #require(cursors.firstIndex { $0.folder == "INBOX" })
        cursors[place].uidValidity += 1
        let second = site.inbox.sweep(from: cursors)
        #expect(second.result == .failed(.uidValidityChanged(folder: "INBOX")))
        #expect(second.messages.isEmpty)
        #expect(second.batches.last?.cursor.lastUID == 0)
        let third = site.inbox.sweep(from: second.cursors(after: cursors))
        #expect(third.result == .complete(folders: 4, messages: 1))
        #expect(third.messages.map(\.bytes) == [TestMessages.plain(1)])
    }

    @Test("What deliver throws ends the sweep; nothing is lost", arguments: InboxKind.allCases)
    func deliverThrows(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let cursors = site.inbox.sweep(from: []).cursors()
        try site.deliver(TestMessages.plain(1))
        guard
            case .failed(.storage) = site.inbox.sweep(
                from: cursors, deliver: { _ in throw CocoaError(.fileWriteOutOfSpace) })
        else {
            Issue.record("a sweep that could not be recorded did not fail")
            return
        }
        let stopped = site.inbox.sweep(from: cursors) { _ in throw SweepFailure.cancelled }
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
