import Engine
import Sequencing
import Simulation
import Store
import Testing

/// What moments are derived from may change, and the clock may jump.
struct TimeScenarios {
    private func dueAt(_ id: EnrollmentID, _ stage: Stage) throws -> Instant? {
        guard case .waiting(_, let dueAt) = try stage.state(id) else { return nil }
        return dueAt
    }

    private static let steps = """
        \(Plans.hello)
          - id: nudge
            after: 2 business days
            at: "10:00"
            email: { reply-to: hello, body: "Still there?" }
        """

    @Test("A step follows its lead to another zone, in its own local time")
    func leadMoves() throws {
        let stage = try Stage(Self.steps)
        let id = try stage.enroll("mira@north.example", zone: "Europe/Berlin")
        stage.run(.hours(1))
        #expect(try dueAt(id, stage) == Stage.at(day: 18, hour: 9))
        var lead = try stage.store.lead(stage.store.enrollment(id).lead)
        lead.zone = "America/New_York"
        try stage.engine.edit(lead, why: "changed: zone", by: "dana")
        #expect(try dueAt(id, stage) == Stage.at(day: 18, hour: 14))
        stage.run(.days(5))
        #expect(stage.dots.map(\.at).last == Stage.at(day: 18, hour: 14))
        #expect(try stage.broken().isEmpty)
    }

    @Test("New zone data and new holidays move what waits, and nothing else")
    func newRules() throws {
        let stage = try Stage(Self.steps)
        try stage.publish(Self.steps, as: "kept", holidays: "[DE]")
        let here = try stage.enroll("here@north.example", zone: "Europe/Berlin")
        let there = try stage.enroll(
            stage.add("there@south.example", zone: "Asia/Tokyo"), in: "kept"
        ).get().id
        stage.run(.hours(1))
        let thereBefore = try dueAt(there, stage)
        let revision = try stage.store.enrollment(there).revision
        // A decree: Berlin is an hour further east from now on.
        stage.calendars.replace("Europe/Berlin", by: "Europe/Helsinki")
        stage.engine.refresh()
        stage.run(.seconds(1))
        #expect(try dueAt(here, stage) == Stage.at(day: 18, hour: 8))
        #expect(try dueAt(there, stage) == thereBefore)
        #expect(try stage.store.enrollment(there).revision == revision)
        stage.calendars.declareHoliday(LocalDate(year: 2026, month: 3, day: 18))
        stage.engine.refresh()
        stage.run(.seconds(1))
        #expect(try dueAt(there, stage) == thereBefore.map { $0 + .days(1) })
        #expect(try dueAt(here, stage) == Stage.at(day: 18, hour: 8))
        let events = try stage.store.history(of: stage.store.enrollment(here).lead, limit: 100)
        #expect(events.contains { $0.event == "replanned" && $0.why.contains("zones") })
        #expect(try stage.broken().isEmpty)
    }

    @Test("A resumed step keeps its delay, whatever is derived again")
    func restarted() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-10:00")
        let id = try stage.enroll()
        stage.run(.hours(3))
        _ = try stage.engine.pause(id, until: nil, why: "wait", by: "dana")
        stage.run(.minutes(30))
        _ = try stage.engine.resume(id, by: "dana")
        // Resumed at 10:30: the delay goes on, and is over tomorrow at 09:00.
        #expect(try dueAt(id, stage) == Stage.at(day: 17, hour: 9))
        stage.calendars.replace("Asia/Kathmandu", by: "UTC")
        stage.engine.refresh()
        stage.run(.seconds(1))
        #expect(try dueAt(id, stage) == Stage.at(day: 17, hour: 9))
    }

    @Test("A zone that is not known any more falls back to narrow hours, and comes back")
    func lostZone() throws {
        let stage = try Stage(Plans.twoMails, hours: "06:00-20:00")
        let id = try stage.enroll("mira@north.example", zone: "Asia/Tokyo")
        stage.run(.hours(1))
        let before = try dueAt(id, stage)
        stage.calendars.replace("Asia/Tokyo", by: "No/Where")
        stage.engine.refresh()
        stage.run(.seconds(1))
        // The installation's zone is UTC; narrow hours begin at 09:30 there.
        #expect(try dueAt(id, stage) == Stage.at(day: 17, hour: 9, minute: 30))
        stage.calendars.replace("Asia/Tokyo", by: "Asia/Tokyo")
        stage.engine.refresh()
        stage.run(.seconds(1))
        #expect(try dueAt(id, stage) == before)
    }

    @Test(
        "A sequence whose own zone is unknown goes by the next one known, in narrow hours, and is named"
    )
    func lostSequenceZone() throws {
        let stage = try Stage(Plans.hello)
        try stage.publish(Plans.hello, hours: "06:00-23:00", zone: "America/New_York")
        #expect(try stage.engine.calendarGaps.isEmpty)
        stage.calendars.replace("America/New_York", by: "No/Where")
        stage.engine.refresh()
        _ = try stage.enroll(stage.add("mira@north.example", zone: "Asia/Tokyo")).get()
        stage.run(.days(1))
        // The installation's zone is UTC: 09:30 there, not 06:00.
        #expect(stage.dots.map(\.at) == [Stage.at(day: 16, hour: 9, minute: 30)])
        #expect(try stage.engine.calendarGaps.map(\.code) == ["zone-unknown"])
        try stage.publish(Plans.hello, holidays: "[ZZ]")
        #expect(try stage.engine.calendarGaps.map(\.code) == ["holidays-unknown"])
    }

    @Test("What one of our rules put off is asked again when the configuration changes")
    func rulesChange() throws {
        let stage = try Stage(Plans.hello, accountSpacing: .hours(48))
        try stage.enroll("ana@north.example")
        try stage.enroll("ben@north.example")
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        let waiting = try #require(try stage.deliveries().first { $0.state.name == .queued })
        #expect(waiting.notBeforeAt > stage.time.now())
        stage.engine.refresh()
        #expect(try stage.store.delivery(waiting.id).notBeforeAt <= stage.time.now())
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        #expect(try stage.store.delivery(waiting.id).notBeforeAt > stage.time.now())
    }

    @Test(
        "A wall clock that jumps a day ahead sends nothing twice and leaves no window",
        arguments: [1, -1])
    func clockStep(_ days: Int) throws {
        let stage = try Stage(Plans.twoMails, hours: "08:00-18:00")
        for number in 1...3 { try stage.enroll("lead\(number)@company\(number).example") }
        stage.run(.hours(2))
        #expect(stage.dots.count == 3)
        stage.time.step(by: .days(days))
        stage.run(.minutes(1))
        #expect(stage.dots.count == (days > 0 ? 6 : 3))
        stage.run(.days(4))
        #expect(stage.dots.count == 6)
        #expect(try stage.broken().isEmpty)
    }

    @Test(
        "An answer that quotes nothing counts, although its lead was enrolled by a clock a day ahead"
    )
    func enrolledAhead() throws {
        let stage = try Stage(Plans.twoMails)
        stage.time.step(by: .days(1))
        let id = try stage.enroll("mira@north.example")
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        stage.time.step(by: .days(-1))
        stage.run(.hours(1))
        stage.post(stage.mail("From: <mira@north.example>", "Subject: Docks", text: "Let us talk."))
        stage.run(.days(6))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.replied))
    }

    @Test("After a long sleep the backlog leaves at its pace, under its caps, in the windows")
    func suspend() throws {
        let limits = LaneLimits(
            shortestGap: .seconds(60), longestGap: .seconds(60), startCap: 4, capRamp: 0, ceiling: 4
        )
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00", limits: limits)
        for number in 1...4 { try stage.enroll("lead\(number)@company\(number).example") }
        stage.run(.hours(3))
        #expect(stage.dots.count == 4)
        // The machine sleeps for three weeks and wakes at night.
        stage.time.sleep(for: .days(21) + .hours(14))
        stage.run(.hours(1))
        #expect(stage.dots.count == 4)
        stage.run(.hours(12))
        let late = stage.dots.dropFirst(4)
        #expect(late.count == 4)
        #expect(zip(late.dropFirst(), late).allSatisfy { $0.at.since($1.at) >= .seconds(60) })
        #expect(try stage.broken(cap: 4).isEmpty)
    }
}
