import Yams

/// Turns what the YAML parser says into diagnostics.
struct Fault {
    let file: String

    func at(_ line: Int, _ column: Int, _ message: String, advice: String = "") -> Diagnostic {
        Diagnostic(
            file: file, line: line, column: column, field: "", message: message, advice: advice)
    }

    func diagnostic(_ error: YamlError, text: String) -> Diagnostic {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            if problem.hasPrefix("Maximum nesting") || problem.contains("maximum nesting") {
                return at(mark.line, mark.column, "the file is nested too deep")
            }
            return at(
                mark.line, mark.column, "this is not YAML: \(problem)", advice: advice(problem))
        case .composer(_, let problem, let mark, _):
            let advice = "keep one document in a file, without anchors and aliases"
            let words =
                problem.contains("another document") ? "a second document begins here" : problem
            return at(mark.line, mark.column, words, advice: advice)
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let line = before.count { $0.isNewline } + 1
            let start = before.lastIndex(where: \.isNewline).map { before.index(after: $0) }
            let column = before.distance(from: start ?? before.startIndex, to: before.endIndex) + 1
            return at(
                line, column, "a character that YAML doesn't allow: \(problem)",
                advice: "remove it")
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            let place = second(key, after: context.mark, in: text)
            return at(
                place.line, place.column, "\(key.evidence) is given twice",
                advice: "keep one of them")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return at(1, 1, "the file can't be read as YAML (\(error))")
        }
    }

    private func advice(_ problem: String) -> String {
        if problem.contains("tab") || problem.contains("cannot start any token") {
            return "indent with spaces, and put a text that begins with a sign in quotes"
        }
        if problem.contains("mapping values are not allowed") {
            return "put a text that contains a colon in quotes"
        }
        return "look at the indentation and the quotes of this line and the one before"
    }

    /// Where the key stands again at the same column; its first place when that isn't found.
    private func second(_ key: String, after mark: Mark, in text: String) -> (
        line: Int, column: Int
    ) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for number in mark.line..<max(mark.line, lines.count) {
            let rest = lines[number].dropFirst(mark.column - 1)
            let before = lines[number].prefix(mark.column - 1)
            if before.allSatisfy({ $0 == " " }), rest.hasPrefix("\(key):") {
                return (number + 1, mark.column)
            }
        }
        return (mark.line, mark.column)
    }
}
