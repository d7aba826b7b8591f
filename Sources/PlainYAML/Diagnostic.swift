/// One mistake in a file that a person wrote, with its place and what to write instead.
package struct Diagnostic: Error, Equatable, Sendable {
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    /// The path of keys, list items counted from 1: `steps[2].email.subject`.
    ///
    /// Empty for the whole file.
    package var field: String
    /// What is wrong.
    package var message: String
    /// What to write instead; may be empty.
    package var advice: String

    package init(
        file: String, line: Int, column: Int, field: String, message: String, advice: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.field = field
        self.message = message
        self.advice = advice
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `inbound.yaml:12:7: steps[2].after: “soon” is no delay; write 2 business days`.
    package var description: String {
        let place = "\(file):\(line):\(column): "
        let subject = field.isEmpty ? "" : "\(field): "
        return place + subject + message + (advice.isEmpty ? "" : "; \(advice)")
    }
}

extension StringProtocol {
    /// The text as evidence in a message: in quotes, at most 60 characters, on one line.
    package var evidence: String {
        let start = String(prefix(60)).map { $0.isNewline || $0 == "\t" ? " " : $0 }
        return "“\(String(start))\(count > 60 ? "…" : "")”"
    }

    /// The candidate that looks most like this word; nil when none is within three letters.
    package func nearest(in candidates: some Swift.Sequence<String>) -> String? {
        guard count <= 64 else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate.count <= 64 {
            let distance = letterChanges(to: candidate)
            let limit = Swift.max(1, Swift.min(3, candidate.count / 2))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Letters put in, taken out or exchanged from one to the other (Levenshtein), case ignored.
    private func letterChanges(to other: String) -> Int {
        let (mine, theirs) = (Array(lowercased()), Array(other.lowercased()))
        var row = Array(0...theirs.count)
        for (i, letter) in mine.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, candidate) in theirs.enumerated() {
                let exchanged = diagonal + (letter == candidate ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(row[j + 1] + 1, row[j] + 1, exchanged)
            }
        }
        return row[theirs.count]
    }
}
