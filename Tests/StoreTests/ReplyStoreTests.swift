import GRDB
import Sequencing
import Store
import Testing

/// Replies, mails written by hand and corrections, each one transaction.
@Suite(.serialized) struct ReplyStoreTests {
    static let now = StoreFixture.now
    static let cursor = FolderCursor(folder: "INBOX", uidValidity: 1, lastUID: 1)

    private func sent() throws -> (StoreFixture, DeliveryRow) {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        _ = try fixture.store.commitPoint(delivery.id, attempt: claimed.attempt, now: Self.now)
        return (
            fixture,
            try #require(
                try fixture.store.settle(
                    delivery.id, attempt: claimed.attempt, as: .accepted(reply: "250"),
                    next: .end(.completed), now: Self.now))
        )
    }

    private func record(
        _ fixture: StoreFixture, _ delivery: DeliveryRow, as replyClass: ReplyClass,
        effects: [ReplyEffect] = []
    ) throws -> ReplyID {
        let reading = ReplyReading(
            replyClass: replyClass, originalMessageID: delivery.messageID,
            text: .init(
                written: "Ask Petra.", quote: "> Hi", signature: "Mira", disclaimer: "Secret."),
            intent: .init(
                kind: .referral, referredTo: "petra@customer.example", evidence: "ask Petra"),
            findings: [
                RuleFinding(rule: "bounce", fits: false, evidence: nil),
                RuleFinding(rule: "person", fits: true, evidence: "no rule fits"),
                RuleFinding(rule: "intent", fits: true, evidence: "ask Petra"),
            ])
        let reply = NewReply(
            folder: "INBOX", uid: 1, digest: "d", messageID: "m@customer.example",
            from: "mira@customer.example", subject: "Re: Hi", reading: reading, bytes: [1, 2],
            arrivedAt: Self.now,
            match: ReplyMatch(
                rule: .messageID, lead: delivery.lead, handOff: delivery.handOff,
                enrollment: delivery.enrollment, delivery: delivery.id, evidence: "it quotes"),
            effects: effects)
        let recorded = try fixture.store.record(
            [.reply(reply)], cursor: Self.cursor, mailbox: StoreFixture.mailbox, now: Self.now)
        return try #require(recorded.replies.first)
    }

    @Test("What left of an enrollment tells when it had begun, and so does a clock that was ahead")
    func hasBegun() throws {
        let fixture = try StoreFixture()
        let (row, delivery) = try fixture.queued()
        let (before, later) = (StoreFixture.now - .hours(1), StoreFixture.now + .hours(1))
        #expect(try fixture.store.hasBegun(row, after: before, now: later))
        #expect(try !fixture.store.hasBegun(row, after: later, now: later))
        #expect(try !fixture.store.hasBegun(row, after: before, now: before))
        // The clock is set back while the message is on its way.
        let claimed = try #require(try fixture.store.claim(delivery.id, now: StoreFixture.now))
        _ = try fixture.store.commitPoint(claimed.id, attempt: claimed.attempt, now: before)
        #expect(try fixture.store.delivery(claimed.id).committedAt == before)
        #expect(try !fixture.store.hasBegun(row, after: before, now: later))
    }

    @Test("A reading is kept whole, and found again by its intent")
    func reading() throws {
        let (fixture, delivery) = try sent()
        let id = try record(fixture, delivery, as: .person)
        let row = try fixture.store.reply(id)
        #expect(
            row.text
                == .init(
                    written: "Ask Petra.", quote: "> Hi", signature: "Mira", disclaimer: "Secret."))
        #expect(row.intent?.referredTo == "petra@customer.example")
        #expect(row.originalMessageID == delivery.messageID)
        #expect(row.findings.count == 3)
        #expect(row.decidedBy?.rule == "person")
        #expect(row.matchRule == .messageID)
        #expect(row.correction == nil)
        for (intent, count) in [("referral", 1), ("question", 0)] {
            #expect(
                try fixture.store.replies(
                    kind: nil, intent: intent, lead: nil, rep: nil, limit: 9
                ).count == count)
        }
    }

    @Test("A correction thought out on an older word is refused, and nothing of it is done")
    func stale() throws {
        let (fixture, delivery) = try sent()
        let id = try record(fixture, delivery, as: .person)
        let correction = ReplyCorrection(
            reply: id, before: .dispositionNotice, after: .complaint, why: nil, resumes: [],
            effects: [.suppress(key: "mira@customer.example", lead: nil, reason: "x")])
        #expect(throws: StoreError.self) {
            try fixture.store.correct(correction, now: Self.now, by: "dana")
        }
        #expect(try fixture.store.reply(id).correction == nil)
        #expect(
            try fixture.store.suppressionReason(of: EmailAddress("mira@customer.example")) == nil)
    }

    @Test("A bounce taken back gives back the very touch, also of a message that was in doubt")
    func givenBack() throws {
        let (fixture, delivery) = try sent()
        let bounce = ReplyClass.bounce(
            .init(recipients: [], severity: .soft, status: "4.2.2", diagnostic: "full"))
        let id = try record(
            fixture, delivery, as: bounce,
            effects: [.bounce(delivery.id, isSoft: true, why: "came back")])
        #expect(try fixture.store.delivery(delivery.id).state == .bounced)
        let lines = try fixture.store.correct(
            ReplyCorrection(
                reply: id, before: bounce, after: .dispositionNotice, why: "arrived", resumes: [],
                effects: []), now: Self.now, by: "dana")
        #expect(lines.map(\.event) == ["classified", "delivery"])
        #expect(lines.allSatisfy { $0.actor == "dana" && $0.reply == id })
        #expect(try fixture.store.delivery(delivery.id).state == .accepted)
        let touches = try fixture.store.handOffs(lead: delivery.lead, owners: nil, source: nil)[0]
            .touches
        #expect(touches.map(\.takenBackAt) == [nil])
    }

    @Test("A mail by hand is recorded once for each mailbox, with a touch for each lead")
    func handwritten() throws {
        let fixture = try StoreFixture()
        let leads = try ["mira@customer.example", "kim@customer.example"].map {
            try fixture.addLead($0).id
        }
        for (folder, digest) in [("Sent", "a"), ("All", "b")] {
            let mail = NewHandwritten(
                folder: folder, digest: digest, messageID: "h@sender.example", subject: "Lunch",
                sentAt: Self.now, leads: leads, postponements: [])
            let recorded = try fixture.store.record(
                [.handwritten(mail)], cursor: Self.cursor, mailbox: StoreFixture.mailbox,
                now: Self.now)
            #expect(recorded.handwritten.count == (folder == "Sent" ? 1 : 0))
        }
        for lead in leads {
            let handOff = try fixture.store.handOffs(lead: lead, owners: nil, source: nil)[0]
            #expect(handOff.touches.map(\.isHuman) == [true])
        }
    }

    @Test(
        "A touch has one origin, and a correction its author",
        arguments: [
            "UPDATE touch SET taskID = 1", "UPDATE touch SET deliveryID = NULL",
            "UPDATE touch SET takenBackByID = 1", "UPDATE reply SET readClass = 'x'",
            "UPDATE reply SET correctedBy = 'x'", "UPDATE reply SET intent = NULL",
        ])
    func checks(sql: String) throws {
        let (fixture, delivery) = try sent()
        _ = try record(fixture, delivery, as: .person)
        #expect(throws: DatabaseError.self) {
            try fixture.raw().write { try $0.execute(sql: sql) }
        }
    }
}
