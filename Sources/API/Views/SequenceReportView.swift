package import Sequencing

/// View 5 of docs/touch-gap.md: how far the enrollments of each sequence version came, and which step loses them.
package struct SequenceReportView: Codable, Equatable, Sendable {
    package var asOf: Timestamp
    /// By name, the newest version first; those alone that somebody was enrolled in.
    package var versions: [VersionSurvival]

    package init(asOf: Timestamp, versions: [VersionSurvival]) {
        self.asOf = asOf
        self.versions = versions
    }
}

package struct VersionSurvival: Codable, Equatable, Sendable {
    package var sequence: String
    package var version: Int
    package var title: String
    package var enrollments: Int
    /// Those that are over.
    package var ended: Int
    /// In the order of the plan, all of them.
    package var steps: [StepSurvivalView]
    /// The id of the step at which most were lost; left out while none was.
    package var killingStep: String?

    package init(
        sequence: String, version: Int, title: String, enrollments: Int, ended: Int,
        steps: [StepSurvivalView], killingStep: String? = nil
    ) {
        self.sequence = sequence
        self.version = version
        self.title = title
        self.enrollments = enrollments
        self.ended = ended
        self.steps = steps
        self.killingStep = killingStep
    }
}

/// Of those for whom the step became due: `due` is the sum of the five that follow it.
package struct StepSurvivalView: Codable, Equatable, Sendable {
    /// From 1.
    package var step: Int
    package var id: String
    package var channel: Channel
    package var due: Int
    /// Happened within the grace.
    package var onTime: Int
    /// Happened after it.
    package var late: Int
    /// Skipped, expired, refused, stopped before it happened, or open beyond the grace.
    package var never: Int
    /// Due, and the grace is not over.
    package var open: Int
    /// The lead answered, opted out or bounced before it could happen: nobody's fault.
    package var overtaken: Int

    package init(
        step: Int, id: String, channel: Channel, due: Int, onTime: Int, late: Int, never: Int,
        open: Int, overtaken: Int
    ) {
        self.step = step
        self.id = id
        self.channel = channel
        self.due = due
        self.onTime = onTime
        self.late = late
        self.never = never
        self.open = open
        self.overtaken = overtaken
    }
}
