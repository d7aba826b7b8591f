import Foundation
import MailTransport
import Sequencing
import Support
import Testing

@testable import MailTransport

/// What only a Maildir can get wrong.
struct MaildirTests {
    @Test("A message keeps its UID when it is read, flagged and moved to cur")
    func flagsDoNotMatter() throws {
        let folder = try TemporaryFolder(named: "maildir")
        let maildir = try TestMaildir(path: folder.path("Maildir"))
        let inbox = MaildirInbox(path: maildir.path, logger: TestMessages.logger)
        let cursors = inbox.sweep(from: []).cursors()
        let name = try maildir.deliver(TestMessages.plain(1))
        let second = inbox.sweep(from: cursors)
        #expect(second.messages.map(\.uid) == [1])
        try FileManager.default.moveItem(
            atPath: "\(maildir.path)/new/\(name)", toPath: "\(maildir.path)/cur/\(name):2,RS")
        #expect(inbox.sweep(from: second.cursors(after: cursors)).messages.isEmpty)
        #expect(inbox.sweep(from: cursors).messages == second.messages)
    }

    @Test("Another inbox on the same Maildir goes on with the same UIDs")
    func restart() throws {
        let folder = try TemporaryFolder(named: "maildir")
        let maildir = try TestMaildir(path: folder.path("Maildir"))
        for number in 1...3 { try maildir.deliver(TestMessages.plain(number)) }
        let cursors = MaildirInbox(path: maildir.path, logger: TestMessages.logger)
            .sweep(from: []).cursors()
        try maildir.deliver(TestMessages.plain(4))
        let found = MaildirInbox(path: maildir.path, logger: TestMessages.logger)
            .sweep(from: cursors).messages
        #expect(found.map(\.uid) == [4])
        #expect(found.map(\.bytes) == [TestMessages.plain(4)])
    }

    @Test("A UID is never given twice, even if the newest message was deleted")
    func noReuse() throws {
        let folder = try TemporaryFolder(named: "maildir")
        let maildir = try TestMaildir(path: folder.path("Maildir"))
        let inbox = MaildirInbox(path: maildir.path, logger: TestMessages.logger)
        let name = try maildir.deliver(TestMessages.plain(1))
        let cursors = inbox.sweep(from: []).cursors()
        try FileManager.default.removeItem(atPath: "\(maildir.path)/new/\(name)")
        #expect(inbox.sweep(from: cursors).messages.isEmpty)
        try maildir.deliver(TestMessages.plain(2))
        #expect(inbox.sweep(from: cursors).messages.map(\.uid) == [2])
    }

    @Test(
        "A lost or damaged list of UIDs is a rebuilt folder",
        arguments: [
            "", "thirdtouch-uids 1 5", "thirdtouch-uids 1 5 2\n2 a\n", "x\n",
            "thirdtouch-uids 1 5 3\n1 a",
        ])
    func damagedList(_ text: String) throws {
        #expect(MaildirUIDList(parsing: text) == nil)
        let folder = try TemporaryFolder(named: "maildir")
        let maildir = try TestMaildir(path: folder.path("Maildir"))
        let inbox = MaildirInbox(path: maildir.path, logger: TestMessages.logger)
        try maildir.deliver(TestMessages.plain(1))
        let cursors = inbox.sweep(from: []).cursors()
        try folder.write(text, to: "Maildir/thirdtouch-uids")
        let changed = inbox.sweep(from: cursors, readBackTo: InboxKind.longAgo)
        #expect(changed.result == .failed(.uidValidityChanged(folder: "INBOX")))
        let again = inbox.sweep(
            from: changed.cursors(after: cursors), readBackTo: InboxKind.longAgo)
        #expect(again.result == .complete(folders: 1, messages: 1))
    }

    @Test("The list of UIDs reads what it writes")
    func listRoundTrip() {
        var list = MaildirUIDList(uidValidity: 77)
        let changes = [["1.a", "2.b c"], ["1.a", "2.b c"], ["2.b c", "3.d"]].map {
            list.update(present: $0)
        }
        #expect(changes == [true, false, true])
        #expect(list.names == [2: "2.b c", 3: "3.d"])
        #expect(list.uidNext == 4)
        #expect(MaildirUIDList(parsing: list.text) == list)
    }

    @Test(
        "An outgoing message is not in new before the commit point"
    )
    func submitterStages() throws {
        let folder = try TemporaryFolder(named: "maildir")
        let path = folder.path("Out")
        let submitter = MaildirSubmitter(path: path, logger: TestMessages.logger)
        var stages: [[Int]] = []
        let verdict = submitter.submit(try TestMessages.outgoing()) {
            stages.append(["tmp", "new"].map { TextFile.names(in: "\(path)/\($0)").count })
            return true
        }
        #expect(stages == [[1, 0]])
        guard case .accepted(let name) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(TextFile.names(in: "\(path)/new") == [name])
        #expect(TextFile.names(in: "\(path)/tmp").isEmpty)
        #expect(!name.contains(":") && !name.contains("/"))
    }

    @Test("An abort leaves no file anywhere")
    func abortLeavesNothing() throws {
        let folder = try TemporaryFolder(named: "maildir")
        let submitter = MaildirSubmitter(path: folder.path("Out"), logger: TestMessages.logger)
        #expect(
            submitter.submit(try TestMessages.outgoing()) { false }
                == .unsent(.abortedAtCommitPoint))
        for part in ["tmp", "new", "cur"] {
            #expect(TextFile.names(in: folder.path("Out/\(part)")).isEmpty)
        }
    }

    @Test("A failure before the commit point is unsent, one after it in doubt")
    func failures() throws {
        let folder = try TemporaryFolder(named: "maildir")
        try folder.write("a file, not a folder", to: "Out")
        var asked = 0
        let blocked = MaildirSubmitter(path: folder.path("Out"), logger: TestMessages.logger)
            .submit(try TestMessages.outgoing()) {
                asked += 1
                return true
            }
        #expect(blocked.kind == .connection, "\(blocked)")
        #expect(asked == 0)
        let path = folder.path("Vanishing")
        let vanished = MaildirSubmitter(path: path, logger: TestMessages.logger)
            .submit(try TestMessages.outgoing()) {
                rmdir("\(path)/new") == 0
            }
        #expect(vanished.kind == .inDoubt, "\(vanished)")
    }

    @Test("A Maildir that can't be listed fails the sweep")
    func unreadable() throws {
        let folder = try TemporaryFolder(named: "maildir")
        try folder.write("a file, not a folder", to: "In")
        let inbox = MaildirInbox(path: folder.path("In"), logger: TestMessages.logger)
        guard case .failed(.storage) = inbox.sweep(from: []).result else {
            Issue.record("a sweep of no Maildir did not fail")
            return
        }
        guard case .failed(.storage) = inbox.waitForNews(timeout: .seconds(5)) else {
            Issue.record("a wait on no Maildir did not fail")
            return
        }
    }
}
