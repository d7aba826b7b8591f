/// One person of an account, by the newest hand-off.
package struct CoveredPerson: Equatable, Sendable {
    package var role: BuyingRole
    package var isEnrolled: Bool
    package var touches: Int
    package var lastTouchAt: Instant?
    package var hasReplied: Bool

    package init(
        role: BuyingRole, isEnrolled: Bool, touches: Int, lastTouchAt: Instant?, hasReplied: Bool
    ) {
        self.role = role
        self.isEnrolled = isEnrolled
        self.touches = touches
        self.lastTouchAt = lastTouchAt
        self.hasReplied = hasReplied
    }
}

/// How far an account is reached: ten people with one touch each are not coverage.
package struct AccountReach: Equatable, Sendable {
    package var people: [CoveredPerson]

    package init(_ people: [CoveredPerson]) { self.people = people }

    package var touched: Int { people.count { $0.touches > 0 } }
    package var touches: Int { people.reduce(0) { $0 + $1.touches } }
    package var lastTouchAt: Instant? { people.compactMap(\.lastTouchAt).max() }

    /// At most this many touches are shallow.
    static let shallowTouches = 2
    /// Days without a touch of anybody.
    static let staleDays = 30

    package func marks(at now: Instant) -> [CoverageMark] {
        guard touched > 0 else { return [.untouched] }
        var marks: [CoverageMark] = []
        if touched == 1 { marks.append(.singleThreaded) }
        if people.allSatisfy({ $0.touches <= Self.shallowTouches }) { marks.append(.shallow) }
        if let lastTouchAt, now > lastTouchAt + .days(Self.staleDays) { marks.append(.stale) }
        return marks
    }

    package var byRole: [(role: BuyingRole, people: [CoveredPerson])] {
        BuyingRole.allCases.compactMap { role in
            let some = people.filter { $0.role == role }
            return some.isEmpty ? nil : (role, some)
        }
    }
}
