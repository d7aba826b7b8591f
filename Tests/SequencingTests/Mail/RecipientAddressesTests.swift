import Sequencing
import Testing

/// Whom a message went to, from its decoded fields.
struct RecipientAddressesTests {
    static let rows: [(String, [String])] = [
        ("mira@north.example", ["mira@north.example"]),
        ("Mira Falk <Mira@North.example>", ["mira@north.example"]),
        (
            "<mira@north.example>, Kim <kim@south.example>",
            ["mira@north.example", "kim@south.example"]
        ),
        ("\"Falk, Mira\" <mira@north.example>", ["mira@north.example"]),
        ("Falk, Mira <mira@north.example>", ["mira@north.example"]),
        ("\"ben@west.example\" <mira@north.example>", ["mira@north.example"]),
        ("ben@west.example <mira@north.example>", ["mira@north.example"]),
        (
            "Team: mira@north.example, kim@south.example;",
            ["mira@north.example", "kim@south.example"]
        ),
        ("\"a <b@c.example>\" <mira@north.example>", ["mira@north.example"]),
        ("undisclosed-recipients:;", []), ("", []), ("Mira", []), ("<>", []), ("@, <@x>", []),
        ("<mira@north.example", []), ("\"open <mira@north.example>", ["mira@north.example"]),
    ]

    @Test("Each recipient once, in order, and no address of a display name", arguments: rows)
    func field(text: String, expected: [String]) {
        #expect(RecipientAddresses.all(in: text) == expected)
    }

    @Test("A field without end is looked at as far as the limit")
    func limit() {
        let field = (0..<1000).map { "lead\($0)@north.example" }.joined(separator: ", ")
        #expect(RecipientAddresses.all(in: field).count == RecipientAddresses.most)
    }
}
