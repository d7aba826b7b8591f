import Sequencing
import Testing

/// What stands in a command that a person copies is a word, whatever an address holds.
struct ShellWordTests {
    static let rows: [(word: String, quoted: String)] = [
        ("mira@north.example", "mira@north.example"), ("H12", "H12"),
        ("m.falk+fair@north.example", "m.falk+fair@north.example"),
        ("j\u{fc}rgen@north.example", "j\u{fc}rgen@north.example"),
        ("o'brien@north.example", "'o'\\''brien@north.example'"),
        ("`reboot`@north.example", "'`reboot`@north.example'"),
        ("a$HOME&b|c@north.example", "'a$HOME&b|c@north.example'"),
        ("#a{b}*?!~@north.example", "'#a{b}*?!~@north.example'"),
        ("trade fair", "'trade fair'"), ("", "''"),
    ]

    @Test("A word is quoted where a shell would read more than a word in it", arguments: rows)
    func quoted(_ word: String, _ quoted: String) {
        #expect(ShellWord.quoted(word) == quoted)
        #expect(ShellWord.split("lead show \(quoted) --json") == ["lead", "show", word, "--json"])
    }

    @Test(
        "A line is divided as a shell divides it; an open quote is no line",
        arguments: [
            ("a  b ", ["a", "b"]), ("a 'b c'd e", ["a", "b cd", "e"]), ("a \\'b", ["a", "'b"]),
            ("--note \"same as L12\"", ["--note", "same as L12"]), ("\"a\\\"b\"", ["a\"b"]),
            ("'a\\b'", ["a\\b"]), ("'a", nil), ("\"a'", nil), ("a\\", nil), ("", []),
        ] as [(String, [String]?)])
    func split(_ line: String, _ words: [String]?) {
        #expect(ShellWord.split(line) == words)
    }

    @Test("No command of a finding holds an address that a shell would run")
    func finding() throws {
        let facts = HandOffFacts(
            handOff: HandOffID(1), lead: LeadID(1), email: "`reboot`@north.example",
            givenAt: TouchGapTests.given, owner: nil)
        let assessment = TouchGap.assess(
            facts, now: TouchGapTests.now, policy: TouchGap.Policy(),
            calendar: TouchGapTests.calendar)
        let command = try #require(assessment.primary?.command)
        #expect(command.contains("'`reboot`@north.example'"), "\(command)")
    }
}
