import Foundation
import SequenceFile
import Sequencing
import Testing
import ZoneData

/// What docs/sequence-file.md promises, asked of the code.
struct ReferenceTests {
    private static func reference() throws -> String {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appendingPathComponent("docs/sequence-file.md"), encoding: .utf8)
    }

    /// The YAML examples, in order.
    private static func examples() throws -> [String] {
        try reference().components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    @Test("the example lints clean, and the holiday example is read")
    func examples() throws {
        let examples = try Self.examples()
        try #require(examples.count == 2)
        let sequence = try SequenceFile.read(
            examples[0], file: "inbound-short.yaml", knownZones: ZoneDatabase().knows)
        #expect(sequence.steps.map(\.id) == ["hello", "first-call", "nudge", "connect"])
        let holidays = try HolidayCalendars(text: examples[1], file: "DE.yaml", country: "DE")
        #expect(holidays.holidays(of: "DE").count == 2)
    }

    @Test("every field, outcome, channel, action and unit stands in the reference")
    func words() throws {
        let text = try Self.reference()
        var words = LeadField.known + Channel.allCases.map(\.rawValue)
        words += Channel.allCases.flatMap(StepOutcomes.asked)
        words += LinkedInAct.Kind.allCases.map(\.rawValue) + Weekday.allCases.map(\.rawValue)
        words += ["minutes", "hours", "days", "business days"]
        for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
    }
}
