import Engine
import Foundation
import Sequencing
import Simulation
import Store
import Support
import Testing

/// Messages that can't be read: kept as files, told of, and no reason to leave the rest unread.
struct SetAsideScenarios {
    /// A message that quotes ours and has more parts than we take.
    private static func poison(answering original: LeadMail.Original) -> [UInt8] {
        let part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
        return Array(
            ("From: Mira <mira@north.example>\r\nSubject: Re: Hello\r\n"
                + "In-Reply-To: <\(original.messageID)>\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + String(repeating: part, count: 300) + "--b--\r\n").utf8)
    }

    @Test("A message beyond our limits is kept as a file, stops its sequence, and the next is read")
    func poison() throws {
        let stage = try Stage(Plans.twoMails)
        let first = try stage.enroll("mira@north.example")
        let second = try stage.enroll("kim@south.example")
        stage.run(.hours(1))
        let dots = stage.dots.sorted { $0.recipient < $1.recipient }
        let bytes = Self.poison(answering: try stage.original(dots[1]))
        stage.inbox.post(bytes)
        try stage.answer(dots[0])
        stage.run(.days(2))
        #expect(try stage.state(first) == .ended(.replied))
        #expect(try stage.state(second) == .ended(.replied))
        #expect(stage.dots.count == 2)
        let rows = try stage.store.setAside(mailbox: Stage.mailbox, now: stage.time.now())
        #expect(rows.map(\.cause) == ["tooManyParts(limit: 200)"])
        #expect(rows.map(\.uid) == [1])
        let file = try #require(rows.first?.file)
        #expect(file == "dana@sender.example-INBOX-1-1.eml")
        let path = stage.folder.path("set-aside/\(file)")
        #expect(FileManager.default.contents(atPath: path) == Data(bytes))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try stage.broken().isEmpty)

        // Whoever has dealt with it deletes the file.
        try FileManager.default.removeItem(atPath: path)
        #expect(try stage.store.setAside(now: stage.time.now()).isEmpty)
    }

    @Test("Of a message that is too large the beginning is kept, and tells whose sequence stops")
    func tooLarge() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll("mira@north.example")
        stage.run(.hours(1))
        // A new thread: the sender's address is all there is.
        let head = Array(
            "From: mira@north.example\r\nSubject: Our plans\r\n\r\nSee the attached film.".utf8)
        stage.inbox.post(beginning: head)
        stage.run(.days(2))
        #expect(try stage.state(id) == .ended(.replied))
        let reply = try #require(
            try stage.store.replies(kind: nil, lead: nil, rep: nil, limit: 10).first)
        #expect(reply.replyClass == .unreadable(cause: "too large: 31457280 bytes"))
        #expect(reply.subject == "Our plans")
        let rows = try stage.store.setAside(now: stage.time.now())
        #expect(rows.map(\.sizeBytes) == [30 << 20])
        let file = try #require(rows.first?.file)
        #expect(
            FileManager.default.contents(atPath: stage.folder.path("set-aside/\(file)"))
                == Data(head))
        // The fence is open: the mailbox was read to its end.
        #expect(try stage.store.mailboxes()[0].fenceCause == nil)
    }
}
