import Engine
import Sequencing
import Simulation
import Store
import Testing

/// What is learned later changes no report of before (docs/decisions/0029).
struct AsOfLearntScenarios {
    /// The report now is the one that is given of this moment after `learn`, which must change today's.
    private func isKept(_ stage: Stage, through learn: () throws -> Void) throws {
        let (at, words) = (stage.time.now(), try stage.words())
        stage.run(.seconds(1))
        try learn()
        stage.run(.days(1))
        #expect(try stage.words(asOf: at) == words)
        #expect(try stage.words() != words)
    }

    @Test(
        "That a message in doubt had left",
        arguments: [DeliveryEvent.Settlement.sent, .drop])
    func doubt(_ settlement: DeliveryEvent.Settlement) throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.hangsUp)
        try stage.enroll()
        stage.run(.hours(1))
        try isKept(stage) {
            _ = try stage.engine.settle(DeliveryID(1), as: settlement, by: "dana")
        }
    }

    @Test("An answer that lay in a mailbox that could not be read")
    func answer() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        stage.run(.hours(1))
        stage.inbox.fail(.connection(cause: "no network"))
        stage.run(.minutes(10))
        try stage.answer(stage.dots[0])
        stage.run(.hours(1))
        try isKept(stage) { stage.inbox.fail(nil) }
    }

    @Test("A letter by hand that is found in Sent later")
    func handwritten() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        stage.run(.hours(1))
        stage.inbox.fail(.connection(cause: "no network"))
        stage.run(.minutes(10))
        let letter = [
            "From: Dana <\(Stage.mailbox)>", "To: Mira <mira@north.example>", "Subject: Hello",
            "Date: \(Stage.date(stage.time.now()))", "Message-ID: <hand@sender.example>", "",
            "Just a word.",
        ]
        stage.post(Array(letter.joined(separator: "\r\n").utf8), in: .sent)
        stage.run(.hours(1))
        try isKept(stage) { stage.inbox.fail(nil) }
        #expect(try stage.effort().touches >= 2)
    }

    @Test("What the server says to a message that waited then")
    func reply() throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.putsOff)
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "test", by: "dana")
        try stage.enroll()
        stage.run(.hours(1))
        try isKept(stage) { _ = try stage.engine.resume(mailbox: Stage.mailbox, by: "dana") }
    }

    @Test("That the address which bounced was a wrong one")
    func address() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll("mira@north.example")
        stage.run(.hours(1))
        try stage.hardBounce(stage.dots[0])
        stage.run(.hours(1))
        try isKept(stage) {
            var lead = try stage.store.lead(LeadID(1))
            lead.email = EmailAddress(known: "mira@new.example")
            try stage.engine.edit(lead, why: "a typing mistake", by: "dana")
        }
    }

    @Test("That it is hot since it was handed over again")
    func hot() throws {
        let stage = try Stage(Plans.twoMails)
        let lead = try stage.add("mira@north.example")
        stage.run(.hours(1))
        let id = try #require(try stage.store.lastHandOff(of: lead.id)).id
        try stage.engine.dispose(id, as: .unableToReach, wakeAt: nil, why: nil, by: "dana")
        stage.run(.hours(1))
        try isKept(stage) {
            let again = try stage.engine.handOver(
                lead.id, source: "form", owner: nil, isHot: true, by: "marketing")
            #expect(again == id)
        }
        let rows = { (asOf: Instant?) in
            try stage.engine.touchGapReport(asOf: asOf).lines.map(\.row)
        }
        #expect(try rows(nil).map(\.isHot) == [true])
        #expect(try rows(Stage.start + .hours(2)).map(\.isHot) == [false])
    }

    @Test("That enrolling was refused")
    func refusal() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        stage.run(.hours(1))
        let (at, words) = (stage.time.now(), try stage.words())
        stage.run(.seconds(1))
        guard case .failure = try stage.enroll(stage.store.lead(LeadID(1))) else {
            Issue.record("it was enrolled twice")
            return
        }
        #expect(try stage.words(asOf: at) == words)
        let facts = try stage.engine.touchGapReport(asOf: at).lines[0].facts
        #expect(facts.refusal == nil)
        #expect(try stage.engine.touchGapReport().lines[0].facts.refusal != nil)
    }
}
