import Sequencing

/// Facts of hand-offs drawn at random, each field for itself: also what no store would ever hold.
struct RandomFacts {
    private var state: UInt64
    /// Also mailboxes that are down, owners who left or are away, people who are there twice.
    private let hasTroubles: Bool

    typealias Base = TouchGapTests

    init(seed: UInt64, hasTroubles: Bool = false) {
        state = seed
        self.hasTroubles = hasTroubles
    }

    mutating func next() -> HandOffFacts {
        var facts = Base.facts()
        facts.givenAt = past(30)
        facts.ownedAt = facts.givenAt
        facts.effort = Effort(
            touches: number(9), attempts: 9, channels: number(4), businessDays: number(20))
        facts.isSuppressed = isChosen(12)
        let words: [Disposition] = [.unableToReach, .misrouted, .noNeed, .recycled]
        if isChosen(4) { facts.disposition = words[number(words.count)] }
        if isChosen(6) {
            facts.openReply = .init(
                id: ReplyID(3), receivedAt: past(4), task: isChosen(2) ? TaskID(9) : nil,
                doubt: isChosen(3) ? .otherWriter : isChosen(3) ? .unreadable : nil)
        }
        if isChosen(8) {
            facts.referral = .init(
                reply: ReplyID(2), receivedAt: past(4), address: "kim@customer.example")
        }
        if !isChosen(5) { facts.enrollment = enrollment() }
        if hasTroubles { trouble(&facts) }
        return facts
    }

    private mutating func enrollment() -> HandOffFacts.EnrollmentFacts {
        let delivery: [DeliveryState.Name] = [.queued, .inDoubt, .accepted, .refused]
        return HandOffFacts.EnrollmentFacts(
            id: EnrollmentID(5), sequence: SequenceVersion(name: "s", version: 1),
            state: isChosen(40) ? nil : enrollmentState(), changedAt: past(20), channel: .call,
            delivery: .init(
                id: DeliveryID(7), state: delivery[number(4)], dueAt: past(6), notBeforeAt: past(2),
                serverReply: isChosen(2) ? "550 5.1.1 no such user" : nil,
                formerAddress: isChosen(4) ? "mira@old.example" : nil))
    }

    private mutating func enrollmentState() -> EnrollmentState {
        let step = StepIndex(number(4))
        let moment = isChosen(2) ? past(8) : Base.now + .hours(number(200) + 1)
        switch number(6) {
        case 0: return .waiting(step: step, dueAt: moment)
        case 1: return .sending(step: step, delivery: DeliveryID(7))
        case 2: return .atTask(step: step, task: TaskID(4), dueAt: moment)
        case 3:
            let reasons: [HoldReason] = [
                .mergeFieldMissing(fields: ["city"]), .channelDataMissing(.call), .noWindow,
                .threadParentMissing, .mailboxMissing, .restored, .mergeValueUnsafe(field: "city"),
            ]
            return .held(step: step, reason: reasons[number(reasons.count)])
        case 4:
            return .paused(
                step: step, cause: PauseCause.allCases[number(PauseCause.allCases.count)],
                until: isChosen(3) ? nil : moment)
        default:
            return .ended(EnrollmentOutcome.all[number(EnrollmentOutcome.all.count)])
        }
    }

    private mutating func trouble(_ facts: inout HandOffFacts) {
        if isChosen(8) { facts.owner = nil }
        facts.isOwnerKnown = facts.owner == nil || !isChosen(8)
        facts.givenBy = isChosen(2) ? "mark" : "dana"
        facts.acceptedAt = isChosen(2) ? facts.givenAt : nil
        if isChosen(3) {
            facts.absences = [
                Absence(
                    id: AbsenceID(2), rep: "dana", from: past(5), until: Base.now + .days(1),
                    delegate: isChosen(2) ? "erik" : nil)
            ]
        }
        if isChosen(4) {
            facts.duplicates = [
                .init(lead: LeadID(7), email: "mira@other.example", sign: .linkedIn)
            ]
        }
        facts.reach = Effort(touches: number(8), attempts: 8, channels: number(4))
        facts.enrollment?.hasExpiredTask = isChosen(6)
        if isChosen(3) { facts.proposedSequence = nil }
        if isChosen(2) {
            let codes = EnrollmentRefusal.Code.allCases
            facts.refusal = EnrollmentRefusal(
                code: codes[number(codes.count)], message: "not now",
                blocking: isChosen(3) ? EnrollmentID(9) : nil,
                until: isChosen(2) ? Base.now + .days(1) : nil, advice: "")
        }
        if isChosen(2) {
            facts.enrollment?.mailbox = HandOffFacts.MailboxFacts(
                address: "dana@sender.example", downCause: isChosen(3) ? "no connection" : nil,
                fenceCause: isChosen(3) ? "no connection" : nil,
                pause: isChosen(3) ? .init(why: "bounces", isBreaker: isChosen(2)) : nil,
                drainsAt: isChosen(2) ? Base.now + .days(2) : nil)
        }
    }

    private mutating func past(_ days: Int) -> Instant { Base.now - .hours(number(days * 24)) }

    /// Once in so many times.
    private mutating func isChosen(_ odds: Int) -> Bool { number(odds) == 0 }

    private mutating func number(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}
