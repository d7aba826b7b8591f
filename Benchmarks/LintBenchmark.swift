import Foundation
import PlainYAML
import SequenceFile
import Sequencing
import ZoneData

/// Linting 1,000 sequence files, beside the YAML library reading the same texts and doing nothing with them.
enum LintBenchmark {
    static let files = 1000

    static func run() throws {
        let shipped = try ["inbound-handoff", "cold-outbound", "re-engagement"].map { name in
            try String(contentsOfFile: "sequences/\(name).yaml", encoding: .utf8)
        }
        let texts = (0..<files).map { number in
            // Each with a title of its own, so that no two are the same.
            shipped[number % shipped.count].replacingOccurrences(
                of: "title: ", with: "title: \(number) ")
        }
        let zones = ZoneDatabase()
        var (linted, parsed): ([Double], [Double]) = ([], [])
        var steps = 0
        for _ in 0..<3 {
            linted.append(
                try seconds {
                    for (number, text) in texts.enumerated() {
                        steps += try SequenceFile.read(
                            text, file: "s\(number).yaml", knownZones: zones.knows
                        ).steps.count
                    }
                })
            parsed.append(
                try seconds { for text in texts { _ = try PlainYAML.parse(text, file: "s.yaml") } })
        }
        Measurement(
            name: "lint", value: linted.median, unit: "s", against: "reading the YAML alone",
            ratio: linted.median / parsed.median,
            remark: "\(files) files, \(steps / 3) steps, median of 3, goal: below 1 s"
        ).report()
    }
}
