package import Sequencing

/// What a migration would change, or has changed.
package struct MigrationView: Codable, Equatable, Sendable {
    package var sequence: String
    package var version: Int
    package var isApplied: Bool
    package var movable: Int
    package var stuck: Int
    package var lines: [MigrationLineView]

    package init(
        sequence: String, version: Int, isApplied: Bool, movable: Int, stuck: Int,
        lines: [MigrationLineView]
    ) {
        self.sequence = sequence
        self.version = version
        self.isApplied = isApplied
        self.movable = movable
        self.stuck = stuck
        self.lines = lines
    }
}

/// One enrollment on an older version.
package struct MigrationLineView: Codable, Equatable, Sendable {
    package var enrollment: EnrollmentID
    package var lead: LeadID
    package var email: String
    package var state: EnrollmentState.Name
    package var fromVersion: Int
    package var step: String
    package var dueAt: Timestamp?
    /// Left out when it would be over, or can't move.
    package var newStep: String?
    package var newDueAt: Timestamp?
    /// Whether the new version has nothing more for it.
    package var ends: Bool
    /// Why it can't move, and what would help.
    package var obstacle: String?
    package var advice: String?

    package init(
        enrollment: EnrollmentID, lead: LeadID, email: String, state: EnrollmentState.Name,
        fromVersion: Int, step: String, dueAt: Timestamp? = nil, newStep: String? = nil,
        newDueAt: Timestamp? = nil, ends: Bool = false, obstacle: String? = nil,
        advice: String? = nil
    ) {
        self.enrollment = enrollment
        self.lead = lead
        self.email = email
        self.state = state
        self.fromVersion = fromVersion
        self.step = step
        self.dueAt = dueAt
        self.newStep = newStep
        self.newDueAt = newDueAt
        self.ends = ends
        self.obstacle = obstacle
        self.advice = advice
    }
}
