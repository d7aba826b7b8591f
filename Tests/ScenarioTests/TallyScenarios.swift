import Engine
import Sequencing
import Simulation
import Store
import Support
import Testing

/// The report from the tally is the one that judging everything gives: after every change, and as time goes by.
struct TallyScenarios {
    /// Tends the tally until nothing is left to do.
    private func tend(_ stage: Stage) throws {
        while try stage.engine.tendTally() {}
    }

    private func mistakes(_ stage: Stage) throws -> [String] {
        try TallyJudge(engine: stage.engine, lines: stage.engine.touchGapReport().lines).mistakes(
            isThorough: true)
    }

    @Test("What is counted turns by itself when its time has come, and not a row is written")
    func turns() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        _ = try stage.store.add(
            NewLead(email: EmailAddress(known: "kim@far.example"), owner: nil),
            now: stage.time.now(), by: "test")
        try tend(stage)
        let filter = WorkListFilter(limit: 10)
        let before = try stage.engine.touchGapSummary(listing: filter)
        let mark = try stage.store.tallyMark()
        stage.time.sleep(for: .days(7))
        let after = try stage.engine.touchGapSummary(listing: filter)
        #expect(before.classes[.onPlan] == 1 && before.lines.isEmpty)
        #expect(after.classes == [.neverTouched: 1] && after.lines.count == 1)
        #expect(after.reasons.keys.first == .noOwner)
        #expect(try stage.store.tallyMark() == mark)
        #expect(try mistakes(stage).isEmpty)
        // Brought into the counts one by one, it is the same report, and what was before is no longer read.
        while try stage.store.turnTally(to: stage.time.now(), limit: 1) {
            #expect(try mistakes(stage).isEmpty)
        }
        #expect(try stage.store.tallyMark().turnedAt > mark.turnedAt)
        let handOff = try #require(try stage.store.lastHandOff(of: LeadID(1)))
        try stage.engine.dispose(handOff.id, as: .noNeed, wakeAt: nil, why: nil, by: "test")
        try tend(stage)
        #expect(try mistakes(stage).isEmpty)
    }

    @Test("How far the counting is can be asked while there is a long way to go, and not after it")
    func progress() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        func add(_ names: Range<Int>) throws {
            for name in names {
                _ = try stage.store.add(
                    NewLead(email: EmailAddress(known: "kim\(name)@far.example")),
                    now: stage.time.now(), by: "test")
            }
        }
        try add(0..<2)
        try tend(stage)
        try add(2..<6)
        let progress = try #require(try stage.engine.tallyProgress(longWay: 4))
        #expect(progress == (counted: 2, of: 6))
        #expect(try stage.engine.tallyProgress(longWay: 5) == nil)
        #expect(try stage.engine.tallyProgress() == nil)
        try tend(stage)
        #expect(try stage.engine.tallyProgress(longWay: 1) == nil)
    }

    @Test("A change is in the report at once, before and after the tally has heard of it")
    func change() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        let lead = try stage.store.add(
            NewLead(email: EmailAddress(known: "kim@far.example")), now: stage.time.now(),
            by: "test")
        try tend(stage)
        let handOff = try #require(try stage.store.lastHandOff(of: lead.id))
        try stage.engine.dispose(handOff.id, as: .noNeed, wakeAt: nil, why: nil, by: "test")
        let filter = WorkListFilter(limit: 10)
        for _ in 0..<2 {
            let summary = try stage.engine.touchGapSummary(listing: filter)
            #expect(summary.classes == [.closed: 1])
            #expect(try mistakes(stage).isEmpty)
            try tend(stage)
        }
    }

    @Test("The judge finds a change that nobody noted")
    func judge() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        let lead = try stage.store.add(
            NewLead(email: EmailAddress(known: "kim@far.example")), now: stage.time.now(),
            by: "test")
        try tend(stage)
        // As if a schema had forgotten it.
        try ServerProcess.run("/usr/bin/sqlite3", [stage.store.file, "DROP TRIGGER tallyHandOff"])
        let handOff = try #require(try stage.store.lastHandOff(of: lead.id))
        try stage.engine.dispose(handOff.id, as: .noNeed, wakeAt: nil, why: nil, by: "test")
        #expect(try mistakes(stage).contains { $0.hasPrefix("the tally has classes") })
    }

    @Test("When the rules change everything is judged anew, and the report is right meanwhile")
    func rules() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        for number in 0..<3 {
            _ = try stage.store.add(
                NewLead(email: EmailAddress(known: "kim\(number)@far.example")),
                now: stage.time.now(), by: "test")
        }
        try tend(stage)
        try stage.store.restartTally(rules: "others", reps: [:])
        #expect(try mistakes(stage).isEmpty)
        try tend(stage)
        #expect(try mistakes(stage).isEmpty)
        #expect(try stage.store.tallyMark().isWhole)
    }

    @Test("Whatever is done to leads, the report from the tally is right at every step of it")
    func course() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        for number in 0..<4 { try stage.enroll("kim\(number)@far\(number).example") }
        for day in 0..<12 {
            stage.time.run(until: stage.time.now() + .hours(26))
            #expect(try mistakes(stage).isEmpty)
            try happen(day, on: stage)
            if day % 3 == 0 { try tend(stage) }
            #expect(try mistakes(stage).isEmpty)
        }
        #expect(try stage.store.tallyMark().front == HandOffID(5))
    }

    /// What people and servers do on a day.
    private func happen(_ day: Int, on stage: Stage) throws {
        let now = stage.time.now()
        switch day {
        case 0: try stage.answer(stage.dots[0])
        case 1: try stage.hardBounce(stage.dots[1])
        case 2:
            _ = try stage.store.suppress(
                [.address(EmailAddress(known: "kim2@far2.example"))], reason: "asked",
                evidence: nil, now: now, by: "test")
        case 3:
            _ = try stage.store.suppress(
                [.domain("far3.example")], reason: "asked", evidence: nil, now: now, by: "test")
        case 4:
            let open = try #require(try stage.store.lastHandOff(of: LeadID(1)))
            try stage.engine.dispose(
                open.id, as: .noNeed, wakeAt: nil, why: nil, by: "test")
            _ = try stage.engine.handOver(
                LeadID(1), source: "again", owner: nil, isHot: false, by: "test")
        default: break
        }
    }

    @Test(
        "How a large book stood a week before is counted once a day, and is what judging that day says"
    )
    func past() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        for number in 0..<5 { try stage.enroll("kim\(number)@far\(number).example") }
        stage.run(.days(3))
        try stage.answer(stage.dots[0])
        stage.run(.days(6))
        _ = try stage.add("late@far.example")
        stage.run(.hours(30))
        try tend(stage)
        func before(_ question: ReportQuestion) throws -> (Instant, [TouchGapClass: Int])? {
            try stage.engine.touchGapWeekBefore(
                stage.engine.touchGapSummary(of: question, listing: WorkListFilter(limit: 0)),
                of: question, judgingAtMost: 0)
        }
        #expect(try before(ReportQuestion()) == nil)
        while try stage.engine.tendPast(judgingAtMost: 0) {}
        for question in [
            ReportQuestion(), ReportQuestion(owner: "dana"), ReportQuestion(source: "fair"),
        ] {
            let (moment, classes) = try #require(try before(question))
            #expect(moment == Stage.at(day: 19, hour: 0))
            #expect(try classes == stage.engine.touchGapClasses(of: question, asOf: moment))
        }
        #expect(try before(ReportQuestion())?.1.values.reduce(0, +) == 5)
        stage.run(.days(1))
        // The day before's, until this day's is counted.
        #expect(try before(ReportQuestion())?.0 == Stage.at(day: 19, hour: 0))
        while try stage.engine.tendPast(judgingAtMost: 0) {}
        #expect(try before(ReportQuestion())?.0 == Stage.at(day: 20, hour: 0))
        #expect(try stage.store.tallyPasts().count == 1)
    }

    @Test(
        "A week before is asked of the same people as now, whoever stood in then, judged and counted"
    )
    func standIn() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        try stage.store.configure(
            reps: [
                Rep(name: "dana", fullName: "Dana Whitlock"),
                Rep(name: "erik", fullName: "Erik Holm"),
            ], mailboxes: [(EmailAddress(known: Stage.mailbox), "dana")])
        stage.engine.refresh()
        for (number, owner) in ["dana", "dana", "erik"].enumerated() {
            _ = try stage.store.add(
                NewLead(email: EmailAddress(known: "kim\(number)@far.example"), owner: owner),
                now: stage.time.now(), by: "test")
        }
        func away(for length: Duration) throws {
            let now = stage.time.now()
            _ = try stage.store.recordAbsence(
                of: "dana", from: now, until: now + length, delegate: "erik", now: now, by: "dana")
        }
        /// How many of erik's there are, and were, judged and counted.
        func totals() throws -> [Int] {
            let question = ReportQuestion(owner: "erik")
            let summary = try stage.engine.touchGapSummary(
                of: question, listing: WorkListFilter(limit: 0))
            while try stage.engine.tendPast(judgingAtMost: 0) {}
            let before = try [Engine.mostJudgedAgain, 0].map { most in
                try #require(
                    try stage.engine.touchGapWeekBefore(
                        summary, of: question, judgingAtMost: most)
                ).classes.values.reduce(0, +)
            }
            var past = question
            past.asOf = stage.time.now()
            stage.run(.seconds(1))
            let then = try stage.engine.touchGapSummary(
                of: past, listing: WorkListFilter(limit: 0))
            let week = try stage.engine.touchGapWeekBefore(then, of: past)
            return [summary.total] + before + [then.total, week?.classes.values.reduce(0, +) ?? 0]
        }
        stage.run(.days(9))
        #expect(try totals() == [1, 1, 1, 1, 1])
        try away(for: .days(3))
        stage.run(.hours(1))
        #expect(try totals() == [3, 3, 3, 3, 3])
        stage.run(.days(7))
        // A week ago dana was away.
        #expect(try totals() == [1, 1, 1, 1, 1])
    }

    @Test("A clock that was ahead leaves nothing behind")
    func clock() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        _ = try stage.store.add(
            NewLead(email: EmailAddress(known: "kim@far.example")), now: stage.time.now(),
            by: "test")
        stage.time.step(by: .days(30))
        try tend(stage)
        stage.time.step(by: .zero - .days(30))
        #expect(try mistakes(stage).isEmpty)
        try tend(stage)
        #expect(try stage.store.tallyMark().judgedAt == stage.time.now())
        #expect(try mistakes(stage).isEmpty)
        // A clock that is set back a little is waited for: the report is that of the tally's moment.
        let judgedAt = stage.time.now()
        stage.time.step(by: .zero - .seconds(10))
        let summary = try stage.engine.touchGapSummary(
            listing: WorkListFilter(limit: 10))
        #expect(summary.asOf == judgedAt && summary.addsUp)
    }
}
