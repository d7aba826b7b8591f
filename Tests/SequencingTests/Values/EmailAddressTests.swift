import Foundation
import Sequencing
import Testing

/// The one place that decides what may go into an envelope.
struct EmailAddressTests {
    @Test(
        "Plain addresses are taken",
        arguments: [
            "mira@north.example", "mira.north+tag@mail.north.example", "o'neil@north.example",
            "k\u{e4}the@north.example", "a@b.cd",
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

    /// The domains with a sample of RFC 3492, section 7.1, are its (K?) and others that registries have.
    @Test(
        "Every spelling of an address is one address, its domain as DNS has it",
        arguments: [
            ("mira@m\u{fc}nchen.example", "mira@xn--mnchen-3ya.example"),
            ("mira@mu\u{308}nchen.example", "mira@xn--mnchen-3ya.example"),
            ("mira@M\u{dc}NCHEN.example", "mira@xn--mnchen-3ya.example"),
            ("mira@XN--MNCHEN-3YA.example", "mira@xn--mnchen-3ya.example"),
            ("mira@m\u{fc}nchen\u{3002}example", "mira@xn--mnchen-3ya.example"),
            ("mira@\u{ff4e}orth.example", "mira@north.example"),
            ("ka\u{308}the@north.example", "k\u{e4}the@north.example"),
            ("a@stra\u{df}e.example", "a@xn--strae-oqa.example"),
            (
                "a@Pro\u{10d}prost\u{11b}nemluv\u{ed}\u{10d}esky.example",
                "a@xn--proprostnemluvesky-uyb24dma41a.example"
            ),
            (
                "a@なぜみんな日本語を話してくれないのか.example",
                "a@xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa.example"
            ),
            ("a@他们为什么不说中文.example", "a@xn--ihqwcrb4cv8a8dqg056pqjye.example"),
            ("a@3年b組金八先生.example", "a@xn--3b-ww4c5e180e575a65lsy2b.example"),
        ])
    func spellings(text: String, standard: String) throws {
        let address = try EmailAddress(text)
        #expect(Array(address.text.utf8) == Array(standard.utf8))
        #expect(Array(address.canonical.utf8) == Array(standard.utf8))
        #expect(try EmailAddress(address.text) == address)
        #expect(
            try SuppressionKey(typed: text[text.firstIndex(of: "@")!...]).text
                == SuppressionKey(typed: standard[standard.firstIndex(of: "@")!...]).text)
    }

    @Test(
        "An address is found elsewhere as people write it",
        arguments: [
            "mira@m\u{fc}nchen.example", "a@なぜみんな日本語を話してくれないのか.example",
            "a@3年b組金八先生.b\u{fc}cher.example", "a@\u{101}\u{2c78}.example",
        ])
    func asWritten(text: String) throws {
        let canonical = try EmailAddress(text).canonical
        #expect(EmailAddress.spellings(of: canonical) == [canonical, text])
    }

    @Test(
        "What only looks like such a domain has no other spelling",
        arguments: [
            "a@north.example", "a@xn--.example", "a@xn--99999999.example", "a@xn--a-\u{e4}.example",
            "a@xn--zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.example", "xn--a@north.example",
        ])
    func notEncoded(text: String) {
        #expect(EmailAddress.spellings(of: text) == [text])
    }

    @Test("The key of a local part of another script is one, whatever its case")
    func foreignCase() throws {
        let one = try EmailAddress("K\u{c4}the.H\u{331}@north.example").canonical
        let other = try EmailAddress("ka\u{308}the.\u{1e96}@north.example").canonical
        #expect(Array(one.utf8) == Array(other.utf8))
    }

    @Test("What a domain becomes by folding is judged too")
    func folded() {
        for text in ["info@h\u{c3}\u{b4}tel.example", "a@b\u{ff0f}c.example"] {
            #expect(throws: EmailAddress.Mistake.domain) { try EmailAddress(text) }
        }
        #expect(
            EmailAddress(stored: "info@h\u{c3}\u{b4}tel.example")?.domain
                == "h\u{c3}\u{b4}tel.example")
        #expect(EmailAddress(stored: "nobody") == nil)
    }

    @Test("A domain that is too long as DNS has it is refused")
    func longLabel() {
        #expect(throws: EmailAddress.Mistake.domain) {
            try EmailAddress(
                "a@\(String(String.UnicodeScalarView((0..<40).map { Unicode.Scalar(UInt16(0x4E00 + $0 * 7919 % 20_000))! }))).example"
            )
        }
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
