package import API
import Sequencing

/// The reports beside the touch gap.
extension Example {
    private static let day: Int64 = 1440

    package static let clocks = [
        ClockView(
            clock: .givenToOwned, startedAt: at(-9 * day), stoppedAt: at(-9 * day), minutes: 0,
            businessMinutes: 0, standing: .unjudged),
        ClockView(
            clock: .ownedToAccepted, startedAt: at(-9 * day), stoppedAt: at(-7 * day),
            minutes: 2880, businessMinutes: 960, limitAt: at(-8 * day), standing: .broken),
        ClockView(
            clock: .touchToTouch, number: 3, startedAt: at(-5 * day), minutes: 7200,
            businessMinutes: 1440, targetAt: at(-4 * day), limitAt: at(day), standing: .late),
    ]

    package static let sequenceReport = SequenceReportView(
        asOf: now,
        versions: [
            VersionSurvival(
                sequence: "inbound-handoff", version: 3, title: "Inbound lead", enrollments: 120,
                ended: 80,
                steps: [
                    StepSurvivalView(
                        step: 1, id: "hello", channel: .email, due: 120, onTime: 118, late: 0,
                        never: 0, open: 2, overtaken: 0),
                    StepSurvivalView(
                        step: 2, id: "first-call", channel: .call, due: 100, onTime: 22, late: 9,
                        never: 51, open: 8, overtaken: 10),
                ], killingStep: "first-call")
        ])

    package static let handOffReport = HandOffReportView(
        asOf: now,
        total: LedgerRow(
            given: 98, accepted: 70, touched: 60, workedToMinimum: 31, open: 60, rejected: 8,
            qualified: 12, disqualified: 15, recycled: 3,
            dispositions: [
                .qualified: 10, .meetingBooked: 2, .noNeed: 15, .misrouted: 8, .recycled: 3,
            ],
            medianDaysToAccept: 0.4, medianDaysToFirstTouch: 1.2, medianDaysToQualify: 41),
        sources: [
            LedgerRow(
                source: "webinar", given: 90, accepted: 66, touched: 57, workedToMinimum: 30,
                open: 54, rejected: 8, qualified: 12, disqualified: 13, recycled: 3,
                medianDaysToAccept: 0.4, medianDaysToFirstTouch: 1.2, medianDaysToQualify: 41),
            LedgerRow(
                given: 8, accepted: 4, touched: 3, workedToMinimum: 1, open: 6, rejected: 0,
                qualified: 0, disqualified: 2, recycled: 0),
        ],
        cohorts: [
            CohortView(
                week: "2025-12-29", given: 40, isTooEarly: false,
                readings: [
                    CohortReading(
                        days: 30, touched: 28, workedToMinimum: 12, qualified: 4, disqualified: 6,
                        rejected: 2),
                    CohortReading(
                        days: 60, touched: 30, workedToMinimum: 20, qualified: 9, disqualified: 10,
                        rejected: 2),
                ]),
            CohortView(week: "2026-02-16", given: 12, isTooEarly: true, readings: []),
        ], medianDaysToQualify: 41)

    package static let coverageReport = CoverageReportView(
        asOf: now, total: 2,
        marks: [.singleThreaded: 1, .shallow: 1, .stale: 0, .untouched: 0],
        rows: [
            AccountCoverage(
                account: AccountID(3), domain: "nordwind.example", name: "Nordwind",
                owners: ["ada"],
                people: 4, touched: 1, touches: 2, lastTouchAt: at(-5 * day),
                marks: [.singleThreaded, .shallow],
                roles: [
                    RoleCoverage(
                        role: .champion, known: 1, enrolled: 1, touched: 1, replied: 0),
                    RoleCoverage(role: .unknown, known: 3, enrolled: 0, touched: 0, replied: 0),
                ]),
            AccountCoverage(
                account: AccountID(4), domain: "aurora.example", owners: ["ada", "ben"], people: 2,
                touched: 2, touches: 9, lastTouchAt: at(-day), marks: [],
                roles: [
                    RoleCoverage(
                        role: .economicBuyer, known: 2, enrolled: 1, touched: 2, replied: 1)
                ]),
        ])

    package static let auditReport = AuditReportView(
        asOf: now,
        counts: [
            .unreachableTooEarly: 1, .noConversation: 0, .rejectedAfterContact: 0, .stoppedEarly: 0,
        ],
        rows: [
            AuditRow(
                finding: .unreachableTooEarly, lead: LeadID(12), handOff: HandOffID(12),
                email: "mira.falk@nordwind.example", name: "Mira Falk", owner: "ada",
                source: "=webinar", disposition: .unableToReach, at: at(-2 * day), by: "ada",
                touches: 2, channels: 1, businessDays: 3,
                text: "closed as unable-to-reach after 2 of 6 touches, 1 of 2 channels, 3 of 10 "
                    + "business days", evidence: ["H12", "E7"],
                command: "thirdtouch enroll mira.falk@nordwind.example --sequence re-engagement")
        ])
}
