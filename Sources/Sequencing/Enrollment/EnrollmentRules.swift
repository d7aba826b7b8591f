/// What an installation asks of every enrollment, beyond one live sequence a lead.
package struct EnrollmentRules: Equatable, Sendable {
    /// Days from the last touch by anyone to the first step of a new sequence; 0 for none.
    package var coolOffDays: Int
    /// People of one account on live sequences at once; nil for any number.
    package var peoplePerAccount: Int?
    /// Whether a lead may be on a second sequence when somebody asks for that.
    package var allowsSeveral: Bool

    package init(
        coolOffDays: Int = 0, peoplePerAccount: Int? = nil, allowsSeveral: Bool = false
    ) {
        self.allowsSeveral = allowsSeveral
        self.coolOffDays = coolOffDays
        self.peoplePerAccount = peoplePerAccount
    }

    /// When the lead may be touched again, a whole second; nil when that is so already at `startsAt`.
    package func coolOffEnd(lastTouchAt: Instant?, startsAt: Instant) -> Instant? {
        guard let lastTouchAt, coolOffDays > 0 else { return nil }
        let seconds = (lastTouchAt.milliseconds + 999).flooredDivision(by: 1000)
        let end = Instant(milliseconds: seconds * 1000) + .days(coolOffDays)
        return startsAt < end ? end : nil
    }
}
