/// Reads the keys of a mapping one by one and knows which were asked for.
///
/// A missing or wrong value is noted in `mistakes` and a harmless one returned, so that reading goes
/// on and all mistakes are shown; the caller asks `mistakes.check()` before it uses what it read.
/// At the end of each mapping: `refuseUnknownKeys()`.
package final class Mapping {
    package let node: Node
    package let mistakes: Mistakes
    private let entries: [Node.Entry]
    private var asked: [String] = []

    /// Nil, and noted, when the node is not a mapping. An empty node is a mapping without keys.
    package init?(_ node: Node, _ mistakes: Mistakes) {
        self.node = node
        self.mistakes = mistakes
        switch node.content {
        case .mapping(let entries): self.entries = entries
        case .empty: entries = []
        case .text, .list:
            mistakes.note(
                node, "must be a mapping of keys, not \(node.kind)",
                advice: "write key: value lines")
            return nil
        }
    }

    /// The keys as written, in the order of the file.
    package var keys: [String] { entries.map(\.key) }

    /// Every key with its value, for mappings whose keys are names that the author chose.
    package var all: [Node.Entry] {
        asked += keys
        return entries
    }

    /// Whether the key is there, with or without a value. A key that is asked for is known.
    package func has(_ key: String) -> Bool {
        asked.append(key)
        return entries.contains { $0.key == key }
    }

    /// The value as it stands; nil when the key is missing or nothing stands behind it.
    package func optional(_ key: String) -> Node? {
        asked.append(key)
        guard let value = entries.first(where: { $0.key == key })?.value, !value.isEmpty else {
            return nil
        }
        return value
    }

    /// Nil, and noted, when there is no value. The place is the key's, or the mapping's.
    package func required(_ key: String, advice: String = "") -> Node? {
        if let value = optional(key) { return value }
        let advice = advice.isEmpty ? "add \(key): …" : advice
        if let entry = entries.first(where: { $0.key == key }) {
            note(entry, "has no value", advice: advice)
        } else {
            mistakes.note(node, "the key \(key.evidence) is missing", advice: advice)
        }
        return nil
    }

    // MARK: Values of one type

    /// Nil, and noted, when the value is not a text.
    package func optionalText(_ key: String) -> String? {
        optional(key).flatMap { text(of: $0) }
    }

    /// An empty text, and noted, when there is none.
    package func requiredText(_ key: String, advice: String = "") -> String {
        required(key, advice: advice).flatMap { text(of: $0) } ?? ""
    }

    /// Nil when the key is missing; nil, and noted, when the value is no whole number of the range.
    package func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
        optional(key).flatMap { integer(of: $0, in: range) }
    }

    /// The lower bound, and noted, when there is no whole number of the range.
    package func requiredInteger(_ key: String, in range: ClosedRange<Int>) -> Int {
        required(key).flatMap { integer(of: $0, in: range) } ?? range.lowerBound
    }

    /// `true` or `false`; nil, and noted, for anything else.
    package func optionalFlag(_ key: String) -> Bool? {
        guard let value = optional(key) else { return nil }
        switch value.text {
        case "true": return true
        case "false": return false
        default:
            mistakes.note(value, "must be true or false", advice: "write \(key): true")
            return nil
        }
    }

    /// Empty when the key is missing. One value that is not a list counts as a list of it.
    package func list(_ key: String) -> [Node] {
        guard let value = optional(key) else { return [] }
        if case .list(let items) = value.content { return items }
        return [value]
    }

    /// Nil when the key is missing; nil, and noted, when its value is not a mapping.
    package func mapping(_ key: String) -> Mapping? {
        optional(key).flatMap { Mapping($0, mistakes) }
    }

    /// Nil, and noted, when there is none.
    package func requiredMapping(_ key: String) -> Mapping? {
        required(key).flatMap { Mapping($0, mistakes) }
    }

    /// The text of a node, noted when it is something else.
    package func text(of value: Node) -> String? {
        if let text = value.text { return text }
        mistakes.note(value, "must be a text, not \(value.kind)")
        return nil
    }

    private func integer(of value: Node, in range: ClosedRange<Int>) -> Int? {
        if let text = value.text, let number = Int(text), range.contains(number) { return number }
        let written = value.text.map { ", not \($0.evidence)" } ?? ""
        mistakes.note(
            value, "must be a whole number\(written)",
            advice: "write a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    // MARK: Mistakes

    /// Notes every key that nobody asked for, with the nearest that somebody did.
    package func refuseUnknownKeys() {
        for entry in entries where !asked.contains(entry.key) {
            let known = asked.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            let advice: String
            if let near = entry.key.nearest(in: known) {
                advice = "did you mean \(near)?"
            } else {
                advice = "known here: \(known.joined(separator: ", "))"
            }
            note(entry, "the key \(entry.key.evidence) is unknown", advice: advice)
        }
    }

    /// Notes a mistake at a key rather than at its value.
    package func note(_ entry: Node.Entry, _ message: String, advice: String = "") {
        var diagnostic = entry.value.diagnostic(message, advice: advice)
        diagnostic.line = entry.keyLine
        diagnostic.column = entry.keyColumn
        mistakes.add(diagnostic)
    }

    /// Notes a mistake at a key that may be missing: then at the mapping.
    package func note(_ key: String, _ message: String, advice: String = "") {
        if let entry = entries.first(where: { $0.key == key }) {
            note(entry, message, advice: advice)
        } else {
            mistakes.note(node, message, advice: advice)
        }
    }
}
