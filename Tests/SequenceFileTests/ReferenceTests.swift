import Foundation
import PlainYAML
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

    /// The keys in the first column of the table below a heading, items of lists left out.
    private static func keys(below heading: String) throws -> Set<String> {
        let lines = try reference().components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: heading))
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("#") }
        let cells = section.filter { $0.hasPrefix("| `") }.map {
            $0.components(separatedBy: "|")[1]
        }
        return Set(
            cells.flatMap { $0.components(separatedBy: ",") }.map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
            }.filter { !$0.contains("[") })
    }

    /// What the parser says it knows where an unknown key stands.
    private static func known(in text: String) throws -> Set<String> {
        do {
            _ = try SequenceFile.read(text, file: "s.yaml", knownZones: { _ in true })
            return []
        } catch {
            let mistake = try #require(
                error.diagnostics.first { $0.message.contains("zzqqzzqqzz") })
            let list = mistake.advice.replacingOccurrences(of: "known here: ", with: "")
            return Set(list.components(separatedBy: ", "))
        }
    }

    @Test(
        "the tables of keys are exactly what the parser knows",
        arguments: [
            ("## The top of a file", "zzqqzzqqzz: 1\n"),
            ("### `window`", "window: { zzqqzzqqzz: 1 }\n"),
            ("### `when`", "when: { zzqqzzqqzz: 1 }\n"),
            ("## Steps", "steps:\n  - zzqqzzqqzz: 1\n"),
            ("### `email`", "steps:\n  - email: { zzqqzzqqzz: 1 }\n"),
            ("### `call` and `task`", "steps:\n  - call: { zzqqzzqqzz: 1 }\n"),
            ("### `call` and `task`", "steps:\n  - task: { zzqqzzqqzz: 1 }\n"),
            ("### `linkedin`", "steps:\n  - linkedin: { zzqqzzqqzz: 1 }\n"),
        ])
    func keys(_ heading: String, _ text: String) throws {
        #expect(try Self.known(in: text) == Self.keys(below: heading))
    }
}
