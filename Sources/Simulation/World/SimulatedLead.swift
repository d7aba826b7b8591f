import Sequencing

/// A lead with a will of its own, and what it does with each message that reaches it.
struct SimulatedLead: Sendable {
    struct Reaction: Sendable {
        /// To the message of that number, from 1.
        var message: Int
        var act: LeadAct
        var after: Duration
    }

    let number: Int
    let email: EmailAddress
    let name: String
    let zone: String
    let country: String
    let hasPhone: Bool
    /// When it is handed over, and what it is enrolled in.
    let arrivesAfter: Duration
    let sequence: SimulatedSequence
    let reactions: [Reaction]
    private(set) var received = 0

    /// A lead of a race: gets two messages, and answers at some moment around the second.
    init(
        racing number: Int, arrivesAfter: Duration, answersAfter: Duration
    ) throws {
        self.number = number
        email = try EmailAddress("lead\(number)@company\(number).example")
        name = "Lead \(number)"
        zone = SimulatedCalendars.zones[0]
        country = SimulatedCalendars.countries[0]
        hasPhone = true
        self.arrivesAfter = arrivesAfter
        sequence = .gamma
        reactions = [
            Reaction(message: 1, act: .answers(from: .sameThread), after: answersAfter)
        ]
    }

    init(seed: UInt64, number: Int, days: Int) throws {
        var random = SeededRandom(seed: seed, of: "lead \(number)")
        self.number = number
        email = try EmailAddress("lead\(number)@company\(number / 2).example")
        name = "Lead \(number)"
        zone = random.pick(SimulatedCalendars.zones)
        country = random.pick(SimulatedCalendars.countries)
        hasPhone = random.chance(percent: 85)
        arrivesAfter = .minutes(Int.random(in: 0...max(1, days * 1440 / 6), using: &random))
        sequence = random.pick(SimulatedSequence.first)
        reactions = Self.reactions(&random, mayBeAway: hasPhone)
    }

    private static func reactions(
        _ random: inout SeededRandom, mayBeAway: Bool
    ) -> [Reaction] {
        let isQuick = random.chance(percent: 30)
        let after: Duration =
            isQuick ? random.seconds(1...120) : .minutes(Int.random(in: 2...9000, using: &random))
        let message = Int.random(in: 1...3, using: &random)
        let act: LeadAct
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<38: return []
        case 38..<50: act = .answers(from: .sameThread)
        case 50..<56: act = .answers(from: .otherAddress)
        case 56..<62: act = .answers(from: .newThread)
        case 62..<70: act = .optsOut
        case 70..<73: act = .complains
        case 73..<82: act = .bouncesHard
        case 82..<84: act = .isDelayed
        case 84..<88: act = .bouncesSoftly
        default:
            guard mayBeAway else { return [] }
            // Filled in when it is known what day it is.
            let isDated = random.chance(percent: 60)
            let days = Int.random(in: 1...18, using: &random)
            let away: LeadAct =
                isDated
                ? .isAway(until: LocalDate(daysSince1970: days)) : .isAwayForUnknownTime
            let back = Reaction(
                message: message + 1, act: .answers(from: .sameThread), after: after)
            return [Reaction(message: message, act: away, after: random.seconds(5...60))]
                + (random.chance(percent: 40) ? [back] : [])
        }
        return [Reaction(message: message, act: act, after: after)]
    }

    mutating func receive() -> [Reaction] {
        received += 1
        return reactions.filter { $0.message == received }
    }
}

extension SeededRandom {
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &self)]
    }
}
