package import Sequencing

/// One published version of a sequence.
package struct SequenceView: Codable, Equatable, Sendable {
    package var name: String
    package var version: Int
    package var title: String
    package var publishedAt: Timestamp
    package var publishedBy: String
    /// Enrollments of any version that have not ended.
    package var running: Int
    package var steps: [StepView]
    /// The file as it was published; only where one sequence is shown.
    package var text: String?

    package init(
        name: String, version: Int, title: String, publishedAt: Timestamp, publishedBy: String,
        running: Int = 0, steps: [StepView], text: String? = nil
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.publishedAt = publishedAt
        self.publishedBy = publishedBy
        self.running = running
        self.steps = steps
        self.text = text
    }
}

/// One planned act, in words.
package struct StepView: Codable, Equatable, Sendable {
    /// From 1.
    package var number: Int
    package var id: String
    package var channel: Channel
    /// As in “2 business days after the previous step, at 09:15”.
    package var when: String
    /// The subject, the thread it continues, or the first line of the script.
    package var summary: String

    package init(
        number: Int, id: String, channel: Channel, when: String, summary: String
    ) {
        self.number = number
        self.id = id
        self.channel = channel
        self.when = when
        self.summary = summary
    }
}
