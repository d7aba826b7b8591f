import Sequencing
import Testing

/// What the reports beside the touch gap count.
struct ReportTests {
    typealias Base = TouchGapTests

    static let start = Base.given

    // MARK: - Steps

    static func attempt(_ result: StepAttempt.Result) -> StepAttempt {
        StepAttempt(enrollment: EnrollmentID(1), step: "call", dueAt: start, result: result)
    }

    struct Ending: Sendable {
        var name: String
        var attempts: [StepAttempt.Result]
        var outcome: EnrollmentOutcome?
        var ending: DueStep.Ending?
    }

    static let endings = [
        Ending(name: "open", attempts: [.open], ending: .open),
        Ending(name: "done", attempts: [.happened(at: start)], ending: .happened(at: start)),
        Ending(
            name: "done at the second attempt", attempts: [.withdrawn, .happened(at: start)],
            outcome: .completed, ending: .happened(at: start)),
        Ending(name: "expired", attempts: [.missed], ending: .missed),
        Ending(
            name: "answered before it", attempts: [.withdrawn], outcome: .replied,
            ending: .overtaken),
        Ending(
            name: "a person stopped it", attempts: [.withdrawn], outcome: .stopped,
            ending: .missed),
        Ending(name: "it rests and will be due anew", attempts: [.withdrawn], ending: nil),
        Ending(
            name: "opted out of an open one", attempts: [.open], outcome: .optedOut,
            ending: .overtaken),
        Ending(
            name: "refused, and the sequence failed", attempts: [.missed],
            outcome: .failed(.refused), ending: .missed),
    ]

    @Test("What all attempts at a step come to", arguments: endings)
    func ending(_ row: Ending) {
        let found = DueStep.ending(
            of: row.attempts.map(Self.attempt), outcome: row.outcome)
        #expect(found == row.ending, "\(row.name)")
    }

    @Test("Steps are counted by the grace, and the one that loses most is named")
    func survival() {
        let now = Self.start + .days(14)
        func count(_ endings: [(DueStep.Ending, dueAt: Instant)]) -> StepSurvival {
            var survival = StepSurvival()
            for (ending, dueAt) in endings {
                survival.count(
                    DueStep(
                        enrollment: EnrollmentID(1), sequence: .init(name: "s", version: 1),
                        step: "call", dueAt: dueAt, ending: ending), now: now, policy: .init(),
                    calendar: Base.calendar)
            }
            return survival
        }
        let hello = count([(.happened(at: Self.start), Self.start)])
        let call = count([
            (.happened(at: Self.start + .days(2)), Self.start),
            (.happened(at: Self.start + .days(3)), Self.start), (.missed, Self.start),
            (.open, Self.start), (.open, now), (.overtaken, Self.start),
        ])
        #expect(StepSurvival.Fate.allCases.map { call[$0] } == [1, 1, 2, 1, 1])
        #expect(call.due == 6)
        #expect([hello, call].killingStep == 1)
        #expect([call, call].killingStep == 0)
        #expect([hello].killingStep == nil)
    }

    // MARK: - Ledger

    static func entry(
        day: Int, qualifiedAfter days: Int? = nil, source: String? = "fair",
        as disposition: Disposition = .qualified
    ) -> LedgerEntry {
        let given = start + .days(day)
        return LedgerEntry(
            source: source, givenAt: given, acceptedAt: given + .hours(2),
            firstTouchAt: given + .days(1), minimumAt: days.map { given + .days($0) },
            disposition: days == nil ? nil : disposition, disposedAt: days.map { given + .days($0) }
        )
    }

    @Test("Each hand-off is counted in one result, and the medians are of those that came so far")
    func sums() {
        let sums = LedgerSums([
            Self.entry(day: 0, qualifiedAfter: 40), Self.entry(day: 0, qualifiedAfter: 10),
            Self.entry(day: 0, qualifiedAfter: 5, as: .noNeed),
            Self.entry(day: 0, qualifiedAfter: 1, as: .misrouted), Self.entry(day: 0),
        ])
        #expect(sums.given == 5)
        #expect(sums.results.values.reduce(0, +) == 5)
        #expect(sums.results == [.qualified: 2, .disqualified: 1, .rejected: 1, .open: 1])
        #expect(sums.workedToMinimum == 4)
        #expect(sums.medianToQualify == .days(40))
        #expect(sums.medianToFirstTouch == .days(1))
        #expect(LedgerSums([]).medianToQualify == nil)
    }

    @Test("A cohort is a week from Monday on, read at the same age of each of its leads")
    func cohorts() throws {
        let cohorts = HandOffCohort.cohorts(of: [
            Self.entry(day: 7, qualifiedAfter: 3), Self.entry(day: 0, qualifiedAfter: 45),
            Self.entry(day: 6, qualifiedAfter: 20),
        ])
        #expect(cohorts.map { "\($0.week)" } == ["2026-03-02", "2026-03-09"])
        #expect(cohorts.map(\.entries.count) == [2, 1])
        let first = cohorts[0]
        let read = { (age: Int, after: Int) in
            first.sums(atAge: age, now: Self.start + .days(after))?.results[.qualified]
        }
        // The youngest is six days younger than the oldest.
        #expect(read(30, 35) == nil)
        #expect(read(30, 36) == 1)
        #expect(read(60, 66) == 2)
        let early = { (after: Int, median: Duration?) in
            first.isTooEarly(at: Self.start + .days(after), medianToQualify: median)
        }
        #expect(early(25, .days(20)))
        #expect(!early(26, .days(20)))
        #expect(early(35, nil))
        #expect(!early(36, nil))
    }

    // MARK: - Coverage

    static func person(_ touches: Int, _ role: BuyingRole = .user, day: Int = 0) -> CoveredPerson {
        CoveredPerson(
            role: role, isEnrolled: touches > 0, touches: touches,
            lastTouchAt: touches > 0 ? start + .days(day) : nil, hasReplied: false)
    }

    @Test(
        "An account's marks say why its numbers promise too much",
        arguments: [
            ([0, 0], 1, [.untouched]), ([3, 0, 0], 1, [.singleThreaded]),
            ([1, 0], 1, [.singleThreaded, .shallow]),
            ([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 1, [.shallow]),
            ([3, 1], 1, []), ([3, 3], 29, []), ([3, 3], 30, [.stale]),
        ] as [([Int], Int, [CoverageMark])])
    func marks(_ touches: [Int], _ day: Int, _ marks: [CoverageMark]) {
        let reach = AccountReach(touches.map { Self.person($0) })
        #expect(reach.marks(at: Self.start + .days(day) + .hours(1)) == marks)
        #expect(reach.touches == touches.reduce(0, +))
    }

    @Test("Roles are listed in their order, those alone that somebody has")
    func roles() {
        let reach = AccountReach([
            Self.person(1, .unknown), Self.person(2, .champion), Self.person(0, .champion),
        ])
        #expect(reach.byRole.map(\.role) == [.champion, .unknown])
        #expect(reach.byRole[0].people.count == 2)
    }

    // MARK: - Audit

    static let short = Effort(touches: 2, attempts: 2, channels: 1, businessDays: 2)
    static let whole = Effort(touches: 6, attempts: 6, channels: 2, businessDays: 10)

    struct Judgement: Sendable {
        var disposition: Disposition?
        var effort: Effort
        var hasConversation = false
        var isStopped = false
        var finding: AuditFinding?
    }

    static let judgements: [Judgement] =
        [
            Judgement(disposition: .unableToReach, effort: short, finding: .unreachableTooEarly),
            Judgement(disposition: .unableToReach, effort: whole),
            Judgement(disposition: .misrouted, effort: short, finding: .rejectedAfterContact),
            Judgement(disposition: .outsideCriteria, effort: Effort()),
            Judgement(disposition: nil, effort: short, isStopped: true, finding: .stoppedEarly),
            Judgement(disposition: nil, effort: whole, isStopped: true),
            Judgement(disposition: nil, effort: short),
            Judgement(disposition: .qualified, effort: short, isStopped: true),
            Judgement(disposition: .badData, effort: Effort(), isStopped: true),
        ]
        + unspoken.map { Judgement(disposition: $0, effort: whole, finding: .noConversation) }
        + unspoken.map { Judgement(disposition: $0, effort: short, hasConversation: true) }

    /// Nobody says so of somebody who never said a word.
    static let unspoken: [Disposition] = [.noNeed, .noBudget, .badTiming, .notAFit]

    @Test("A judgement is found where the record does not bear it out", arguments: judgements)
    func audit(_ row: Judgement) {
        let facts = AuditFacts(
            disposition: row.disposition, effort: row.effort, minimum: .standard,
            hasConversation: row.hasConversation, isStopped: row.isStopped)
        #expect(facts.finding == row.finding)
    }

    // MARK: - Advice

    struct Advice: Sendable {
        var channels: [Channel]
        var hasPhone = false
        var hasProfile = false
        var others: [String] = []
        var word: String?
    }

    static let mails: [Channel] = [.email, .email, .email]

    static let advices = [
        Advice(channels: [.email, .email]), Advice(channels: [.email, .email, .email, .call]),
        Advice(channels: mails, hasPhone: true, hasProfile: true, word: "call"),
        Advice(channels: [.call] + mails, hasProfile: true, word: "LinkedIn"),
        Advice(
            channels: mails, others: ["kim@a.example", "lee@a.example"],
            word: "kim@a.example or 1 more"),
        Advice(channels: mails + [.email], word: "4 e-mails in a row"),
    ]

    @Test(
        "After three e-mails in a row another channel or person is advised, never a fourth",
        arguments: advices)
    func advice(_ row: Advice) {
        let found = ChannelAdvice.after(
            row.channels,
            .init(
                email: "mira@a.example", hasPhone: row.hasPhone, hasProfile: row.hasProfile,
                others: row.others))
        #expect((found != nil) == (row.word != nil))
        if let word = row.word { #expect(found?.text.contains(word) == true) }
    }
}
