import Sequencing
import Testing

/// G7: every hand-off is in one class, whatever is known of it, and that class is the one of the documented table.
///
/// The table of docs/touch-gap.md is written down a second time here, as conditions that are asked all at once: a
/// hand-off belongs to the first that holds.
struct TouchGapPartitionTests {
    typealias Base = TouchGapTests

    private static let policy = TouchGap.Policy(
        lowBand: 2, firstTouchBusinessDays: 3, graceBusinessDays: 2, replyBusinessDays: 1,
        acceptBusinessDays: 2)

    private static func isPast(_ moment: Instant, _ days: Int) -> Bool {
        Base.now > Base.calendar.adding(businessDays: days, to: moment)
    }

    private static func documented(_ facts: HandOffFacts, isStuck: Bool) -> TouchGapClass {
        let state = facts.enrollment?.state
        let isHeldBack = facts.enrollment?.delivery?.state == .inDoubt && state?.name == .sending
        var (isLate, restsUntil): (Bool, Instant?) = (false, nil)
        if case .waiting(_, let dueAt)? = state { isLate = isPast(dueAt, 2) }
        if case .paused(_, _, let until?)? = state {
            isLate = isPast(until, 2)
            restsUntil = until
        }
        var isOver = false
        if case .ended(let outcome)? = state {
            isOver = outcome != .replied && outcome != .meetingBooked
        }
        let isPastPromise = isPast(facts.givenAt, 3)
        let isMet = facts.effort.meets(facts.minimum)
        let table: [(TouchGapClass, Bool)] = [
            (.engineFault, facts.enrollment != nil && state == nil),
            (.suppressed, facts.isSuppressed),
            (
                .closed,
                facts.disposition.map { word in
                    word == .unableToReach
                        ? isMet : word == .misrouted ? facts.effort.touches == 0 : true
                } ?? false
            ),
            (.ourTurn, facts.openReply.map { isPast($0.receivedAt, 1) } ?? false),
            (.onPlan, facts.openReply != nil),
            (.ourTurn, facts.referral.map { isPast($0.receivedAt, 1) } ?? false),
            (.engineFault, isLate),
            (.endedShort, facts.disposition != nil),
            (.waiting, restsUntil.map { $0 > Base.now } ?? false),
            (.endedShort, isOver && !isMet),
            (.onPlan, state?.name == .ended),
            (.onPlan, !isStuck),
            (.stalled, isHeldBack && facts.effort.touches > 0),
            (.stalled, isHeldBack && !isPastPromise),
            (.neverTouched, facts.effort.touches == 0 && isPastPromise),
            (.stalled, (1...2).contains(facts.effort.touches)),
        ]
        return table.first { $0.1 }?.0 ?? .onPlan
    }

    /// Facts without a mailbox's and an owner's troubles, whose ways to be stuck are written down here again.
    private static func isStuck(_ facts: HandOffFacts) -> Bool {
        switch facts.enrollment?.state {
        case nil: true
        case .waiting: false
        case .atTask(_, _, let dueAt): isPast(dueAt, 2)
        case .held: true
        case .paused(_, _, let until): until == nil
        case .sending:
            facts.enrollment?.delivery.map { $0.state == .inDoubt || isPast($0.dueAt, 2) } ?? false
        case .ended: false
        }
    }

    private static let count = 20_000

    @Test("A hand-off is in the class that the documented table says")
    func documented() {
        var random = RandomFacts(seed: 6)
        var seen: [TouchGapClass: Int] = [:]
        for number in 0..<Self.count {
            let facts = random.next()
            let found = TouchGap.assess(
                facts, now: Base.now, policy: Self.policy, calendar: Base.calendar)
            let expected = Self.documented(facts, isStuck: Self.isStuck(facts))
            #expect(found.class == expected, "\(number): \(facts)")
            seen[found.class, default: 0] += 1
            if found.class != expected { break }
        }
        #expect(seen.values.reduce(0, +) == Self.count)
        for group in TouchGapClass.allCases {
            #expect(seen[group, default: 0] > 20, "\(group.rawValue) was hardly seen")
        }
    }

    @Test(
        "Each gap has one primary reason with a party, evidence and a command; nothing else is blamed"
    )
    func reasons() {
        var random = RandomFacts(seed: 7, hasTroubles: true)
        var seen: Set<TouchGapReason> = []
        let dated: Set<TouchGapReason> = [
            .outOfOffice, .contactLater, .handWritten, .colleagueReplied, .capReached,
        ]
        for number in 0..<Self.count {
            let facts = random.next()
            let found = TouchGap.assess(
                facts, now: Base.now, policy: Self.policy, calendar: Base.calendar)
            let all = [found.primary].compactMap { $0 } + found.secondary
            seen.formUnion(all.map(\.reason))
            var isSound = Set(all.map(\.reason)).count == all.count
            isSound = isSound && all.allSatisfy { !$0.evidence.isEmpty && !$0.text.isEmpty }
            isSound = isSound && all.allSatisfy { $0.command.split(separator: " ").count > 1 }
            isSound = isSound && all.allSatisfy { $0.since <= Base.now }
            switch found.class {
            case .engineFault: isSound = isSound && found.primary?.reason == .engineFault
            case .neverTouched, .stalled, .endedShort:
                let order = TouchGapReason.allCases.map(\.rawValue)
                let places = all.compactMap { order.firstIndex(of: $0.reason.rawValue) }
                isSound = isSound && !places.isEmpty && places == places.sorted()
            case .ourTurn:
                let words: [TouchGapReason] = [
                    .ownerAbsent, .replyUnanswered, .replyUnclassified, .referralNotFollowed,
                ]
                isSound = isSound && found.primary.map { words.contains($0.reason) } ?? false
            case .waiting:
                isSound = isSound && found.primary.map { dated.contains($0.reason) } ?? false
            case .onPlan, .closed, .suppressed: isSound = isSound && all.isEmpty
            }
            #expect(isSound, "\(number): \(found) of \(facts)")
            if !isSound { break }
        }
        // `restored` and `breaker-open` are the same code with other words.
        let unseen = TouchGapReason.allCases.filter { !seen.contains($0) }
        #expect(unseen == [], "\(unseen)")
    }
}
