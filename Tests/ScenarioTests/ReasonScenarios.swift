import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Reasons of the report in the running engine: the command that is named moves the lead.
struct ReasonScenarios {
    private func finding(_ stage: Stage, _ lead: LeadID = LeadID(1)) throws -> TouchGap.Finding? {
        try stage.engine.touchGapReport(lead: lead).lines.last?.assessment.primary
    }

    private func standing(_ stage: Stage, _ lead: LeadID = LeadID(1)) throws -> TouchGapClass? {
        try stage.engine.touchGapReport(lead: lead).lines.last?.assessment.class
    }

    /// One message has left.
    private func touched() throws -> (Stage, EnrollmentID) {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.minutes(1))
        #expect(stage.dots.count == 1)
        return (stage, id)
    }

    @Test("A message that nobody can read is the rep's to classify, and then to answer")
    func unreadable() throws {
        let (stage, _) = try touched()
        let deep = (0..<40).map {
            "--b\($0)\r\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\r\n"
        }
        stage.post(
            Array(
                ("From: Mira <mira@north.example>\r\nSubject: Re\r\nMIME-Version: 1.0\r\n"
                    + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
                    + deep.joined(separator: "\r\n")).utf8))
        stage.run(.minutes(1))
        #expect(try standing(stage) == .onPlan)
        stage.run(.days(2))
        #expect(try standing(stage) == .ourTurn)
        let found = try #require(try finding(stage))
        #expect(found.reason == .replyUnclassified)
        #expect(found.command == "thirdtouch reply classify R1 --as person")
        _ = try stage.engine.classify(ReplyID(1), as: .person, backOn: nil, why: nil, by: "dana")
        #expect(try finding(stage)?.reason == .replyUnanswered)
    }

    @Test("Somebody else of the company wrote: whoever classifies it owes an answer then")
    func otherWriter() throws {
        let (stage, _) = try touched()
        stage.post(stage.mail("From: <petra@north.example>", "Subject: AW: Hello"))
        stage.run(.days(2))
        #expect(try finding(stage)?.reason == .replyUnclassified)
        _ = try stage.engine.classify(ReplyID(1), as: .person, backOn: nil, why: nil, by: "dana")
        let found = try #require(try finding(stage))
        #expect(found.reason == .replyUnanswered)
        let task = try #require(try stage.openTasks().first)
        #expect(found.command == "thirdtouch task done \(task.id) --outcome answered")
        _ = try stage.engine.close(task.id, .done(outcome: "answered", note: nil), by: "dana")
        #expect(try standing(stage) == .onPlan)
    }

    @Test("Somebody whom the lead named is owed contact, until they are a lead")
    func referral() throws {
        let (stage, _) = try touched()
        try stage.answer(
            stage.dots[0], "I am the wrong person. Please talk to kim@north.example about this.")
        stage.run(.minutes(1))
        let task = try #require(try stage.openTasks().first)
        _ = try stage.engine.close(task.id, .done(outcome: "answered", note: nil), by: "dana")
        #expect(try standing(stage) == .onPlan)
        stage.run(.days(2))
        let found = try #require(try finding(stage))
        #expect(found.reason == .referralNotFollowed)
        #expect(found.command == "thirdtouch lead add kim@north.example --source referral")
        _ = try stage.add("kim@north.example")
        #expect(try standing(stage) == .onPlan)
    }

    @Test("An address that the server does not know is mended by its command, and enrolled again")
    func addressInvalid() throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.knowsNoSuchAddress)
        let id = try stage.enroll()
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.failed(.refused)))
        var found = try #require(try finding(stage))
        #expect(found.reason == .addressInvalid)
        #expect(found.reason.party == .data)
        #expect(found.command == "thirdtouch lead edit mira@north.example --email ADDRESS")
        var lead = try stage.store.lead(LeadID(1))
        lead.email = EmailAddress(known: "mira.falk@north.example")
        try stage.engine.edit(lead, why: "email", by: "dana")
        found = try #require(try finding(stage))
        #expect(found.reason == .endedShort)
        #expect(found.command == "thirdtouch enroll mira.falk@north.example --sequence plan")
        _ = try stage.enroll(lead).get()
        stage.run(.minutes(1))
        #expect(try standing(stage) == .onPlan)
        #expect(stage.dots.map(\.recipient) == ["mira.falk@north.example"])
    }

    /// Erik is away as well: whoever stands in for him is named, and nobody once they are gone.
    private func standInFurther(_ stage: Stage) throws {
        let now = stage.time.now()
        func configure(_ names: [String]) throws {
            try stage.store.configure(
                reps: names.map { Rep(name: $0, fullName: "\($0) Holm") },
                mailboxes: [(EmailAddress(known: Stage.mailbox), "dana")])
            stage.engine.refresh()
        }
        try configure(["dana", "erik", "mona"])
        _ = try stage.store.recordAbsence(
            of: "erik", from: now, until: now + .days(1), delegate: "mona", now: now, by: "erik")
        let further = try #require(try finding(stage))
        #expect(further.text.hasSuffix("mona stands in"))
        #expect(further.command == "thirdtouch lead assign mira@north.example --to mona")
        try configure(["dana", "erik"])
        let nobody = try #require(try finding(stage))
        #expect(nobody.text.hasSuffix("nobody stands in"))
        #expect(nobody.command == "thirdtouch lead assign mira@north.example --to REP")
        _ = try stage.store.endAbsences(of: "erik", now: now, by: "erik")
    }

    @Test("What a rep who is away owes is a manager's to give to whoever stands in; no clock rests")
    func absent() throws {
        let stage = try Stage(
            Plans.callFirst.replacing("expires: 2 days", with: "expires: 30 days"))
        try stage.store.configure(
            reps: [
                Rep(name: "dana", fullName: "Dana Whitlock"),
                Rep(name: "erik", fullName: "Erik Holm"),
            ], mailboxes: [(EmailAddress(known: Stage.mailbox), "dana")])
        stage.engine.refresh()
        try stage.enroll(fields: ["phone": "+49 621 12"])
        stage.run(.days(1))
        _ = try stage.store.recordAbsence(
            of: "dana", from: stage.time.now(), until: stage.time.now() + .days(9),
            delegate: "erik", now: stage.time.now(), by: "dana")
        #expect(try standing(stage) == .onPlan)
        stage.run(.days(2))
        let found = try #require(try finding(stage))
        #expect(found.reason == .ownerAbsent)
        #expect(found.reason.party == .manager)
        #expect(found.command == "thirdtouch lead assign mira@north.example --to erik")
        try standInFurther(stage)
        let tasks = { (rep: String, absentees: [String]) in
            try stage.store.tasks(
                state: .open, rep: rep, absentees: absentees, lead: nil, limit: 10)
        }
        #expect(try tasks("erik", []).isEmpty)
        #expect(try tasks("erik", ["dana"]).map(\.rep) == ["dana"])
        let own = try stage.engine.touchGapReport(owner: "erik").lines
        #expect(own.map(\.row.owner) == ["dana"])
        let handOff = try #require(try stage.store.lastHandOff(of: LeadID(1))).id
        try stage.engine.assign(handOff, to: "erik", by: "mona")
        #expect(try finding(stage)?.reason == .taskOverdue)
        #expect(try tasks("erik", []).count == 1)
        stage.run(.days(2))
        #expect(try finding(stage)?.reason == .notAccepted)
        try stage.engine.accept(handOff, by: "erik")
        #expect(try finding(stage)?.reason == .taskOverdue)
    }
}
