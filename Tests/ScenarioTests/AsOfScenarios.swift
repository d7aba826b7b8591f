import Engine
import Sequencing
import Simulation
import Store
import Testing

/// The report of an earlier day is the report that was shown on that day.
struct AsOfScenarios {
    private func stage() throws -> Stage {
        let stage = try Stage(
            """
            \(Plans.hello)
              - id: nudge
                after: 2 days
                email:
                  reply-to: hello
                  body: Still there?
              - id: ring
                after: 1 days
                call:
                  script: Ask.
                  expires: 4 days
              - id: last
                after: 2 days
                email:
                  subject: Last
                  body: Bye, {{city}}.
            """)
        try stage.store.configure(
            reps: [
                Rep(name: "dana", fullName: "Dana Whitlock"),
                Rep(name: "erik", fullName: "Erik Holm"),
            ], mailboxes: [(EmailAddress(known: Stage.mailbox), "dana")])
        stage.engine.refresh()
        return stage
    }

    private func handOff(_ stage: Stage, _ lead: LeadID) throws -> HandOffID {
        try #require(try stage.store.lastHandOff(of: lead)).id
    }

    /// What people do, by the number of the step of six hours.
    private func act(_ step: Int, _ stage: Stage, _ leads: [Lead]) throws {
        let engine = stage.engine
        let first = stage.dots.first
        switch step {
        case 1: for lead in leads.prefix(5) { _ = try stage.enroll(lead).get() }
        case 3: if let first { try stage.outOfOffice(first, backOn: 24) }
        case 5: try engine.assign(handOff(stage, leads[6].id), to: "erik", by: "mona")
        case 7: try engine.accept(handOff(stage, leads[6].id), by: "erik")
        case 9: try stage.answer(stage.dots[1])
        case 10:
            _ = try engine.suppress(
                [SuppressionKey(typed: "kim@h.example")], reason: "asked", evidence: nil,
                by: "dana")
        case 12:
            _ = try stage.store.recordAbsence(
                of: "dana", from: stage.time.now(), until: stage.time.now() + .days(4),
                delegate: "erik", now: stage.time.now(), by: "dana")
        case 14:
            let task = try #require(try stage.openTasks().first { $0.reply != nil })
            _ = try engine.close(task.id, .done(outcome: "answered", note: nil), by: "dana")
        case 15: _ = try engine.forget("kim@h.example", by: "dana")
        case 16: try stage.hardBounce(stage.dots[2])
        case 18: _ = try stage.store.endAbsences(of: "dana", now: stage.time.now(), by: "dana")
        case 20:
            try engine.dispose(
                handOff(stage, leads[1].id), as: .unableToReach, wakeAt: nil, why: nil, by: "dana")
        case 22: _ = try stage.enroll(stage.store.lead(leads[1].id)).get()
        case 24:
            let id = try #require(
                try stage.engine.touchGapReport(lead: leads[3].id).lines.first?.row.enrollment?.id)
            _ = try engine.pause(id, until: stage.time.now() + .days(2), why: "asked", by: "dana")
        case 26: stage.inbox.fail(.connection(cause: "no network"))
        case 29: _ = try engine.forget("kim@e.example", by: "dana")
        case 30: stage.inbox.fail(nil)
        case 32:
            try engine.dispose(
                handOff(stage, leads[5].id), as: .recycled, wakeAt: stage.time.now() + .days(3),
                why: "spring", by: "dana")
        case 34:
            for task in try stage.openTasks().prefix(1) where task.enrollment != nil {
                _ = try engine.close(task.id, .done(outcome: "no-answer", note: nil), by: "dana")
            }
        case 36:
            _ = try engine.suppress(
                [SuppressionKey(typed: "kim@g.example")], reason: "asked", evidence: nil,
                by: "dana")
        case 40:
            var lead = try stage.store.lead(leads[3].id)
            lead.fields["city"] = "Mannheim"
            try engine.edit(lead, why: "city", by: "dana")
        default: break
        }
    }

    @Test("Every report of twenty days is found again at the end, word by word")
    func found() throws {
        let stage = try stage()
        // Numbers of their own have those who are forgotten: whose duplicates they were is forgotten too.
        let phones = ["e": "+49 621 5", "h": "+49 621 8"]
        let leads = try "abcdefgh".map(String.init).map { letter in
            try stage.add(
                "kim@\(letter).example",
                fields: letter == "d"
                    ? ["phone": "+49 621 4"] : ["city": "Kiel", "phone": phones[letter] ?? "1"])
        }
        var told: [(at: Instant, words: [ReportWord])] = []
        for step in 0..<80 {
            stage.run(.hours(6))
            told.append((stage.time.now(), try stage.words()))
            stage.run(.seconds(1))
            try act(step, stage, leads)
        }
        let groups = Set(told.flatMap { $0.words.map(\.group) })
        #expect(groups.count >= 6, "\(groups)")
        var wrong = 0
        for (at, words) in told {
            let now = try stage.words(asOf: at)
            for (was, found) in zip(words, now) where was != found {
                wrong += 1
                if wrong < 8 { Issue.record("\(at)\nwas  \(was)\nsays \(found)") }
            }
            #expect(now.count == words.count)
        }
        #expect(wrong == 0)
        // The judge derives windows again, and of two people the zone is forgotten.
        #expect(try stage.broken().filter { !$0.hasPrefix("I5") }.isEmpty)
    }

    @Test("Whoever enrolls anew what was given to them has accepted it, whoever enrolled it before")
    func acceptance() throws {
        let stage = try stage()
        let lead = try stage.add("kim@a.example", fields: ["city": "Kiel"])
        let id = try handOff(stage, lead.id)
        let first = try stage.enroll(lead).get()
        stage.run(.days(1))
        try stage.engine.assign(id, to: "erik", by: "mona")
        // What was planned before goes on, and its server's word is not erik's.
        stage.run(.days(2))
        #expect(stage.dots.count == 2)
        let given = (at: stage.time.now(), words: try stage.words())
        #expect(given.words.map(\.isAccepted) == [false])
        stage.run(.seconds(1))
        _ = try stage.engine.stop(first.id, why: "anew", disposition: nil, by: "erik")
        stage.run(.hours(2))
        let enrolledAt = try stage.enroll(lead).get().enrolledAt
        stage.run(.hours(2))
        let taken = (at: stage.time.now(), words: try stage.words())
        #expect(taken.words.map(\.isAccepted) == [true])
        stage.run(.seconds(1))
        try stage.engine.assign(id, to: "dana", by: "mona")
        stage.run(.hours(2))
        #expect(try stage.words().map(\.isAccepted) == [false])
        #expect(try stage.words(asOf: taken.at) == taken.words)
        let row = try #require(try stage.engine.touchGapReport(asOf: taken.at).lines.first?.row)
        #expect(row.acceptedAt == enrolledAt)
        #expect(row.acceptedBy == "erik")
        #expect(try stage.words(asOf: given.at) == given.words)
    }

    @Test(
        "As what a hand-off was closed before it was worked on again, an erasure does not take away"
    )
    func disposition() throws {
        let stage = try stage()
        let lead = try stage.add("kim@a.example", fields: ["city": "Kiel"])
        stage.run(.hours(1))
        try stage.engine.dispose(
            handOff(stage, lead.id), as: .unableToReach, wakeAt: nil, why: "kim never answers",
            by: "dana")
        stage.run(.hours(1))
        let closed = (at: stage.time.now(), words: try stage.words())
        #expect(closed.words.map(\.disposition) == [.unableToReach])
        stage.run(.seconds(1))
        _ = try stage.enroll(lead).get()
        stage.run(.hours(1))
        #expect(try stage.words().map(\.disposition) == [nil])
        #expect(try stage.words(asOf: closed.at) == closed.words)
        _ = try stage.engine.forget("kim@a.example", by: "dana")
        #expect(try stage.words(asOf: closed.at) == closed.words)
    }

    @Test("An owner is asked for as the owner of that day")
    func owner() throws {
        let stage = try stage()
        let lead = try stage.add("kim@a.example")
        stage.run(.days(1))
        let before = stage.time.now()
        stage.run(.days(1))
        try stage.engine.assign(handOff(stage, lead.id), to: "erik", by: "mona")
        let count = { (owner: String, asOf: Instant?) in
            try stage.engine.touchGapReport(owner: owner, asOf: asOf).lines.count
        }
        #expect(try count("dana", before) == 1)
        #expect(try count("erik", before) == 0)
        #expect(try count("dana", nil) == 0)
        #expect(try count("erik", nil) == 1)
        #expect(try stage.engine.touchGapReport(asOf: Stage.start - .days(1)).lines.isEmpty)
    }
}
