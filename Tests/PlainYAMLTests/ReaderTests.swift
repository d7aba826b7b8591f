import PlainYAML
import Testing

struct ReaderTests {
    /// A text that must be refused, where, and a piece of what is said.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var line: Int
        var column: Int
        var message: String

        var testDescription: String { name }
    }

    static let refusals: [Refusal] = [
        .init(name: "anchor", text: "a: &x 1\nb: *x\n", line: 1, column: 4, message: "anchor"),
        .init(
            name: "anchored list", text: "a: 1\nb: &x [1]\n", line: 2, column: 4, message: "anchor"),
        .init(
            name: "bomb",
            text: "a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", line: 1, column: 4,
            message: "anchor"),
        .init(name: "unknown alias", text: "a: *x\n", line: 1, column: 4, message: "alias"),
        .init(name: "tag", text: "a: !!int 3\n", line: 1, column: 4, message: "tag"),
        .init(name: "own tag", text: "a: !thing {b: 1}\n", line: 1, column: 4, message: "tag"),
        .init(name: "merge key", text: "<<: {a: 1}\n", line: 1, column: 1, message: "merge"),
        .init(
            name: "key twice", text: "steps:\n  - id: a\n    call: x\n    id: b\n", line: 4,
            column: 5,
            message: "“id” is given twice"),
        .init(
            name: "key that is a mapping", text: "a: {{first_name}}\n", line: 1, column: 5,
            message: "a key must be"),
        .init(
            name: "two documents", text: "a: 1\n---\nb: 2\n", line: 2, column: 1,
            message: "a second document"),
        .init(name: "tab", text: "a:\n\tb: 1\n", line: 2, column: 1, message: "not YAML"),
        .init(
            name: "colon in a text", text: "a: b: c\n", line: 1, column: 5, message: "not YAML"),
        .init(
            name: "escape character", text: "a: \"x\\e[31m\"\n", line: 1, column: 4,
            message: "control character (hexadecimal 1B)"),
        .init(
            name: "raw control", text: "a: 1\nb: x\u{1}\n", line: 2, column: 5,
            message: "doesn't allow"),
        .init(
            name: "too deep",
            text: "a: " + String(repeating: "[", count: 21)
                + String(repeating: "]", count: 21), line: 1, column: 23, message: "deeper than 20"),
        .init(
            name: "far too deep", text: "a: " + String(repeating: "[", count: 100_000), line: 1,
            column: 204, message: "too deep"),
        .init(
            name: "too large", text: String(repeating: "# comment\n", count: 110_000), line: 1,
            column: 1, message: "more than the 1 MB"),
    ]

    @Test("what is not plain is refused at its place", arguments: refusals)
    func refusal(_ row: Refusal) throws {
        let diagnostic = try #require(throws: Diagnostic.self) {
            try PlainYAML.parse(row.text, file: "x.yaml")
        }
        #expect(diagnostic.message.contains(row.message), "\(diagnostic)")
        #expect([diagnostic.line, diagnostic.column] == [row.line, row.column], "\(diagnostic)")
    }

    @Test("a scalar is its text, whatever YAML would guess")
    func texts() throws {
        let source =
            "a: no\nb: 08:30\nc: 1e3\nd: [08:30-11:30, 13:00-17:00]\ne: ~\nf: \"\"\ng: '~'\n"
        let mistakes = Mistakes()
        let map = try #require(
            Mapping(try PlainYAML.parse(source, file: "x.yaml"), mistakes))
        #expect(map.optionalText("a") == "no")
        #expect(map.optionalText("b") == "08:30")
        #expect(map.optionalText("c") == "1e3")
        #expect(map.list("d").map(\.text) == ["08:30-11:30", "13:00-17:00"])
        #expect(map.optionalText("e") == nil)
        #expect(map.optionalText("f") == "")
        #expect(map.optionalText("g") == "~")
        map.refuseUnknownKeys()
        #expect(mistakes.isEmpty)
    }

    @Test("nodes carry line, column and path")
    func places() throws {
        let root = try PlainYAML.parse(
            "title: x\nsteps:\n  - id: a\n  - id: b\n    email:\n      subject: Hi\n",
            file: "x.yaml")
        let mistakes = Mistakes()
        let steps = try #require(Mapping(root, mistakes)).list("steps")
        let email = try #require(Mapping(steps[1], mistakes)?.mapping("email"))
        let subject = try #require(email.optional("subject"))
        #expect(subject.field == "steps[2].email.subject")
        #expect([subject.line, subject.column] == [6, 16])
    }

    @Test(
        "a place within a text is found in the file",
        arguments: [
            ("body: |\n  Hello\n\n  {{x\n", 3, 1, 4, 3),
            ("body: |2\n    Hello\n  {{x\n", 2, 1, 3, 3),
            ("body: \"ab {{x\"\n", 1, 4, 1, 11),
            ("body: ab {{x\n", 1, 4, 1, 10),
        ])
    func inText(text: String, textLine: Int, textColumn: Int, line: Int, column: Int) throws {
        let map = try #require(Mapping(try PlainYAML.parse(text, file: "x.yaml"), Mistakes()))
        let node = try #require(map.optional("body"))
        let diagnostic = node.diagnostic(textLine: textLine, textColumn: textColumn, "wrong")
        #expect([diagnostic.line, diagnostic.column] == [line, column])
    }

    @Test(
        "ampersands and stars in texts are not taken for anchors",
        arguments: [
            "a: R&D\nb: 2*D\n", "a: \"Q&A\"\nb: '*A*'\n", "a: |\n  * x & y\n  *z*\n  &co\n",
        ])
    func signsInTexts(text: String) throws {
        #expect(throws: Never.self) { try PlainYAML.parse(text, file: "x.yaml") }
    }

    @Test("lines count the same with CR LF")
    func carriageReturns() throws {
        let root = try PlainYAML.parse("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 3\r\n", file: "x.yaml")
        let map = try #require(Mapping(root, Mistakes()))
        #expect(map.optional("c")?.line == 5)
        #expect(map.optionalText("b") == "x\ny\n")
    }

    @Test("an empty file is an empty node", arguments: ["", "\n", "# nothing\n", "~\n"])
    func nothing(text: String) throws {
        #expect(try PlainYAML.parse(text, file: "x.yaml").isEmpty)
    }
}
