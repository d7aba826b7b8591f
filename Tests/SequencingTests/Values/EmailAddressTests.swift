import Foundation
import Sequencing
import Testing

/// The one place that decides what may go into an envelope.
struct EmailAddressTests {
    @Test(
        "Plain addresses are taken",
        arguments: [
            "mira@north.example", "mira.north+tag@mail.north.example", "o'neil@north.example",
            "käthe@bücher.example", "a@b.cd",
        ])
    func good(text: String) throws {
        #expect(try EmailAddress(text).text == text)
    }

    static let refused: [(text: String, mistake: EmailAddress.Mistake)] = [
        ("", .noAtSign), ("mira", .noAtSign),
        ("a@b@c.example", .severalAtSigns),
        ("@north.example", .localPart), ("a b@north.example", .localPart),
        ("\"a b\"@north.example", .localPart), ("mira <mira@north.example", .localPart),
        ("a@north.example\r\nRCPT TO:<b@south.example>", .severalAtSigns),
        ("a\r\nDATA@north.example", .localPart), ("a@north.example\r\nDATA", .domain),
        ("a\u{0}@north.example", .localPart), ("a\u{85}@north.example", .localPart),
        ("a\u{200B}@north.example", .localPart), ("a@north.example\u{2028}", .domain),
        (".a@north.example", .localPart), ("a..b@north.example", .localPart),
        ("a@north", .domain), ("a@-north.example", .domain), ("a@north..example", .domain),
        ("a@[127.0.0.1]", .domain),
        ("a.@north.example", .localPart), ("a@.north.example", .domain),
        ("a@north.example.", .domain), ("a@north-.example", .domain),
        ("a@north.-example", .domain), ("a@north.example-", .domain),
        (String(repeating: "a", count: 65) + "@b.example", .localPart),
        ("a@" + String(repeating: "b", count: 64) + ".example", .domain),
        ("a@" + String(repeating: "b.", count: 130) + "example", .tooLong),
    ]

    @Test(
        "Everything that could become a second command, header or person is refused",
        arguments: refused)
    func bad(text: String, mistake: EmailAddress.Mistake) {
        #expect(throws: mistake) { try EmailAddress(text) }
    }

    @Test("Case is kept for the envelope and ignored for the key")
    func canonical() throws {
        let address = try EmailAddress("Mira.North@North.Example")
        #expect(address.text == "Mira.North@north.example")
        #expect(address.canonical == "mira.north@north.example")
        #expect(address.domain == "north.example")
    }

    @Test("A stored address that is none is an error, not a guess")
    func decoding() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([EmailAddress].self, from: Data(#"["mira"]"#.utf8))
        }
    }
}
