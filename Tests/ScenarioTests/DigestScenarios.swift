import Engine
import MailMessage
import Sequencing
import Simulation
import Store
import Testing

/// Digests through the real engine, store and lane, in virtual time.
struct DigestScenarios {
    private static let rules = DigestRules(mailbox: Stage.mailbox)
    private static let rooms = LaneRules(limits: LaneLimits())

    /// A lead that nobody works: a gap from Tuesday, 07:00, on.
    private func stage(
        _ rules: DigestRules = rules,
        limits: LaneLimits = LaneLimits(
            shortestGap: .zero, longestGap: .zero)
    ) throws -> Stage {
        let stage = try Stage(Plans.twoMails, limits: limits, digest: rules)
        _ = try stage.add("mira@north.example", fields: ["first_name": "Mira"])
        return stage
    }

    private func subjects(_ stage: Stage) throws -> [String] {
        try stage.dots.map { try MessageParser.parse($0.bytes).subject }
    }

    private func states(_ stage: Stage) throws -> [String] {
        try stage.store.digests(to: "dana").reversed().map {
            "\($0.kind.rawValue) \($0.day) \($0.state.rawValue)"
        }
    }

    @Test("Each Monday morning there is one, when there is something to say: stuck, then moved on")
    func weekly() throws {
        let stage = try stage()
        // Nobody has had the time to be late.
        stage.run(.minutes(45))
        #expect(stage.dots.isEmpty)
        #expect(try states(stage) == ["weekly 2026-03-16 empty"])
        stage.run(.days(7))
        #expect(stage.dots.map(\.at) == [Stage.at(day: 23, hour: 7, minute: 30)])
        #expect(stage.dots.map(\.recipient) == ["dana@sender.example"])
        #expect(
            try subjects(stage) == [
                "Touch gap, week of 23 March 2026: a lead of yours waits, 1 got stuck"
            ])
        let mail = try MessageParser.parse(try #require(stage.dots.first).bytes)
        let text = String(decoding: try #require(stage.dots.first).bytes, as: UTF8.self)
        #expect(text.contains("Content-Type: multipart/alternative"))
        #expect(text.contains("Auto-Submitted: auto-generated\r\n"))
        let body = mail.plainText ?? ""
        #expect(body.contains("You: thirdtouch lead accept mira@north.example"), "\(body)")
        let handOff = try #require(try stage.store.lastHandOff(of: LeadID(1)))
        try stage.engine.dispose(
            handOff.id, as: .noNeed, wakeAt: nil, why: nil, by: "dana")
        stage.run(.days(7))
        #expect(
            try subjects(stage).last
                == "Touch gap, week of 30 March 2026: nobody waits, 1 moved on")
        stage.run(.days(14))
        #expect(stage.dots.count == 2)
        #expect(
            try states(stage) == [
                "weekly 2026-03-16 empty", "weekly 2026-03-23 sent", "weekly 2026-03-30 sent",
                "weekly 2026-04-06 empty", "weekly 2026-04-13 empty",
            ])
    }

    @Test("The days' digests come on working days, but not on the morning of the week's")
    func daily() throws {
        let stage = try stage(DigestRules(mailbox: Stage.mailbox, kinds: [.daily, .weekly]))
        stage.calendars.declareHoliday(LocalDate(year: 2026, month: 3, day: 18))
        stage.run(.days(8) + .hours(1))
        #expect(
            try states(stage) == [
                "weekly 2026-03-16 empty", "daily 2026-03-17 sent", "daily 2026-03-18 sent",
                "daily 2026-03-19 sent", "daily 2026-03-20 sent", "weekly 2026-03-23 sent",
                "daily 2026-03-24 sent",
            ])
        let quiet = try self.stage(
            DigestRules(
                mailbox: Stage.mailbox, kinds: [.daily], holidaysOf: ["DE"], sendsEmpty: true))
        quiet.calendars.declareHoliday(LocalDate(year: 2026, month: 3, day: 18))
        quiet.run(.days(4))
        #expect(
            try states(quiet) == [
                "daily 2026-03-16 sent", "daily 2026-03-17 sent", "daily 2026-03-19 sent",
            ])
        #expect(try subjects(quiet).first?.hasSuffix("nobody waits") == true)
    }

    struct Fate: Sendable {
        var name: String
        var words: [ObedientServer.Fate]
        var attempts: Int
        /// When it reached the wire for good; nil for never.
        var leftAt: (hour: Int, minute: Int)?
        var state: String
    }

    static let fates: [Fate] = [
        Fate(
            name: "the server hangs up after the dot", words: [.hangsUp], attempts: 1,
            leftAt: (7, 30), state: "sent"),
        Fate(name: "refused", words: [.refuses], attempts: 1, state: "failed"),
        Fate(
            name: "refused after the dot", words: [.refusesAfterDot], attempts: 1, state: "failed"),
        Fate(
            name: "put off twice", words: [.putsOff, .putsOff], attempts: 3, leftAt: (8, 30),
            state: "sent"),
        Fate(
            name: "put off twice after the dot", words: [.putsOffAfterDot, .putsOffAfterDot],
            attempts: 3, leftAt: (8, 30), state: "sent"),
    ]

    @Test(
        "What may have left is never sent again; what was refused neither; what was put off is",
        arguments: fates)
    func fate(_ fate: Fate) throws {
        let stage = try stage()
        stage.run(.days(6))
        for word in fate.words { stage.server.tell(word) }
        stage.run(.days(6))
        #expect(stage.server.attempts.count == fate.attempts, "\(fate.name)")
        let moments = fate.leftAt.map { [Stage.at(day: 23, hour: $0.hour, minute: $0.minute)] }
        #expect(stage.dots.map(\.at) == moments ?? [], "\(fate.name)")
        #expect(try states(stage).last == "weekly 2026-03-23 \(fate.state)", "\(fate.name)")
    }

    @Test(
        "What one that did not leave would have told is told by the next, as the last one that left lets it",
        arguments: [[.refuses], [.refusesAfterDot], [.putsOffAfterDot]] as [[ObedientServer.Fate]])
    func told(words: [ObedientServer.Fate]) throws {
        let stage = try stage()
        stage.run(.days(8))
        #expect(stage.dots.count == 1)
        _ = try stage.add("otto@south.example", fields: ["first_name": "Otto"])
        stage.run(.days(5))
        for word in words { stage.server.tell(word) }
        stage.run(.days(1) + .minutes(40))
        // It was tried at 07:30, and what is shown meanwhile is what will be told.
        #expect(stage.server.attempts.count == 2)
        let dana = try #require(try stage.engine.loader.reps()["dana"])
        let preview = try stage.engine.previewDigest(to: dana, .weekly)
        #expect(preview.digest.since == stage.dots[0].at)
        #expect(preview.digest.stuck.entries.map(\.email) == ["otto@south.example"])
        for _ in 0..<8 where stage.dots.count < 2 { stage.run(.days(1)) }
        let subject = try #require(try subjects(stage).last)
        #expect(subject.hasSuffix("2 leads of yours wait, 1 got stuck"), "\(subject)")
        #expect(stage.dots.count == 2)
        // That one left, whenever it did: nothing has got stuck since.
        #expect(try stage.engine.previewDigest(to: dana, .weekly).digest.stuck.count == 0)
    }

    @Test("A crash after its commit point, before the server's word, brings no second one")
    func crash() throws {
        let stage = try stage()
        stage.run(.days(6))
        let row = try committed(stage)
        // As after kill -9: what was written is all that is known.
        stage.engine.stop()
        let next = try Stage(
            Plans.twoMails, digest: Self.rules,
            putBack: (copy: try copy(of: stage), at: stage.time.now()))
        next.run(.days(5))
        #expect(next.dots.isEmpty)
        #expect(try next.store.digests(to: "dana").first?.id == row.id)
        #expect(try next.store.digests(to: "dana").first?.state == .sent)
    }

    /// The week's digest, past its commit point and no further.
    private func committed(_ stage: Stage) throws -> DigestRow {
        let day = LocalDate(year: 2026, month: 3, day: 23)
        let moment = Stage.at(day: 23, hour: 7, minute: 30)
        try stage.store.queueDigest(
            to: "dana",
            DigestPeriod(kind: .weekly, day: day, dueAt: moment, endsAt: moment + .days(6)),
            from: Stage.mailbox, now: stage.time.now())
        let row = try #require(
            try stage.store.queuedDigest(of: Stage.mailbox, now: stage.time.now()))
        let decision = try stage.store.commitDigest(
            row.id, to: EmailAddress(known: "dana@sender.example"), gaps: [HandOffID(1)],
            rules: Self.rooms, now: stage.time.now())
        #expect(decision == .go)
        // The callback may be called again.
        #expect(
            try stage.store.commitDigest(
                row.id, to: EmailAddress(known: "dana@sender.example"), gaps: [HandOffID(1)],
                rules: Self.rooms, now: stage.time.now()) == .go)
        return row
    }

    private func copy(of stage: Stage) throws -> String {
        let clock = stage.time
        _ = try stage.store.startBackup(
            named: "copy.sqlite", replacing: false, clock: { @Sendable in clock.now() })
        return try #require(stage.store.awaitBackup()).file
    }

    @Test("It keeps the mailbox's cap and its pauses, and counts under the cap")
    func lane() throws {
        let stage = try stage()
        stage.run(.days(6))
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "a test", by: "dana")
        stage.run(.days(1) + .hours(2))
        #expect(stage.dots.isEmpty)
        _ = try stage.engine.resume(mailbox: Stage.mailbox, by: "dana")
        stage.run(.minutes(2))
        #expect(stage.dots.count == 1)
        #expect(
            try stage.store.committedCount(
                mailbox: Stage.mailbox, after: stage.time.now() - .hours(24)) == 1)
        let narrow = try self.stage(
            limits: LaneLimits(
                shortestGap: .zero, longestGap: .zero, startCap: 1, capRamp: 0, ceiling: 1))
        narrow.run(.days(6) + .hours(12))
        try narrow.enroll("otto@south.example")
        narrow.run(.hours(11))
        #expect(narrow.dots.map(\.recipient) == ["otto@south.example"])
        // Monday's digest waits for the cap of Sunday's e-mail.
        narrow.run(.hours(1))
        #expect(narrow.dots.count == 1)
        narrow.run(.hours(23))
        #expect(narrow.dots.count == 2)
    }

    @Test("A suppressed receiver, and one who has left, get none")
    func nobody() throws {
        let stage = try stage()
        stage.run(.days(6))
        _ = try stage.store.suppress(
            [SuppressionKey(typed: "dana@sender.example")], reason: "asked", evidence: nil,
            now: stage.time.now(), by: "test")
        stage.run(.days(7))
        #expect(stage.dots.isEmpty)
        #expect(try states(stage).last == "weekly 2026-03-23 failed")
    }
}
