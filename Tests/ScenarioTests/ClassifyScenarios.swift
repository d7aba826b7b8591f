import Engine
import Sequencing
import Simulation
import Store
import Testing

/// A person's word against the rules': what the message did is taken back as far as that is safe, and what it
/// should have done is done.
struct ClassifyScenarios {
    private func stage(
        _ headers: String..., text: String = "Hello.", when: String? = nil
    ) throws -> (Stage, EnrollmentID, ReplyID) {
        let stage = try Stage(Plans.twoMails, when: when)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let original = try stage.original(stage.dots[0])
        let lines =
            ["From: <mira@north.example>", "In-Reply-To: <\(original.messageID)>"] + headers + [
                "Date: \(Stage.date(stage.time.now()))", "Message-ID: <m1@north.example>",
                "Content-Type: text/plain; charset=utf-8", "", text,
            ]
        stage.post(Array(lines.joined(separator: "\r\n").utf8))
        stage.run(.minutes(1))
        return (stage, id, try #require(try stage.replies().first).id)
    }

    private static let machine = "Auto-Submitted: auto-replied"
    private static let away = "I am out of the office and will be back on 2026-03-20."

    @discardableResult
    private func classify(
        _ stage: Stage, _ id: ReplyID, as kind: ReplyKind, backOn: LocalDate? = nil,
        why: String? = nil
    ) throws -> Engine.Classification {
        let done = try stage.engine.classify(id, as: kind, backOn: backOn, why: why, by: "dana")
        stage.run(.minutes(1))
        return done
    }

    @Test(
        "An out-of-office notice that was a person: ended as replied, an answer owed, colleagues rest"
    )
    func person() throws {
        let (stage, id, reply) = try stage(
            Self.machine, text: Self.away, when: "colleague-replies: pause 2 business days")
        stage.run(.hours(1))
        let other = try stage.enroll("kim@north.example")
        stage.run(.hours(1))
        #expect(try stage.state(id).name == .paused)
        let done = try classify(stage, reply, as: .person, why: "she wrote it herself")
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.openTasks().map(\.script.firstLine) == ["Answer the lead."])
        // Enrolled after the answer had come: not the colleague that it was about.
        #expect(try stage.state(other).name == .waiting)
        #expect(done.changes.map(\.event).contains("classified"))
        #expect(done.changes.allSatisfy { $0.actor == "dana" })
        #expect(done.ended.isEmpty)
        let row = try stage.store.reply(reply)
        #expect(ReplyKind(row.replyClass) == .person)
        #expect(row.correction?.by == "dana")
        #expect(row.correction?.why == "she wrote it herself")
        #expect(row.correction.map { ReplyKind($0.readClass) } == .outOfOffice)
        stage.run(.days(9))
        #expect(stage.dots.filter { $0.recipient == "mira@north.example" }.count == 1)
        #expect(try stage.broken().isEmpty)
    }

    @Test("Twice is once")
    func idempotent() throws {
        let (stage, _, reply) = try stage(Self.machine, text: Self.away)
        try classify(stage, reply, as: .person)
        let lines = try stage.story().count
        let again = try classify(stage, reply, as: .person)
        #expect(again.changes.isEmpty)
        #expect(try stage.story().count == lines)
        #expect(try stage.openTasks().count == 1)
    }

    @Test("A person who was a machine: nothing is owed, and the ended enrollment is named")
    func machine() throws {
        let (stage, id, reply) = try stage()
        #expect(try stage.state(id) == .ended(.replied))
        let done = try classify(stage, reply, as: .autoReply)
        #expect(try stage.openTasks().isEmpty)
        #expect(try stage.state(id) == .ended(.replied))
        #expect(done.ended.map(\.id) == [id])
        let gap = try stage.engine.touchGapReport(asOf: stage.time.now() + .days(9)).lines[0]
        #expect(gap.assessment.class != .ourTurn)
        let lead = try stage.store.lead(LeadID(1))
        #expect(try stage.enroll(lead).get().state.name == .waiting)
    }

    @Test("An absence that was only an acknowledgement: the sequence goes on as planned")
    func acknowledgement() throws {
        let (stage, id, reply) = try stage(Self.machine, text: Self.away)
        try classify(stage, reply, as: .autoReply)
        #expect(try stage.state(id).name != .paused)
        stage.run(.days(1))
        #expect(stage.dots.count == 2)
    }

    @Test("A pause that somebody else has made since stays")
    func otherPause() throws {
        let (stage, id, reply) = try stage(Self.machine, text: Self.away)
        _ = try stage.engine.pause(id, until: nil, why: "my own reason", by: "dana")
        try classify(stage, reply, as: .autoReply)
        #expect(
            try stage.state(id) == .paused(step: StepIndex(1), cause: .rep, until: nil))
    }

    @Test("Another day of return moves the pause")
    func otherDay() throws {
        let (stage, id, reply) = try stage(Self.machine, text: Self.away)
        try classify(
            stage, reply, as: .outOfOffice, backOn: LocalDate(year: 2026, month: 3, day: 25))
        guard case .paused(_, .outOfOffice, .some(let until)) = try stage.state(id) else {
            Issue.record("\(try stage.state(id))")
            return
        }
        #expect(until > Stage.at(day: 25, hour: 9))
        #expect(until < Stage.at(day: 27, hour: 10))
    }

    @Test("A bounce that was none gives the touch back")
    func bounce() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        try stage.hardBounce(stage.dots[0])
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 0)
        let reply = try #require(try stage.replies().first).id
        let done = try classify(stage, reply, as: .autoReply)
        #expect(try stage.effort().touches == 1)
        #expect(try stage.deliveries().map(\.state) == [.accepted])
        #expect(done.ended.map(\.id) == [id])
        #expect(try stage.broken().isEmpty)
        // And back: it was one after all.
        try classify(stage, reply, as: .bounce)
        #expect(try stage.effort().touches == 0)
    }

    @Test("A message that was a bounce ends the enrollment and takes the touch back")
    func toBounce() throws {
        let (stage, id, reply) = try stage(Self.machine, text: "This mailbox is closed.")
        try classify(stage, reply, as: .bounce, why: "the mailbox is closed")
        #expect(try stage.state(id) == .ended(.bounced))
        #expect(try stage.effort().touches == 0)
    }

    @Test("A person who wants no more mail: suppressed, by the rep's word")
    func optOut() throws {
        let (stage, id, reply) = try stage(text: "We would rather not.")
        try classify(stage, reply, as: .optOut)
        #expect(try stage.state(id).name == .ended)
        let lead = try stage.store.lead(LeadID(1))
        #expect(try stage.store.suppressionReason(of: lead.email) != nil)
        #expect(try stage.openTasks().isEmpty)
    }

    @Test("An opt-out stays one, whatever a person says")
    func finalOptOut() throws {
        let (stage, _, reply) = try stage(text: "unsubscribe")
        #expect(throws: StoreError.self) { try classify(stage, reply, as: .person) }
        let lead = try stage.store.lead(LeadID(1))
        #expect(try stage.store.suppressionReason(of: lead.email) != nil)
    }

    @Test(
        "What only a machine's report can be is refused",
        arguments: [ReplyKind.complaint, .challenge, .unreadable])
    func machineWords(kind: ReplyKind) throws {
        let (stage, id, reply) = try stage(Self.machine, text: Self.away)
        #expect(throws: StoreError.self) { try classify(stage, reply, as: kind) }
        #expect(try stage.state(id).name == .paused)
    }

    @Test(
        "Under our subject from another address: it was the lead's answer, or it was nothing",
        arguments: [ReplyKind.person, .autoReply])
    func sameSubject(kind: ReplyKind) throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        stage.post(stage.mail("From: <petra@north.example>", "Subject: Re: Hello"))
        stage.run(.minutes(1))
        #expect(try stage.state(id).name == .paused)
        try classify(stage, try #require(try stage.replies().first).id, as: kind)
        if kind == .person {
            #expect(try stage.state(id) == .ended(.replied))
            #expect(try stage.openTasks().map(\.script.firstLine) == ["Answer the lead."])
        } else {
            #expect(try stage.state(id).name != .paused)
            #expect(try stage.openTasks().isEmpty)
            stage.run(.days(2))
            #expect(stage.dots.count == 2)
        }
    }
}
