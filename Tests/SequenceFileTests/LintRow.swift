import SequenceFile
import Testing

/// A sequence file with one thing wrong, where that is said to be, and a piece of what is said.
struct LintRow: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    /// `line:column`.
    var place: String
    var field: String
    var message: String

    var testDescription: String { name }

    /// Five sound lines before the first step: it begins in line 6.
    static let top = """
        title: Table
        window: { zone: Europe/Berlin }
        when: { colleague-replies: stop }
        unable-to-reach-after: 1 touch on 1 channel in 1 business day
        steps:

        """

    /// A row about lines from line 6 on.
    static func steps(
        _ name: String, _ steps: String, _ place: String, _ field: String, _ message: String
    ) -> LintRow {
        LintRow(name: name, text: top + steps, place: place, field: field, message: message)
    }

    /// A row about one more line at the top; a sound step stands in lines 1 to 6.
    static func top(
        _ name: String, _ lines: String, _ place: String, _ field: String, _ message: String
    ) -> LintRow {
        let sound = """
            steps:
              - id: hello
                email:
                  subject: Hello
                  body: Hello

            """
        let title = lines.contains("title:") ? "" : "title: Table\n"
        let minimum = lines.contains("unable") ? "" : "unable-to-reach-after: \(least)\n"
        return LintRow(
            name: name, text: sound + lines + "\n" + title + minimum, place: place, field: field,
            message: message)
    }

    private static let least = "1 touch on 1 channel in 1 business day"
}
