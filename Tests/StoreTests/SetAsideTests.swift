import Foundation
import Sequencing
import Support
import Testing

@testable import Store

/// Messages that can't be recorded, and the room there is for them.
struct SetAsideTests {
    static let now = StoreFixture.now

    private func reply(_ digest: String, uid: UInt32, _ delivery: DeliveryRow) -> NewReply {
        NewReply(
            folder: "INBOX", uid: uid, digest: digest, messageID: "\(digest)@customer.example",
            from: "mira@customer.example", subject: "Re: Hi",
            reading: ReplyReading(
                replyClass: .person, originalMessageID: nil, text: .init(written: digest),
                intent: nil, findings: []), bytes: Array(digest.utf8), arrivedAt: Self.now,
            match: ReplyMatch(
                rule: .messageID, lead: delivery.lead, handOff: delivery.handOff,
                enrollment: delivery.enrollment, delivery: delivery.id, evidence: "test"),
            effects: [])
    }

    @Test("One message that can't be recorded does not keep the others of its batch back")
    func batch() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        var bad = reply("bad", uid: 2, delivery)
        bad.effects = [.bounce(DeliveryID(999), isSoft: false, why: "there is no such delivery")]
        let cursor = FolderCursor(
            folder: "INBOX", uidValidity: 7, lastUID: 3, uidNext: 4, messageCount: 3)
        let ids = try fixture.store.record(
            [
                .reply(reply("a", uid: 1, delivery)), .reply(bad),
                .reply(reply("c", uid: 3, delivery)),
            ], cursor: cursor,
            mailbox: StoreFixture.mailbox, now: Self.now)
        #expect(ids.replies.count == 2)
        #expect(try fixture.store.cursors(of: StoreFixture.mailbox) == [cursor])
        let rows = try fixture.store.setAside(now: Self.now)
        #expect(rows.map(\.uid) == [2])
        #expect(rows.first?.cause.contains("there is no delivery") == true)
        #expect(rows.first?.file == "dana@sender.example-INBOX-7-2.eml")
        #expect(try fixture.store.replies(kind: nil, lead: nil, rep: nil, limit: 10).count == 2)
    }

    @Test("A message with other bytes is the same one when all that people see of it is")
    func sameMessage() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let first = reply("a", uid: 1, delivery)
        var moved = first
        (moved.digest, moved.uid, moved.folder) = ("other bytes", 9, "Archive")
        var another = moved
        (another.digest, another.reading.text.written) = ("more bytes", "A second thought")
        let counts = try [first, moved, another].map { reply in
            try fixture.store.record(
                [.reply(reply)],
                cursor: FolderCursor(folder: reply.folder, uidValidity: 1, lastUID: reply.uid),
                mailbox: StoreFixture.mailbox, now: Self.now
            ).replies.count
        }
        #expect(counts == [1, 0, 1])
    }

    @Test("The shelf takes files up to a number and a size; deleting makes room")
    func room() throws {
        let folder = try TemporaryFolder(named: "shelf")
        let shelf = Shelf(stateFolder: folder.path, mostFiles: 3, mostBytes: 10)
        #expect(shelf.names.isEmpty)
        #expect(try shelf.put([1, 2, 3, 4], named: "a") == "a")
        #expect(try shelf.put([1, 2, 3, 4, 5, 6, 7], named: "b") == nil)
        #expect(try shelf.put([1, 2, 3, 4, 5, 6], named: "b") == "b")
        #expect(try shelf.put([], named: "c") == "c")
        #expect(try shelf.put([], named: "d") == nil)
        #expect(try shelf.put([9], named: "b") == "b")
        try FileManager.default.removeItem(atPath: folder.path("set-aside/a"))
        #expect(try shelf.put([], named: "d") == "d")
        #expect(shelf.names.sorted() == ["b", "c", "d"])
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.path("set-aside"))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("A full shelf is told, and the rest is recorded")
    func full() throws {
        let fixture = try StoreFixture()
        for number in 0..<Shelf.mostFiles {
            try fixture.folder.makeFolder("set-aside")
            try fixture.folder.write("", to: "set-aside/\(number)")
        }
        let message = SweptMessage(
            folder: "Kunden/../../etc", role: .inbox, uid: 5, arrivedAt: nil, bytes: [1],
            sizeBytes: 1)
        _ = try fixture.store.record(
            [], setAside: [SetAsideMessage(message, cause: "empty")],
            cursor: FolderCursor(folder: "INBOX", uidValidity: 1, lastUID: 5),
            mailbox: StoreFixture.mailbox, now: Self.now)
        #expect(try fixture.store.setAside(now: Self.now).map(\.file) == [nil])
        #expect(try fixture.store.setAside(now: Self.now + .days(31)).isEmpty)
        try FileManager.default.removeItem(atPath: fixture.folder.path("set-aside/7"))
        _ = try fixture.store.record(
            [], setAside: [SetAsideMessage(message, cause: "empty")],
            cursor: FolderCursor(folder: "INBOX", uidValidity: 1, lastUID: 5),
            mailbox: StoreFixture.mailbox, now: Self.now)
        #expect(
            try fixture.store.setAside(now: Self.now).map(\.file)
                == ["dana@sender.example-Kunden_.._.._etc-1-5.eml"])
    }
}
