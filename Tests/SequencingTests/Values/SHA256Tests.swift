import Sequencing
import Testing

/// The vectors of FIPS 180-4's examples and of RFC 4231.
struct SHA256Tests {
    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    @Test(
        "Digests are the published ones, over the lengths where the padding changes",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func digest(_ text: String, _ expected: String) {
        #expect(Self.hex(SHA256.digest(Array(text.utf8))) == expected)
    }

    @Test(
        "Authentication codes are those of RFC 4231, with short keys and with one that is hashed",
        arguments: [
            (
                [UInt8](repeating: 0x0B, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131),
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func authenticationCode(_ key: [UInt8], _ text: String, _ expected: String) {
        #expect(Self.hex(SHA256.authenticationCode(of: Array(text.utf8), key: key)) == expected)
    }
}

struct SuppressionKeyTests {
    @Test(
        "An address and a domain are read in any case, and nothing else",
        arguments: [
            ("Mira@North.example", "mira@north.example"), ("@North.example", "@north.example"),
            ("@mail.north.example", "@mail.north.example"), ("@", nil), ("@north", nil),
            ("@a@b.example", nil), ("north.example", nil), ("*@north.example", "*@north.example"),
        ] as [(String, String?)])
    func key(_ text: String, _ expected: String?) {
        // Why the error is dropped: that there is one is what is asked.
        #expect((try? SuppressionKey(typed: text))?.text == expected)
    }
}
