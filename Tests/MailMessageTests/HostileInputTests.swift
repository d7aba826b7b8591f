import MailMessage
import Sequencing
import Testing

/// Whatever the bytes are: an answer or a `ParseFailure`, and soon.
@Suite struct HostileInputTests {
    @Test("What is beyond a limit is refused with its code") func limitsRefuse() throws {
        let small = ParseLimits(
            messageBytes: 1000, headerBytes: 200, depth: 3, parts: 4, textBytes: 10)
        #expect(throws: ParseFailure.empty) { try MessageParser.parse([]) }
        #expect(throws: ParseFailure.tooLarge(bytes: 1001, limit: 1000)) {
            try MessageParser.parse([UInt8](repeating: 65, count: 1001), limits: small)
        }
        let long = Self.bytes("Subject: \(String(repeating: "x", count: 300))\n\nbody")
        #expect(throws: ParseFailure.headerTooLarge(bytes: 310, limit: 200)) {
            try MessageParser.parse(long, limits: small)
        }
        #expect(throws: ParseFailure.tooManyParts(limit: 4)) {
            try MessageParser.parse(Self.parts(5), limits: small)
        }
        #expect(throws: ParseFailure.tooDeep(limit: 3)) {
            try MessageParser.parse(Self.nested(4), limits: small)
        }
        #expect(throws: ParseFailure.tooDeep(limit: 20)) {
            try MessageParser.parse(Self.nested(21))
        }
        _ = try MessageParser.parse(Self.nested(19))
        #expect(throws: ParseFailure.tooDeep(limit: 20)) {
            try MessageParser.parse(Self.forwarded(30))
        }
    }

    @Test("Multiparts nested 5,000 deep are refused") func deepNesting() {
        #expect(throws: ParseFailure.self) { try MessageParser.parse(Self.nested(5000)) }
    }

    @Test("A message built of boundaries is refused, not compared line by line")
    func boundaryFlood() {
        var text = "Content-Type: multipart/mixed; boundary=a\n\n"
        for index in 0..<5000 {
            text += "--a\nContent-Type: multipart/mixed; boundary=b\(index)\n\n--b\(index)\n\n"
        }
        text += String(repeating: "--\n", count: 200_000)
        #expect(throws: ParseFailure.self) { try MessageParser.parse(Self.bytes(text)) }
    }

    @Test("Ten thousand header fields are read") func manyHeaders() throws {
        let text = (0..<10_000).map { "X-Field-\($0): v\n" }.joined() + "Subject: end\n\nbody\n"
        let message = try MessageParser.parse(Self.bytes(text))
        #expect(message.headers.count == 10_001)
        #expect(message.subject == "end")
    }

    @Test("A text is cut at its limit, not refused") func longTextIsCut() throws {
        let text = "Subject: x\n\n" + String(repeating: "wort ", count: 400_000)
        let message = try MessageParser.parse(Self.bytes(text))
        #expect(message.plainText?.utf8.count == ParseLimits.standard.textBytes)
    }

    @Test(
        "Texts are decoded whatever they claim",
        arguments: [
            ("utf-8", "8bit", [0x4B, 0xC3, 0xA4, 0x73], "Käs"),
            ("iso-8859-1", "8bit", [0x4B, 0xE4, 0x73], "Käs"),
            ("windows-1252", "8bit", [0x80], "€"),
            ("utf-8", "8bit", [0x4B, 0xE4, 0x73, 0xFC, 0x73], "Käsüs"),
            ("no-such-charset", "8bit", [0x4B, 0x61], "Ka"),
            ("utf-8", "base64", Array("S8Okcw==".utf8), "Käs"),
            ("utf-8", "quoted-printable", Array("K=C3=A4s=ZZ".utf8), "Käs=ZZ"),
            ("utf-16le", "base64", Array("SwDkAHMA".utf8), "Käs"),
            ("utf-8", "8bit", [0x61, 0x00, 0x62], "a?b"),
            ("utf-8", "8bit", [0x61, 0x0D, 0x62, 0x0D, 0x0A, 0x63], "a\nb\nc"),
        ] as [(String, String, [UInt8], String)])
    func textsAreDecoded(charset: String, encoding: String, body: [UInt8], text: String) throws {
        let head = Self.bytes(
            "Content-Type: text/plain; charset=\(charset)\n"
                + "Content-Transfer-Encoding: \(encoding)\n\n")
        #expect(try MessageParser.parse(head + body).plainText == text)
    }

    @Test("No control survives in a header, encoded or not") func headerControls() throws {
        let text =
            "Subject: =?utf-8?q?a=0D=0ABcc:_b=00=1B[2J?=\nFrom: \"a\u{7}b\" <x@y.example>\n\nz"
        let message = try MessageParser.parse(Self.bytes(text))
        let values = message.headers.map(\.value) + message.from.map(\.name) + [message.subject]
        #expect(!values.contains { $0.unicodeScalars.contains(where: \.isControl) })
    }

    @Test("Two thousand broken fixtures are read or refused, and judged") func mutations() throws {
        var random = SplitMix(state: 20_260_803)
        let fixtures = try Fixture.names().map(Fixture.bytes)
        var read = 0
        for round in 0..<2400 {
            var bytes = fixtures[round % fixtures.count]
            for _ in 0..<(1 + random.next(below: 12)) { random.mutate(&bytes, fixtures) }
            do {
                let message = try MessageParser.parse(bytes)
                let seen = ReplyRules.classify(
                    message, now: Instant(milliseconds: 1_785_750_000_000),
                    leadZoneOffsetSeconds: 3600)
                let keys = ReplyMatchKeys(from: message, class: seen)
                #expect(keys.addresses.allSatisfy { $0 == $0.lowercased() })
                #expect(!(message.plainText ?? "").utf8.contains(0))
                read += 1
            } catch {
                #expect(!error.code.isEmpty)
            }
        }
        #expect(read > 2000)
    }

    @Test("Random bytes are read or refused") func randomBytes() {
        var random = SplitMix(state: 7)
        for _ in 0..<300 {
            let bytes = (0..<random.next(below: 3000)).map { _ in UInt8(random.next(below: 256)) }
            do {
                let message = try MessageParser.parse(bytes)
                #expect(message.deliveryReports.isEmpty)
            } catch {
                #expect(!error.code.isEmpty)
            }
        }
    }

    @Test("Every fixture cut at every 37th byte is read or refused") func truncations() throws {
        for name in try Fixture.names() {
            let bytes = try Fixture.bytes(name)
            for end in stride(from: 1, to: bytes.count, by: 37) {
                do {
                    let message = try MessageParser.parse(Array(bytes[..<end]))
                    #expect(message.headers.count <= 20)
                } catch {
                    // What breaks off inside its first field is no message.
                    #expect(error == .noMessage && end < 80, "\(name) \(end)")
                }
            }
        }
    }

    @Test("Eight threads parse at once") func concurrency() async throws {
        let fixtures = try Fixture.names().map(Fixture.bytes)
        let expected = try fixtures.map { try MessageParser.parse($0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for (bytes, message) in zip(fixtures, expected) {
                        do {
                            guard try MessageParser.parse(bytes) == message else { return false }
                        } catch { return false }
                    }
                    return true
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func nested(_ depth: Int) -> [UInt8] {
        var text = ""
        for level in 0..<depth {
            text += "Content-Type: multipart/mixed; boundary=\"b\(level)\"\n\n--b\(level)\n"
        }
        return bytes(text + "Content-Type: text/plain\n\ninner\n")
    }

    private static func forwarded(_ depth: Int) -> [UInt8] {
        bytes(
            String(repeating: "Content-Type: message/rfc822\n\n", count: depth)
                + "Subject: inner\n\ninner\n")
    }

    private static func parts(_ count: Int) -> [UInt8] {
        bytes(
            "Content-Type: multipart/mixed; boundary=b\n\n"
                + String(repeating: "--b\nContent-Type: text/plain\n\nx\n", count: count)
                + "--b--\n")
    }
}

/// A seeded generator: the same mutations in every run.
private struct SplitMix {
    var state: UInt64

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
    }

    /// One change: a byte, a cut, a doubled or foreign stretch, or a piece of syntax.
    mutating func mutate(_ bytes: inout [UInt8], _ others: [[UInt8]]) {
        guard !bytes.isEmpty else { return }
        let place = next(below: bytes.count)
        let length = min(next(below: 200), bytes.count - place)
        switch next(below: 6) {
        case 0: bytes[place] = UInt8(next(below: 256))
        case 1: bytes.removeSubrange(place..<(place + length))
        case 2: bytes.insert(contentsOf: Array(bytes[place..<(place + length)]), at: place)
        case 3:
            let other = others[next(below: others.count)]
            let start = next(below: other.count)
            bytes.insert(contentsOf: other[start...].prefix(200), at: place)
        case 4: bytes.insert(contentsOf: [0, 0x0D, 0x0A, 0x0A, 0xFF], at: place)
        default:
            let pieces = [
                "<", ">", "=?utf-8?B?", "?=", "--", ": ", "\r\n ", "\"", ";", "12.13.", "@",
            ]
            bytes.insert(contentsOf: pieces[next(below: pieces.count)].utf8, at: place)
        }
    }
}
