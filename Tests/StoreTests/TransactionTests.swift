import Foundation
import GRDB
import Sequencing
import Support
import Testing

@testable import Store

/// Each named transaction keeps the invariants, whoever calls it and however often.
@Suite(.serialized) struct TransactionTests {
    static let now = StoreFixture.now
    static let end = NextStep.end(.completed)

    @Test("The history can't be changed or deleted, also not from outside")
    func appendOnly() throws {
        let fixture = try StoreFixture()
        _ = try fixture.addLead()
        for sql in ["UPDATE history SET why = 'x'", "DELETE FROM history"] {
            #expect(throws: DatabaseError.self) {
                try fixture.raw().write { try $0.execute(sql: sql) }
            }
        }
    }

    @Test(
        "Rows that no machine writes are refused by the schema",
        arguments: [
            "UPDATE enrollment SET state = 'sending'", "UPDATE enrollment SET state = 'ended'",
            "UPDATE enrollment SET outcome = 'replied'", "UPDATE enrollment SET deliveryID = NULL",
            "UPDATE enrollment SET untilAt = 1", "UPDATE enrollment SET state = 'lost'",
            "UPDATE delivery SET state = 'accepted'", "UPDATE delivery SET state = 'committing'",
            "UPDATE delivery SET state = 'gone'", "UPDATE delivery SET attempt = -1",
            "UPDATE delivery SET enrollmentID = 99", "UPDATE mailbox SET downCause = 'x'",
        ])
    func checks(sql: String) throws {
        let fixture = try StoreFixture()
        _ = try fixture.queued()
        // A delivery that is not on its way: `sending` without it must fail too.
        let prepared = sql.contains("'sending'")
        if prepared { _ = try fixture.enroll(fixture.addLead("nils@customer.example").id) }
        #expect(throws: DatabaseError.self) {
            try fixture.raw().write { try $0.execute(sql: sql) }
        }
    }

    @Test("A lead that is enrolled already is refused by naming what is in the way")
    func oneLiveEnrollment() throws {
        let fixture = try StoreFixture()
        let lead = try fixture.addLead()
        let first = try fixture.enroll(lead.id).get()
        guard case .failure(let refusal) = try fixture.enroll(lead.id) else {
            Issue.record("enrolled twice")
            return
        }
        #expect(refusal.blocking == first.id)
        #expect(refusal.message.contains("\(first.id)"))
        // Paused without a date it lets go; then the first one can't come back.
        _ = try fixture.store.apply(
            .pause(.rep, until: nil), to: first.id, now: Self.now, by: "test", why: "test")
        let second = try fixture.enroll(lead.id).get()
        #expect(throws: StoreError.self) {
            try fixture.store.apply(
                .resume(next: .step(StepIndex(0), dueAt: Self.now)), to: first.id, now: Self.now,
                by: "test", why: "test")
        }
        #expect(try fixture.store.enrollment(first.id).state.name == .paused)
        #expect(try fixture.store.enrollment(second.id).state.name == .waiting)
    }

    @Test("The commit point is durable once, and a second call changes nothing")
    func commitPoint() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        #expect(try fixture.store.claim(delivery.id, now: Self.now) == nil)
        guard
            case .abort = try fixture.store.commitPoint(delivery.id, attempt: 9, now: Self.now)
        else {
            Issue.record("a stale attempt passed")
            return
        }
        for _ in 0..<2 {
            #expect(
                try fixture.store.commitPoint(
                    delivery.id, attempt: claimed.attempt, now: Self.now) == .go)
        }
        let raw = try fixture.raw().read {
            try String.fetchOne($0, sql: "SELECT state FROM delivery")
        }
        #expect(raw == "committing")
        let after = try fixture.store.settle(
            delivery.id, attempt: claimed.attempt, as: .accepted(reply: "250 ok"), next: Self.end,
            now: Self.now)
        #expect(after?.state == .accepted)
        #expect(try fixture.store.enrollment(delivery.enrollment).state == .ended(.completed))
        let handOff = try #require(
            try fixture.store.handOffs(lead: delivery.lead, owners: nil, source: nil).first)
        #expect(handOff.touches.count == 1)
    }

    @Test(
        "What came first aborts at the commit point",
        arguments: [EnrollmentEvent.replied, .stop, .bounced, .pause(.rep, until: nil)])
    func stopEvents(event: EnrollmentEvent) throws {
        let fixture = try StoreFixture()
        let (row, delivery) = try fixture.queued()
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        _ = try fixture.store.apply(event, to: row.id, now: Self.now, by: "test", why: "test")
        guard
            case .abort = try fixture.store.commitPoint(
                delivery.id, attempt: claimed.attempt, now: Self.now)
        else {
            Issue.record("a message left after \(event)")
            return
        }
        #expect(try fixture.store.delivery(delivery.id).state == .withdrawn)
    }

    private func reply(
        _ digest: String, _ delivery: DeliveryRow, _ replyClass: ReplyClass,
        _ effects: [ReplyEffect]
    ) -> MailFinding {
        .reply(
            NewReply(
                folder: "INBOX", uid: 1, digest: digest, messageID: nil,
                from: "mira@customer.example", subject: "Re: Hi",
                reading: ReplyReading(
                    replyClass: replyClass, originalMessageID: nil, text: .init(written: "x"),
                    intent: nil, findings: []),
                bytes: nil, arrivedAt: Self.now,
                match: ReplyMatch(
                    rule: .messageID, lead: delivery.lead, handOff: delivery.handOff,
                    enrollment: delivery.enrollment, delivery: delivery.id, evidence: "test"),
                effects: effects))
    }

    @Test("An opt-out is final: nothing leaves and nobody can enroll the lead again")
    func optOut() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        let cursor = FolderCursor(folder: "INBOX", uidValidity: 1, lastUID: 1)
        let optOut = reply(
            "a", delivery, .optOut(.init(form: .oneWord)),
            [.suppress(key: "mira@customer.example", lead: nil, reason: "an opt-out")])
        for expected in [1, 0] {
            let ids = try fixture.store.record(
                [optOut], cursor: cursor, mailbox: StoreFixture.mailbox, now: Self.now)
            #expect(ids.replies.count == expected)
        }
        guard
            case .abort(let why) = try fixture.store.commitPoint(
                delivery.id, attempt: claimed.attempt, now: Self.now)
        else {
            Issue.record("a message left after an opt-out")
            return
        }
        #expect(why.contains("an opt-out"))
        guard case .failure(let refusal) = try fixture.enroll(delivery.lead) else {
            Issue.record("a suppressed lead was enrolled")
            return
        }
        #expect(refusal.code == .suppressed)
        #expect(try fixture.store.cursors(of: StoreFixture.mailbox) == [cursor])
    }

    @Test("A late bounce takes the touch back, also after the enrollment has ended")
    func lateBounce() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        _ = try fixture.store.commitPoint(delivery.id, attempt: claimed.attempt, now: Self.now)
        _ = try fixture.store.settle(
            delivery.id, attempt: claimed.attempt, as: .accepted(reply: "250"), next: Self.end,
            now: Self.now)
        let bounce = ReplyClass.bounce(
            .init(recipients: [], severity: .hard, status: "5.1.1", diagnostic: "unknown"))
        _ = try fixture.store.record(
            [
                reply(
                    "b", delivery, bounce,
                    [
                        .bounce(delivery.id, isSoft: false, why: "came back"),
                        .move(delivery.enrollment, .bounced, why: "no such user"),
                    ])
            ], cursor: FolderCursor(folder: "INBOX", uidValidity: 1, lastUID: 2),
            mailbox: StoreFixture.mailbox, now: Self.now)
        #expect(try fixture.store.delivery(delivery.id).state == .bounced)
        #expect(try fixture.store.enrollment(delivery.enrollment).state == .ended(.completed))
        let touches = try fixture.store.handOffs(lead: delivery.lead, owners: nil, source: nil)[0]
            .touches
        #expect(touches.count == 1)
        #expect(touches[0].takenBackAt != nil)
    }

    @Test("A start makes provably unsent messages queued again and the others doubtful")
    func recovery() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        #expect(try fixture.store.recover(now: Self.now).map(\.state) == [.queued(attempts: 1)])
        let again = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        #expect(again.attempt == claimed.attempt + 1)
        _ = try fixture.store.commitPoint(delivery.id, attempt: again.attempt, now: Self.now)
        #expect(try fixture.store.recover(now: Self.now).map(\.state) == [.inDoubt])
        #expect(try fixture.store.recover(now: Self.now).isEmpty)
    }

    @Test(
        "What follows is planned again when the enrollment moved while the server had the message")
    func settleAfterMove() throws {
        let fixture = try StoreFixture()
        let (row, delivery) = try fixture.queued()
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        _ = try fixture.store.commitPoint(delivery.id, attempt: claimed.attempt, now: Self.now)
        let known = try fixture.store.enrollment(row.id).revision
        _ = try fixture.store.apply(
            .pause(.rep, until: nil), to: row.id, now: Self.now, by: "dana", why: "she knows more")
        let settle = { (revision: Int) in
            try fixture.store.settle(
                delivery.id, attempt: claimed.attempt, as: .accepted(reply: "250"),
                next: PlannedNext(step: Self.end, revision: revision), retryAt: Self.now,
                now: Self.now)
        }
        #expect(try settle(known) == nil)
        #expect(try fixture.store.delivery(delivery.id).state.name == .committing)
        #expect(try settle(known + 1)?.state == .accepted)
    }

    @Test("A move that need not outlive the machine leaves every other commit synced")
    func orderedCommits() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let file = "\(fixture.folder.path)/thirdtouch.waterline"
        let mark = try String(contentsOfFile: file, encoding: .utf8)
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == mark)
        let level = try fixture.store.pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA synchronous")
        }
        #expect(level == 2, "FULL")
        _ = try fixture.store.commitPoint(delivery.id, attempt: claimed.attempt, now: Self.now)
        #expect(try String(contentsOfFile: file, encoding: .utf8) > mark)
    }

    @Test("A copy is owed until it is kept, and none of a person who is forgotten")
    func owedCopies() throws {
        let fixture = try StoreFixture()
        let store = fixture.store
        let (row, delivery) = try fixture.queued()
        let claimed = try #require(try store.claim(delivery.id, now: Self.now))
        _ = try store.commitPoint(delivery.id, attempt: claimed.attempt, now: Self.now)
        _ = try store.settle(
            delivery.id, attempt: claimed.attempt, as: .accepted(reply: "250"),
            next: PlannedNext(step: Self.end, revision: store.enrollment(row.id).revision),
            retryAt: Self.now, owesCopy: true, now: Self.now)
        let owed = {
            try store.owedCopies(of: StoreFixture.mailbox, now: Self.now, limit: 5)
        }
        #expect(try owed() == [delivery.id])
        _ = try store.forget(EmailAddress("mira@customer.example"), now: Self.now, by: "dana")
        #expect(try owed().isEmpty)
    }

    @Test("Writes that wait share a commit, and one that fails takes nothing with it")
    func groupCommit() async throws {
        let fixture = try StoreFixture()
        let store = fixture.store
        let failures = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        // Every tenth address is the same: all of those but one must fail.
                        let name = number % 10 == 0 ? "same" : "lead\(number)"
                        let email = try EmailAddress("\(name)@customer.example")
                        _ = try await store.inBackground {
                            try $0.add(NewLead(email: email), now: Self.now, by: "test")
                        }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 19)
        #expect(try store.counts().leads == 181)
    }
}
