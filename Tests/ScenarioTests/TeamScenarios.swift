import Engine
import Sequencing
import Simulation
import Store
import Support
import Testing

/// Reports by team and by tier: counted beforehand or judged, they say what the hand-offs themselves do.
struct TeamScenarios {
    /// A report as numbers, by whichever way they were found.
    private struct Figures: Equatable {
        var total: Int
        var classes: [TouchGapClass: Int]
        var reasons: [TouchGapReason: Int]
        var bands: TouchBands
        /// The middle one of the minutes from being given to the first touch by the system, and by a person.
        var firstTouches: [Int?]
        /// The middle one of the minutes of each clock, by the wall and in business time.
        var medians: [HandOffClock: [Int]]

        init(_ summary: TouchGapSummary) {
            total = summary.total
            classes = summary.classes
            reasons = summary.reasons
            bands = summary.reps.values.reduce(into: TouchBands()) { $0 += $1.bands }
            firstTouches = [summary.medianSystemMinutes, summary.medianHumanMinutes]
            medians = Dictionary(
                uniqueKeysWithValues: summary.medians.map {
                    ($0.clock, [$0.minutes, $0.businessMinutes])
                })
        }

        /// By the facts of each hand-off.
        init(_ lines: [TouchGapReport.Line], in report: TouchGapReport) {
            func median(_ values: [Duration]) -> Int? {
                let minutes = values.map { Int($0.wholeMilliseconds / 60_000) }.sorted()
                return minutes.isEmpty ? nil : minutes[minutes.count / 2]
            }
            total = lines.count
            classes = Dictionary(grouping: lines, by: \.assessment.class).mapValues(\.count)
            reasons = Dictionary(
                lines.filter(\.assessment.class.isGap).compactMap { $0.assessment.primary?.reason }
                    .map { ($0, 1) }, uniquingKeysWith: +)
            bands = lines.reduce(into: TouchBands()) {
                $0.count(touches: $1.touches.count, skipped: $1.row.skippedTasks, 1)
            }
            firstTouches = [false, true].map { isHuman in
                median(
                    lines.compactMap { line in
                        line.touches.first { $0.isHuman == isHuman }.map {
                            $0.happenedAt.since(line.row.givenAt)
                        }
                    })
            }
            let stopped = lines.flatMap { report.clocks(of: $0) }.filter { $0.stoppedAt != nil }
            medians = Dictionary(grouping: stopped, by: \.clock).mapValues { clocks in
                [clocks.map(\.raw), clocks.map(\.business)].compactMap(median)
            }
        }
    }

    private func question(team: String? = nil, tier: String? = nil, owner: String? = nil)
        -> ReportQuestion
    {
        var question = ReportQuestion(owner: owner)
        question.team = team
        question.tier = tier.flatMap { LeadTier(rawValue: $0) }
        return question
    }

    private func both(_ engine: Engine, _ question: ReportQuestion) throws -> [Figures] {
        try [true, false].map { mayUseTally in
            Figures(
                try engine.touchGapSummary(
                    of: question, listing: WorkListFilter(limit: 3), mayUseTally: mayUseTally))
        }
    }

    @Test(
        "A team's report has the hand-offs of its reps once each, counted beforehand and judged, medians to the minute",
        arguments: [4, 5] as [UInt64])
    func sum(_ seed: UInt64) throws {
        let course = try Course(seed: seed)
        let (stage, engine) = (course.stage, course.stage.engine)
        var standsIn = false
        for round in 0..<9 {
            stage.time.run(until: stage.time.now() + .hours(9 + course.pick(30)))
            for _ in 0..<8 { course.happen() }
            if round == 4 { try standIn(for: "erik", by: "mona", on: stage) }
            if round % 3 == 2 { try course.tend() }
            for team in ["north", "south"] {
                let (lines, report) = try lines(of: team, engine)
                for source in [nil, "fair"] {
                    var asked = question(team: team)
                    asked.source = source
                    let facts = Figures(
                        lines.filter { source == nil || $0.row.source == source }, in: report)
                    #expect(try both(engine, asked) == [facts, facts], "\(team) in \(round)")
                }
                standsIn = standsIn || lines.contains { Course.teams[$0.row.owner ?? ""] != team }
            }
        }
        for team in ["north", "south"] {
            var past = question(team: team)
            past.asOf = stage.time.now() - .days(3)
            let (lines, report) = try lines(of: team, engine, asOf: past.asOf)
            let facts = Figures(lines, in: report)
            #expect(facts.total > 0)
            #expect(try both(engine, past) == [facts, facts], "\(team) three days ago")
        }
        #expect(standsIn, "nobody of the one team stood in for one of the other")
        #expect(try stage.store.tallyMark().front > HandOffID(0))
    }

    /// Those that are its reps', each once, and the report of one of them.
    private func lines(
        of team: String, _ engine: Engine, asOf: Instant? = nil
    ) throws -> ([TouchGapReport.Line], TouchGapReport) {
        let ofReps = try Course.teams.keys.filter { Course.teams[$0] == team }.map {
            try engine.touchGapReport(owner: $0, asOf: asOf)
        }
        let lines = Dictionary(ofReps.flatMap(\.lines).map { ($0.row.id, $0) }) { one, _ in one }
        return (Array(lines.values), ofReps[0])
    }

    /// As if nobody had been away before.
    private func standIn(for rep: String, by other: String, on stage: Stage) throws {
        let now = stage.time.now()
        for rep in Course.reps {
            _ = try stage.store.endAbsences(of: rep, now: now, by: "dana")
        }
        _ = try stage.store.recordAbsence(
            of: rep, from: now, until: now + .days(2), delegate: other, now: now, by: "dana")
    }

    @Test("A tier narrows every report whatever its case, and a change of it is there at once")
    func tier() throws {
        let course = try Course(seed: 6)
        let engine = course.stage.engine
        course.stage.run(.days(4))
        try course.tend()
        let all = try engine.touchGapReport()
        for (word, kept) in [("a", "A"), ("B", "b")] {
            let lines = all.lines.filter { $0.row.lead.tier?.rawValue == kept }
            #expect(!lines.isEmpty)
            let facts = Figures(lines, in: all)
            #expect(try both(engine, question(tier: word)) == [facts, facts])
            let own = lines.filter { $0.row.owner == "mona" }
            #expect(
                try both(engine, question(team: "south", tier: word))[0] == Figures(own, in: all))
        }
        var lead = try course.stage.store.lead(LeadID(1))
        #expect(lead.tier?.rawValue == "A")
        let before = try both(engine, question(tier: "A"))[0].total
        lead.tier = LeadTier(rawValue: "strategic")
        try engine.edit(lead, why: "changed: tier", by: "dana")
        #expect(try both(engine, question(tier: "A"))[0].total == before - 1)
        #expect(try both(engine, question(tier: "Strategic"))[0].total == 1)
    }

    @Test("A team is read from what is counted; a tier is not, and is judged")
    func counted() throws {
        let course = try Course(seed: 6)
        let (stage, engine) = (course.stage, course.stage.engine)
        try course.tend()
        let handOff = try #require(
            try engine.touchGapReport(owner: "mona").lines.first {
                $0.row.disposition == nil && $0.row.lead.tier != nil
            })
        let tier = try #require(handOff.row.lead.tier).rawValue
        let questions = [question(team: "south"), question(tier: tier)]
        let before = try questions.map { try both(engine, $0)[0] }
        // As if a schema had forgotten it: what is counted hears of no change any more.
        try ServerProcess.run("/usr/bin/sqlite3", [stage.store.file, "DROP TRIGGER tallyHandOff"])
        try engine.dispose(handOff.row.id, as: .noNeed, wakeAt: nil, why: nil, by: "mona")
        let after = try questions.map { try both(engine, $0)[0] }
        #expect(after[0] == before[0])
        #expect(after[1].classes[.closed, default: 0] == before[1].classes[.closed, default: 0] + 1)
    }

    @Test("A rep and a team together: both hold, and who stands in counts as everywhere")
    func both() throws {
        let course = try Course(seed: 7)
        let (stage, engine) = (course.stage, course.stage.engine)
        func total(_ question: ReportQuestion) throws -> Int {
            try engine.touchGapSummary(of: question, listing: WorkListFilter(limit: 0)).total
        }
        let (dana, mona) = try (total(question(owner: "dana")), total(question(owner: "mona")))
        #expect(dana > 0 && mona > 0)
        #expect(try total(question(team: "north", owner: "dana")) == dana)
        #expect(try total(question(team: "south", owner: "dana")) == 0)
        try standIn(for: "dana", by: "mona", on: stage)
        #expect(try total(question(owner: "mona")) == dana + mona)
        #expect(try total(question(team: "south")) == dana + mona)
        // Mona of the south has dana's work of the north.
        #expect(try total(question(team: "north", owner: "mona")) == dana)
        stage.run(.days(3))
        #expect(try total(question(team: "north", owner: "mona")) == 0)
    }

    @Test("Of an earlier day nobody is told of more reps than whom they may see today")
    func reach() throws {
        let course = try Course(seed: 7)
        let (stage, engine) = (course.stage, course.stage.engine)
        try standIn(for: "dana", by: "mona", on: stage)
        stage.run(.hours(1))
        var past = question(owner: "mona")
        past.asOf = stage.time.now()
        stage.run(.days(3))
        let owners = { (past: ReportQuestion) in
            Set(try engine.touchGapReport(past).lines.compactMap(\.row.owner))
        }
        #expect(try owners(past) == ["dana", "mona"])
        past.reach = ["mona"]
        #expect(try owners(past) == ["mona"])
        let figures = try both(engine, past)
        #expect(figures[0].total > 0)
        #expect(figures[0] == figures[1])
        // Whoever asks about nobody in particular, and about somebody else.
        var all = ReportQuestion()
        all.reach = ["mona"]
        #expect(try owners(all) == ["mona"])
        all.owner = "dana"
        #expect(try owners(all).isEmpty)
    }

    @Test("A rep who changes the team takes the hand-offs along at once, and none is judged anew")
    func moves() throws {
        let course = try Course(seed: 8)
        let (stage, engine) = (course.stage, course.stage.engine)
        try course.tend()
        let erik = try both(engine, question(owner: "erik"))[0].total
        let south = try both(engine, question(team: "south"))[0].total
        #expect(erik > 0)
        try stage.store.configure(
            reps: Course.reps.map {
                Rep(
                    name: $0, fullName: "\($0) Holm", zone: "Europe/Berlin",
                    team: $0 == "erik" ? "south" : Course.teams[$0])
            }, mailboxes: [(EmailAddress(known: Stage.mailbox), "dana")])
        engine.refresh()
        let mark = try stage.store.tallyMark()
        #expect(
            try both(engine, question(team: "south")).map(\.total) == [erik + south, erik + south])
        _ = try engine.tendTally()
        #expect(try stage.store.tallyMark() == mark)
    }
}
