package import API
import Sequencing

extension Example {
    private static let day: Int64 = 1440

    package static let pageLink = PageLinkView(
        url: "http://localhost:8026/log-in/5f1c", name: "ada", access: .manager,
        expiresAt: at(10), tunnelPort: 8026)

    package static let status = StatusView(
        version: "0.1.0", startedAt: at(-3 * day), now: now, leads: 96, handOffs: 98,
        enrollments: [
            StateCount(state: .waiting, count: 40), StateCount(state: .sending, count: 1),
            StateCount(state: .atTask, count: 9), StateCount(state: .held, count: 2),
            StateCount(state: .paused, count: 4), StateCount(state: .ended, count: 30),
        ],
        deliveries: [
            StateCount(state: .queued, count: 10), StateCount(state: .submitting, count: 0),
            StateCount(state: .committing, count: 0), StateCount(state: .accepted, count: 120),
            StateCount(state: .refused, count: 1), StateCount(state: .inDoubt, count: 1),
            StateCount(state: .withdrawn, count: 6), StateCount(state: .bounced, count: 2),
        ], openTasks: 9, overdueTasks: 3, nextDueAt: at(30),
        counting: ReportCountingView(counted: 64_200, of: 98_000),
        mailboxes: [mailbox, downMailbox],
        warnings: [
            WarningView(
                code: "mailbox-down",
                message: "ben@seller.example can't be read: the server refused the password",
                advice: "put the new password into its credential, then: "
                    + "systemctl reload thirdtouchd")
        ])

    package static let plan = PlanView(
        sequence: "two-notes", title: "Two notes", rep: "ada", asOf: now, horizon: at(400 * day),
        leads: 3, touches: 3, firstTouchAt: at(60), lastTouchAt: at(3 * day),
        days: [
            PlanDayView(date: "2026-03-02", email: 2), PlanDayView(date: "2026-03-05", call: 1),
        ],
        mailboxes: [
            PlanMailboxView(address: "ada@seller.example", messages: 2, lastMessageAt: at(2 * day))
        ],
        warnings: [
            WarningView(
                code: "merge-field-missing", message: "1 lead would be held: no topic",
                advice: "add the columns, or a fallback in the file: {{field|fallback}}")
        ],
        lines: [
            PlanLineView(
                line: 2, email: "mira@customer.example", name: "Mira Falk", zone: "Europe/Berlin",
                mailbox: "ada@seller.example",
                touches: [
                    PlanTouchView(
                        step: 1, id: "hello", channel: .email, at: at(60),
                        localTime: "mon 2026-03-02 11:00", lateMinutes: 0),
                    PlanTouchView(
                        step: 2, id: "ring", channel: .call, at: at(3 * day),
                        localTime: "thu 2026-03-05 10:00", lateMinutes: 0),
                ], lastTouchAt: at(3 * day)),
            PlanLineView(
                line: 3, email: "ken@other.example", name: "ken@other.example", zone: "Asia/Tokyo",
                mailbox: "ada@seller.example",
                touches: [
                    PlanTouchView(
                        step: 1, id: "hello", channel: .email, at: at(14 * 60),
                        localTime: "tue 2026-03-03 09:00", lateMinutes: 95)
                ], lastTouchAt: at(14 * 60), missingFields: ["topic"],
                heldText: "step 2: the lead has no topic",
                refusal: RefusalView(
                    code: .suppressed, message: "ken@other.example may not be contacted",
                    advice: "see thirdtouch lead explain ken@other.example")),
        ], omitted: 1)

    package static let migration = MigrationView(
        sequence: "inbound-handoff", version: 4, isApplied: false, movable: 2, stuck: 1,
        lines: [
            MigrationLineView(
                enrollment: EnrollmentID(7), lead: LeadID(12), email: "mira@customer.example",
                state: .waiting,
                fromVersion: 3, step: "nudge", dueAt: at(day), newStep: "reminder",
                newDueAt: at(2 * day)),
            MigrationLineView(
                enrollment: EnrollmentID(8), lead: LeadID(13), email: "ken@other.example",
                state: .paused, fromVersion: 3,
                step: "bye", ends: true),
            MigrationLineView(
                enrollment: EnrollmentID(9), lead: LeadID(14), email: "ana@west.example",
                state: .atTask, fromVersion: 2,
                step: "ring", dueAt: at(-60), obstacle: "T4 of step “ring” is open",
                advice: "thirdtouch task skip T4"),
        ])

    package static let planOrder = PlanRequest(
        file: "two-notes.yaml", text: "title: Two notes\n",
        leads: [
            PlanRequest.Lead(
                line: 2, email: "mira@customer.example",
                fields: LeadFields(firstName: "Mira", zone: "Europe/Berlin"))
        ], rep: "ada", startAt: now, limit: 20)

    package static let explanation = ExplanationView(
        lead: lead, handOffs: [handOff], enrollments: [atTask],
        next: NextView(
            text: "The call of step 3 waits for ada; without it the task expires.",
            at: at(2 * day), command: "thirdtouch task done T4 --outcome connected"),
        replies: [referral],
        timeline: [
            HistoryLine(
                at: at(-9 * day), actor: "ada", what: "enrolled",
                to: "waiting step 1 due 2026-02-21T09:00:00Z",
                why: "enrolled in inbound-handoff@3", evidence: ["H12", "E7"]),
            HistoryLine(
                at: at(-4 * day), actor: "engine", what: "due",
                from: "waiting step 3 due 2026-02-26T09:00:00Z", to: "at-task step 3 as T4",
                why: "step 3 is due", evidence: ["E7", "T4"]),
        ])

    package static let rep = RepView(
        name: "ada", fullName: "Ada Quist", access: .rep, team: "north", worker: "ben",
        absences: [
            AbsenceView(
                id: AbsenceID(2), from: at(-day), until: at(6 * day), delegate: "ben"),
            AbsenceView(id: AbsenceID(3), from: at(40 * day), until: at(41 * day)),
        ])
    package static let present = RepView(
        name: "ben", fullName: "Ben Okoro", access: .manager, worker: "ben")

    package static let touchGap = TouchGapView(
        asOf: now, below: 3, total: 98,
        counts: [
            (.engineFault, 0), (.neverTouched, 11), (.stalled, 14), (.endedShort, 5),
            (.ourTurn, 2), (.waiting, 6), (.onPlan, 40), (.closed, 18), (.suppressed, 2),
        ], medianFirstTouchSystemMinutes: 42, medianFirstTouchHumanMinutes: 1530,
        medians: [
            ClockMedian(
                clock: .ownedToAccepted, count: 70, minutes: 580, businessMinutes: 300, kept: 61,
                judged: 70),
            ClockMedian(
                clock: .givenToMinimum, count: 31, minutes: 20_160, businessMinutes: 4800, kept: 0,
                judged: 0),
        ], thirdTouch: ThirdTouch(reached: 30, judged: 80),
        weekBefore: PastClasses(
            asOf: at(-7 * day),
            counts: [
                (.neverTouched, 8), (.stalled, 15), (.endedShort, 5), (.ourTurn, 2), (.waiting, 6),
                (.onPlan, 38), (.closed, 14), (.suppressed, 2),
            ]),
        reps: [
            RepTouches(
                rep: "ada", zero: 3, one: 6, two: 9, threeToFive: 20, sixAndMore: 12, gaps: 12,
                skipped: 4),
            RepTouches(
                rep: "ben", zero: 9, one: 5, two: 4, threeToFive: 18, sixAndMore: 8, gaps: 16,
                skipped: 11),
            RepTouches(
                zero: 4, one: 0, two: 0, threeToFive: 0, sixAndMore: 0, gaps: 4, skipped: 0),
        ],
        reasons: [
            ReasonCount(reason: .taskOverdue, party: .rep, count: 13),
            ReasonCount(reason: .notEnrolled, party: .rep, count: 9),
            ReasonCount(reason: .noOwner, party: .manager, count: 4),
            ReasonCount(reason: .mergeFieldMissing, party: .data, count: 4),
            ReasonCount(reason: .replyUnanswered, party: .rep, count: 2),
        ], rows: workList, more: false)

    private static let workList = [
        WorkListRow(
            lead: LeadID(15), handOff: HandOffID(15), email: "lena@aurora.example",
            name: "Lena Brandt", account: "aurora.example", owner: "ben", source: "trade fair",
            class: .ourTurn, touches: 2, attempts: 2, channels: 1, lastTouchAt: at(-3 * day),
            since: at(-2 * day), reason: .replyUnanswered,
            reasonText: "the lead answered and nobody has answered back", party: .rep,
            evidence: ["R3"], command: "thirdtouch reply show R3"),
        WorkListRow(
            lead: LeadID(12), handOff: HandOffID(12), email: "mira.falk@nordwind.example",
            name: "Mira Falk", account: "nordwind.example", owner: "ada", source: "webinar",
            class: .stalled, touches: 2, attempts: 3, channels: 1, lastTouchAt: at(-5 * day),
            nextDueAt: at(-4 * day), since: at(-4 * day), reason: .taskOverdue,
            reasonText: "the call of step 3 is not done", party: .rep,
            secondaryReasons: [.channelDataMissing], evidence: ["E7", "T4"],
            command: "thirdtouch task done T4 --outcome connected", severity: .urgent,
            role: .champion, tier: LeadTier(rawValue: "A"), sequence: "inbound-handoff", version: 3,
            step: 3,
            advice: ReachAdvice(
                text: "3 e-mails in a row went unanswered: find a telephone number, or another "
                    + "person of the account",
                command: "thirdtouch lead edit mira.falk@nordwind.example --phone VALUE",
                study: .followUps)),
        WorkListRow(
            lead: LeadID(17), handOff: HandOffID(17), email: "info@stillwater.example",
            name: "info@stillwater.example", class: .neverTouched, touches: 0, attempts: 0,
            channels: 0, since: at(-6 * day), reason: .noOwner,
            reasonText: "nobody owns this lead", party: .manager, evidence: ["H17"],
            command: "thirdtouch lead edit info@stillwater.example --owner REP"),
    ]

    package static let lint = LintView(files: [
        LintedFile(
            file: "sequences/cold-outbound.yaml", steps: 6, title: "Cold outbound", mistakes: [],
            remarks: [
                DiagnosticView(
                    file: "sequences/cold-outbound.yaml", line: 31, column: 5, field: "steps[5]",
                    message: "“last” is the 5th e-mail in a row, on no other channel",
                    advice: "put a call, a LinkedIn step or a task before it")
            ]),
        LintedFile(file: "inbound-handoff.yaml", mistakes: refusal.details),
    ])

    package static let refusal = APIError(
        .sequenceInvalid, "inbound-handoff.yaml has 1 mistake, nothing was published",
        advice: "thirdtouch sequence lint inbound-handoff.yaml",
        details: [
            DiagnosticView(
                file: "inbound-handoff.yaml", line: 4, column: 9,
                message: "there is no field “compny”", advice: "write company")
        ])
}
