package import Sequencing

/// A person's word on enrollments that a restored backup left open.
package struct SettleEnrollmentsRequest: Codable, Equatable, Sendable {
    package enum Settlement: String, Codable, CaseIterable, Sendable {
        /// The step at hand left before the restore.
        case sent
        /// It did not: it is sent now.
        case resend
    }

    /// Left out for all that the caller may move.
    package var enrollments: [EnrollmentID]?
    package var settlement: Settlement

    package init(enrollments: [EnrollmentID]? = nil, settlement: Settlement) {
        self.enrollments = enrollments
        self.settlement = settlement
    }
}

/// What the word did.
package struct SettledView: Codable, Equatable, Sendable {
    package var settled: Int
    /// Of those that the caller may move, still open.
    package var open: Int

    package init(settled: Int, open: Int) {
        self.settled = settled
        self.open = open
    }
}
