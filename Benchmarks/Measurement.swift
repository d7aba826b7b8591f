import Foundation

/// One figure with what it stands beside: a sentence, or with `--json` one object a line.
struct Measurement {
    /// Short and constant, as in `mail.read`.
    var name: String
    var value: Double
    var unit: String
    /// What it is compared with, and how: the quotient of both values.
    var against: String?
    var ratio: Double?
    /// What else the sentence says: how often, what the goal is.
    var remark = ""

    func report() {
        // A figure is seen at once, also through a pipe.
        defer { fflush(nil) }
        guard CommandLine.arguments.contains("--json") else {
            var line = "\(name): \(Self.shown(value)) \(unit)"
            if let ratio { line += ", \(Self.shown(ratio)) × \(against ?? "")" }
            print(remark.isEmpty ? line : "\(line) (\(remark))")
            return
        }
        let against = against.map { "\"\($0)\"" } ?? "null"
        let ratio = ratio.map(Self.shown) ?? "null"
        print(
            "{\"name\":\"\(name)\",\"value\":\(Self.shown(value)),\"unit\":\"\(unit)\","
                + "\"against\":\(against),\"ratio\":\(ratio)}")
    }

    /// Three digits are all that a measurement of this kind is good for.
    private static func shown(_ number: Double) -> String {
        guard number != 0, number.isFinite else { return "0" }
        if abs(number) >= 100 { return "\(Int(number.rounded()))" }
        let scale: Double = abs(number) >= 10 ? 10 : abs(number) >= 0.1 ? 100 : 10_000
        return "\((number * scale).rounded() / scale)"
    }
}
