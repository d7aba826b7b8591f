package import Sequencing

/// View 6 of docs/touch-gap.md: what became of the leads that were handed over, for those who paid for them.
package struct HandOffReportView: Codable, Equatable, Sendable {
    package var asOf: Timestamp
    package var total: LedgerRow
    /// By source, the most leads first.
    package var sources: [LedgerRow]
    /// By the week in which they were handed over (Monday, UTC), the oldest first.
    package var cohorts: [CohortView]
    /// From being given to "qualified" or "meeting booked", of all that came so far; left out while none did.
    package var medianDaysToQualify: Double?
    package var studies: [Study]

    package init(
        asOf: Timestamp, total: LedgerRow, sources: [LedgerRow], cohorts: [CohortView],
        medianDaysToQualify: Double? = nil, studies: [Study] = [.unanswered, .attempts]
    ) {
        self.asOf = asOf
        self.total = total
        self.sources = sources
        self.cohorts = cohorts
        self.medianDaysToQualify = medianDaysToQualify
        self.studies = studies
    }
}

/// What became of some hand-offs. Each is in one of `open`, `rejected`, `qualified`, `disqualified`, `recycled`.
package struct LedgerRow: Codable, Equatable, Sendable {
    /// Left out for the total, and for leads without a source.
    package var source: String?
    package var given: Int
    package var accepted: Int
    /// At least one touch that was not taken back.
    package var touched: Int
    /// To the minimum of their own sequence.
    package var workedToMinimum: Int
    /// No disposition, or one that does not hold.
    package var open: Int
    /// Sent back before contact.
    package var rejected: Int
    /// Qualified, or a meeting booked.
    package var qualified: Int
    package var disqualified: Int
    package var recycled: Int
    /// Valid dispositions by their word.
    package var dispositions: [Disposition: Int]
    package var medianDaysToAccept: Double?
    /// By a person or the system.
    package var medianDaysToFirstTouch: Double?
    package var medianDaysToQualify: Double?

    package init(
        source: String? = nil, given: Int, accepted: Int, touched: Int, workedToMinimum: Int,
        open: Int, rejected: Int, qualified: Int, disqualified: Int, recycled: Int,
        dispositions: [Disposition: Int] = [:], medianDaysToAccept: Double? = nil,
        medianDaysToFirstTouch: Double? = nil, medianDaysToQualify: Double? = nil
    ) {
        self.source = source
        self.given = given
        self.accepted = accepted
        self.touched = touched
        self.workedToMinimum = workedToMinimum
        self.open = open
        self.rejected = rejected
        self.qualified = qualified
        self.disqualified = disqualified
        self.recycled = recycled
        self.dispositions = dispositions
        self.medianDaysToAccept = medianDaysToAccept
        self.medianDaysToFirstTouch = medianDaysToFirstTouch
        self.medianDaysToQualify = medianDaysToQualify
    }
}

/// The hand-offs of one week, read again and again at the same age.
package struct CohortView: Codable, Equatable, Sendable {
    /// The Monday, as in `2026-03-02`.
    package var week: String
    package var given: Int
    /// Whether the cohort is younger than the median time to qualify: its shares say nothing yet.
    package var isTooEarly: Bool
    /// At 30, 60, 90 and 180 days; those alone that the youngest of the week has reached.
    package var readings: [CohortReading]

    package init(week: String, given: Int, isTooEarly: Bool, readings: [CohortReading]) {
        self.week = week
        self.given = given
        self.isTooEarly = isTooEarly
        self.readings = readings
    }
}

/// How a cohort stood so many days after each of its hand-offs was given.
package struct CohortReading: Codable, Equatable, Sendable {
    package var days: Int
    package var touched: Int
    package var workedToMinimum: Int
    package var qualified: Int
    package var disqualified: Int
    package var rejected: Int

    package init(
        days: Int, touched: Int, workedToMinimum: Int, qualified: Int, disqualified: Int,
        rejected: Int
    ) {
        self.days = days
        self.touched = touched
        self.workedToMinimum = workedToMinimum
        self.qualified = qualified
        self.disqualified = disqualified
        self.rejected = rejected
    }
}
