import Sequencing
import Testing

/// The reasons that depend on people and on what is known of them, each with its party, its evidence and its command.
struct TouchGapReasonTests {
    typealias Base = TouchGapTests

    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var facts: HandOffFacts
        var group: TouchGapClass
        var reason: TouchGapReason?
        var party: ResponsibleParty?
        var evidence: [String] = []
        var since = Base.given
        var command = ""
        var secondary: [TouchGapReason] = []
        var testDescription: String { name }

        init(
            _ name: String, _ facts: HandOffFacts, _ group: TouchGapClass,
            _ reason: TouchGapReason? = nil, _ party: ResponsibleParty? = nil,
            evidence: [String] = [], since: Instant = Base.given, command: String = "",
            secondary: [TouchGapReason] = []
        ) {
            self.name = name
            self.facts = facts
            self.group = group
            self.reason = reason
            self.party = party
            self.evidence = evidence
            self.since = since
            self.command = command
            self.secondary = secondary
        }
    }

    static let mira = "mira@customer.example"

    static func given(by giver: String, at moment: Instant = Base.given) -> HandOffFacts {
        var facts = Base.facts()
        facts.givenBy = giver
        facts.ownedAt = moment
        return facts
    }

    static func away(_ facts: HandOffFacts, delegate: String?) -> HandOffFacts {
        var facts = facts
        facts.absences = [
            Absence(
                id: AbsenceID(2), rep: "dana", from: Base.now - .days(3),
                until: Base.now + .days(3),
                delegate: delegate)
        ]
        facts.standIn = delegate
        return facts
    }

    static func answered(_ doubt: HandOffFacts.Doubt? = nil) -> HandOffFacts {
        var facts = Base.facts(touches: 1, state: .ended(.replied))
        facts.openReply = .init(
            id: ReplyID(3), receivedAt: Base.given, task: TaskID(9), doubt: doubt)
        return facts
    }

    static func refused(_ words: String, isMended: Bool = false) -> HandOffFacts {
        var delivery = Base.delivery(.refused)
        delivery.serverReply = words
        delivery.formerAddress = isMended ? "mira@old.example" : nil
        return Base.facts(state: .ended(.failed(.refused)), delivery: delivery)
    }

    static func short(_ state: EnrollmentState, touches: Int = 1) -> HandOffFacts {
        var facts = Base.facts(touches: touches, state: state)
        facts.reach = Effort(touches: 3, attempts: 3, channels: 1)
        return facts
    }

    static let rows: [Row] = {
        let overdue = Base.facts(
            touches: 1, state: .atTask(step: Base.step, task: TaskID(4), dueAt: Base.given))
        var accepted = given(by: "mark")
        accepted.acceptedAt = Base.given
        var referral = Base.facts(touches: 1, state: .ended(.replied))
        referral.referral = .init(
            reply: ReplyID(3), receivedAt: Base.given, address: "kim@customer.example")
        var fresh = referral
        fresh.referral?.receivedAt = Base.now - .hours(1)
        var twice = Base.facts()
        twice.duplicates = [
            .init(lead: LeadID(7), email: "mira@other.example", sign: .phone),
            .init(lead: LeadID(8), email: "mira@third.example", sign: .name),
        ]
        var bounced = Base.facts(state: .ended(.bounced), delivery: Base.delivery(.bounced))
        bounced.enrollment?.delivery?.formerAddress = "mira@old.example"
        var wrongly = Base.facts(touches: 4)
        wrongly.disposition = .unableToReach
        var away = Self.away(overdue, delegate: "erik")
        away.givenBy = "mark"
        var bothAway = away
        bothAway.standIn = "mona"
        var allAway = away
        allAway.standIn = nil
        var over = away
        over.absences[0].until = Base.now
        return [
            Row(
                "given by marketing and not accepted", given(by: "mark"), .neverTouched,
                .notAccepted, .rep, evidence: ["H1"], command: "thirdtouch lead accept \(mira)",
                secondary: [.notEnrolled]),
            Row("taken on by the rep", given(by: "dana"), .neverTouched, .notEnrolled, .rep),
            Row(
                "given anew an hour ago", given(by: "mona", at: Base.now - .hours(1)),
                .neverTouched, .notEnrolled, .rep),
            Row("accepted", accepted, .neverTouched, .notEnrolled, .rep),
            Row(
                "away, erik stands in", away, .stalled, .ownerAbsent, .manager,
                evidence: ["H1", "V2"], since: Base.now - .days(3),
                command: "thirdtouch lead assign \(mira) --to erik", secondary: [.taskOverdue]),
            Row(
                "away, and erik too, for whom mona stands in", bothAway, .stalled, .ownerAbsent,
                .manager, since: Base.now - .days(3),
                command: "thirdtouch lead assign \(mira) --to mona", secondary: [.taskOverdue]),
            Row(
                "away, and erik too, for whom nobody stands in", allAway, .stalled, .ownerAbsent,
                .manager, since: Base.now - .days(3),
                command: "thirdtouch lead assign \(mira) --to REP", secondary: [.taskOverdue]),
            Row(
                "away, nobody stands in", Self.away(overdue, delegate: nil), .stalled, .ownerAbsent,
                .manager, since: Base.now - .days(3),
                command: "thirdtouch lead assign \(mira) --to REP", secondary: [.taskOverdue]),
            Row(
                "back this minute", over, .stalled, .notAccepted, .rep, secondary: [.taskOverdue]),
            Row(
                "away, and what is missing is data",
                Self.away(
                    Base.facts(
                        touches: 1,
                        state: .held(step: Base.step, reason: .channelDataMissing(.call))),
                    delegate: "erik"), .stalled, .channelDataMissing, .data),
            Row(
                "away, and the lead has answered", Self.away(answered(), delegate: "erik"),
                .ourTurn, .ownerAbsent, .manager, since: Base.now - .days(3),
                secondary: [.replyUnanswered]),
            Row(
                "away, and out of office too",
                Self.away(
                    Base.facts(
                        touches: 1,
                        state: .paused(
                            step: Base.step, cause: .outOfOffice, until: Base.now + .days(1))),
                    delegate: "erik"), .waiting, .outOfOffice, .policy),
            Row(
                "somebody else of the company wrote", answered(.otherWriter), .ourTurn,
                .replyUnclassified, .rep, evidence: ["R3"],
                command: "thirdtouch reply classify R3 --as person"),
            Row(
                "a message that nobody can read", answered(.unreadable), .ourTurn,
                .replyUnclassified, .rep, evidence: ["R3"],
                command: "thirdtouch reply classify R3 --as person"),
            Row(
                "named somebody else", referral, .ourTurn, .referralNotFollowed, .rep,
                evidence: ["R3"],
                command: "thirdtouch lead add kim@customer.example --source referral"),
            Row("named somebody this morning", fresh, .onPlan),
            Row(
                "the server knows no such address", refused("550 5.1.1 no such user"),
                .endedShort, .addressInvalid, .data, evidence: ["E5", "D7"],
                command: "thirdtouch lead edit \(mira) --email ADDRESS"),
            Row(
                "the address was mended since", refused("550 5.1.1 no such user", isMended: true),
                .endedShort, .endedShort, .rep, evidence: ["E5", "D7"],
                command: "thirdtouch enroll \(mira) --sequence s"),
            Row(
                "refused for what it says", refused("550 5.7.1 spam"), .endedShort, .refused,
                .system, evidence: ["E5", "D7"]),
            Row(
                "bounced, and the address was mended since", bounced, .endedShort, .endedShort,
                .rep, command: "thirdtouch enroll \(mira) --sequence s"),
            Row(
                "all of a short plan was done", short(.ended(.completed), touches: 3), .endedShort,
                .planTooShort, .manager, evidence: ["E5"],
                command: "thirdtouch enroll \(mira) --sequence re-engagement"),
            Row(
                "a short plan was stopped", short(.ended(.stopped)), .endedShort, .endedShort, .rep,
                secondary: [.planTooShort]),
            Row(
                "a short plan is stuck",
                short(.atTask(step: Base.step, task: TaskID(4), dueAt: Base.given)), .stalled,
                .taskOverdue, .rep, secondary: [.planTooShort]),
            Row(
                "a short plan moves", short(.waiting(step: Base.step, dueAt: Base.now + .days(1))),
                .onPlan),
            Row(
                "there twice", twice, .neverTouched, .notEnrolled, .rep,
                secondary: [.duplicateLead]),
            Row(
                "called unreachable after touches by hand alone", wrongly, .endedShort,
                .notEnrolled, .rep, secondary: [.endedShort]),
        ]
    }()

    @Test("Each reason has its party, its evidence, its moment and its command", arguments: rows)
    func row(_ row: Row) {
        let found = TouchGap.assess(
            row.facts, now: Base.now, policy: .init(), calendar: Base.calendar)
        #expect(found.class == row.group)
        #expect(found.primary?.reason == row.reason)
        #expect(found.primary?.reason.party == row.party)
        #expect(found.secondary.map(\.reason) == row.secondary)
        if row.reason != nil { #expect(found.primary?.since == row.since) }
        if !row.evidence.isEmpty { #expect(found.primary?.evidence == row.evidence) }
        if !row.command.isEmpty { #expect(found.primary?.command == row.command) }
    }

    @Test("A duplicate names the other leads, and its command closes this one alone")
    func duplicate() throws {
        let row = try #require(Self.rows.first { $0.name == "there twice" })
        let finding = try #require(
            TouchGap.assess(row.facts, now: Base.now, policy: .init(), calendar: Base.calendar)
                .secondary.last)
        #expect(finding.evidence == ["L1", "L7", "L8"])
        #expect(finding.text == "mira@other.example has the same telephone number")
        #expect(
            finding.command
                == "thirdtouch lead dispose \(Self.mira) --as bad-data --note \"same as L7\"")
        #expect(finding.reason.party == .data)
    }

    @Test("A plan reaches what its steps can do for a lead with these fields")
    func reach() throws {
        let body = try MergeTemplate(parsing: "Hi.")
        let email = Step.Act.email(
            EmailAct(subject: body, replyTo: nil, variants: [.init(weight: 1, body: body)]))
        let call = Step.Act.call(ManualAct(script: body, expires: nil))
        let sequence = Sequencing.Sequence(
            name: "s", title: "S",
            window: Window(
                days: Window.workdays, hours: [Base.hours], zone: .named("UTC"), holidays: .none),
            colleagueReplies: .ignore,
            outOfOffice: .init(businessDaysAfterReturn: 1, defaultDays: 14),
            minimum: .init(touches: 3, channels: 2, businessDays: 1),
            steps: [
                Step(id: "a", delay: .none, act: email),
                Step(id: "b", delay: .none, onlyIf: .leadHas(field: "phone"), act: call),
                Step(
                    id: "c", delay: .none, onlyIf: .outcome(step: "b", is: "no-answer"), act: call),
                Step(id: "d", delay: .none, onlyIf: .leadLacks(field: "phone"), act: email),
            ])
        let (with, without) = (sequence.reach(fields: ["phone": "1"]), sequence.reach(fields: [:]))
        #expect(with == Effort(touches: 3, attempts: 3, channels: 2))
        #expect(without.touches == 3)
        #expect(!with.isShort(of: sequence.minimum))
        #expect(with.isShort(of: .init(touches: 4, channels: 1, businessDays: 1)))
        #expect(with.isShort(of: .init(touches: 1, channels: 3, businessDays: 1)))
    }
}
