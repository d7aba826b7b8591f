import Sequencing
import Testing

/// The whole grid of delivery states and events, pair by pair.
struct DeliveryGridTests {
    static let states: [DeliveryState] = [
        .queued(attempts: 2), .submitting(attempt: 3), .committing(attempt: 3), .accepted,
        .refused, .inDoubt, .withdrawn, .bounced,
    ]

    static let events: [(name: String, event: DeliveryEvent)] = [
        ("claim", .claim), ("commitPoint", .commitPoint),
        ("accepted", .verdict(.accepted(reply: "250"))),
        ("refused", .verdict(.refused(reply: "550"))),
        ("deferred", .verdict(.deferred(reply: "450"))),
        ("unsent", .verdict(.unsent(.connection(cause: "down")))),
        ("doubt", .verdict(.inDoubt(cause: "reset"))),
        ("recovered", .recovered), ("restored", .restored), ("withdraw", .withdraw),
        ("evidence", .evidence),
        ("sent", .settle(.sent)), ("resend", .settle(.resend)), ("drop", .settle(.drop)),
        ("bounced", .bounced), ("notBounced", .notBounced),
    ]

    /// The moves; the other pairs are ignored for the reason of `ignored`.
    static let moves: [DeliveryState.Name: [String: DeliveryState]] = [
        .queued: [
            "claim": .submitting(attempt: 3), "withdraw": .withdrawn, "restored": .inDoubt,
        ],
        .submitting: [
            "commitPoint": .committing(attempt: 3), "accepted": .accepted, "refused": .refused,
            "deferred": .queued(attempts: 3), "unsent": .queued(attempts: 3), "doubt": .inDoubt,
            "recovered": .queued(attempts: 3), "withdraw": .withdrawn, "restored": .inDoubt,
        ],
        .committing: [
            "accepted": .accepted, "refused": .refused, "deferred": .queued(attempts: 3),
            "unsent": .inDoubt, "doubt": .inDoubt, "recovered": .inDoubt,
            "restored": .inDoubt,
        ],
        .accepted: ["bounced": .bounced],
        .inDoubt: [
            "evidence": .accepted, "sent": .accepted, "resend": .queued(attempts: 0),
            "drop": .withdrawn, "bounced": .bounced,
        ],
        .refused: [:], .withdrawn: [:], .bounced: ["notBounced": .accepted],
    ]

    static func ignored(_ state: DeliveryState.Name, _ event: String)
        -> DeliveryReaction.IgnoreReason
    {
        switch state {
        case .refused, .withdrawn, .bounced: return .final
        case .committing where event == "commitPoint" || event == "withdraw": return .committed
        case .accepted where event == "withdraw", .inDoubt where event == "withdraw":
            return .committed
        case .queued, .submitting, .committing, .accepted, .inDoubt: return .stale
        }
    }

    @Test("Every pair of state and event is a row of the grid", arguments: 0..<(8 * 16))
    func pair(number: Int) {
        let state = Self.states[number / Self.events.count]
        let (name, event) = Self.events[number % Self.events.count]
        var machine = state
        let reaction = machine.handle(event)
        if let after = Self.moves[state.name]?[name] {
            #expect(reaction == .moved, "\(state) \(name)")
            #expect(machine == after, "\(state) \(name)")
        } else {
            #expect(reaction == .ignore(Self.ignored(state.name, name)), "\(state) \(name)")
            #expect(machine == state, "\(state) \(name)")
        }
    }

    @Test("The grid has every state")
    func whole() {
        #expect(Set(Self.states.map(\.name)) == Set(DeliveryState.Name.allCases))
    }

    @Test("A message that is put off too often is refused at last")
    func deferredTooLong() {
        var machine = DeliveryState.submitting(attempt: DeliveryState.maximumAttempts)
        #expect(machine.handle(.verdict(.deferred(reply: "450"))) == .moved)
        #expect(machine == .refused)
    }
}
