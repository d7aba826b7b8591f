import Sequencing
import Testing

@testable import MailTransport

/// Our reader of IMAP responses, fed with friendly and hostile bytes, whole and in pieces.
struct IMAPGrammarTests {
    struct Row: CustomStringConvertible {
        var input: String
        var expected: [IMAPResponse]
        var description: String { input }

        init(_ input: String, _ expected: IMAPResponse...) {
            self.input = input.replacing("\n", with: "\r\n")
            self.expected = expected
        }
    }

    private static func fetch(
        uid: UInt32? = nil, at: Instant? = nil, isDraft: Bool? = nil, body: String? = nil
    ) -> IMAPResponse {
        .fetch(
            IMAPFetch(
                uid: uid, arrivedAt: at, isDraft: isDraft,
                body: body.map { .bytes(Array($0.replacing("\n", with: "\r\n").utf8)) }))
    }

    static let rows = [
        Row("T1 OK done\n", .tagged("T1", IMAPStatus(kind: .ok, text: "done"))),
        Row("T2 no\n", .tagged("T2", IMAPStatus(kind: .no, text: ""))),
        Row("* BYE see you\n", .status(IMAPStatus(kind: .bye, text: "see you"))),
        Row(
            "* OK [UIDNEXT 12] next\n",
            .status(
                IMAPStatus(
                    kind: .ok, code: "UIDNEXT", codeArgument: "12", text: "[UIDNEXT 12] next"))),
        Row(
            "* OK ends like a literal {5}\n",
            .status(IMAPStatus(kind: .ok, text: "ends like a literal {5}"))),
        Row("+ idling\n", .continuation(" idling")),
        Row("+\n", .continuation("")),
        Row("* 23 EXISTS\n", .exists(23)),
        Row("* 3 EXPUNGE\n* 0 RECENT\n", .expunge, .other("RECENT")),
        Row("* FLAGS (\\Answered \\Seen)\n", .other("FLAGS")),
        Row("* CAPABILITY IMAP4rev1 idle\n", .capability(["IMAP4REV1", "IDLE"])),
        Row("* SEARCH\n", .search([])),
        Row("* SEARCH 2 84 882 \n", .search([2, 84, 882])),
        Row("* SEARCH 2 5 (MODSEQ 917162500)\n", .search([2, 5])),
        Row(
            "* ESEARCH (TAG \"T5\") UID COUNT 3\n",
            .extendedSearch(IMAPExtendedSearch(tag: "T5", count: 3))),
        Row(
            "* ESEARCH (TAG \"T5\") UID MIN 4 COUNT 3\n",
            .extendedSearch(IMAPExtendedSearch(tag: "T5", count: 3, minimum: 4))),
        Row(
            "* ESEARCH (TAG \"T5\") UID ALL 4:17,3,9:8 COUNT 17\n",
            .extendedSearch(
                IMAPExtendedSearch(tag: "T5", count: 17, all: [4...17, 3...3, 8...9]))),
        Row("* ESEARCH (TAG \"T5\") UID\n", .extendedSearch(IMAPExtendedSearch(tag: "T5"))),
        Row("* ESEARCH COUNT 1\n", .extendedSearch(IMAPExtendedSearch(count: 1))),
        Row(
            "* NAMESPACE ((\"INBOX.\" \".\")(\"\" \"/\")) NIL ((\"#shared.\" \".\")(\"x\" NIL))\n",
            .namespace(IMAPNamespaces(personal: ["INBOX."], foreign: ["#shared.", "x"]))),
        Row("* NAMESPACE NIL NIL NIL\n", .namespace(IMAPNamespaces())),
        Row("* 12 FETCH (UID 7 RFC822.SIZE 4321)\n", fetch(uid: 7)),
        Row("* 12 FETCH (FLAGS (\\Seen (x)) UID 7)\n", fetch(uid: 7, isDraft: false)),
        Row("* 12 FETCH (FLAGS (\\draft) UID 7)\n", fetch(uid: 7, isDraft: true)),
        Row("* 1 FETCH (UID 1 BODY[] {12}\nT1 OK done\n)\n", fetch(uid: 1, body: "T1 OK done\n")),
        Row("* 1 FETCH (BODY[] {9}\n* 1 BYE\n UID 8)\n", fetch(uid: 8, body: "* 1 BYE\n")),
        Row("* 1 FETCH (BODY[] {5}\n{3}\n UID 8)\n", fetch(uid: 8, body: "{3}\n")),
        Row("* 1 FETCH (UID 1 BODY[] {0}\n)\n", fetch(uid: 1, body: "")),
        Row("* 1 FETCH (UID 1 BODY[] \"a \\\"b\\\" \\\\c\")\n", fetch(uid: 1, body: "a \"b\" \\c")),
        Row("* 1 FETCH (UID 1 BODY[] NIL)\n", fetch(uid: 1)),
        Row("* 1 FETCH (BODY[HEADER.FIELDS (TO CC)] {2}\nhi UID 4)\n", fetch(uid: 4)),
        Row(
            "* 1 FETCH (INTERNALDATE \" 7-Feb-1994 21:52:25 -0800\" UID 1)\n",
            fetch(uid: 1, at: Instant(milliseconds: 760_686_745_000))),
        Row("* 1 FETCH (INTERNALDATE \"31-Foo-1994 21:52:25 -0800\" UID 1)\n", fetch(uid: 1)),
        Row(
            "* LIST (\\HasNoChildren \\Junk) \".\" \"My \\\"Spam\\\"\"\n",
            .list(
                IMAPListing(
                    attributes: ["\\hasnochildren", "\\junk"], separator: ".", name: "My \"Spam\""))
        ),
        Row(
            "* LIST () NIL inbox\n",
            .list(IMAPListing(attributes: [], separator: nil, name: "INBOX"))),
        Row(
            "* LIST () \"/\" {4}\nNews\n",
            .list(IMAPListing(attributes: [], separator: "/", name: "News"))),
        Row(
            "* XLIST (\\HasNoChildren \\AllMail) \"/\" \"[Gmail]/Alle Nachrichten\"\n",
            .list(
                IMAPListing(
                    attributes: ["\\hasnochildren", "\\all"], separator: "/",
                    name: "[Gmail]/Alle Nachrichten"))),
        Row(
            "* XLIST (\\Inbox) \"/\" Posteingang\n",
            .list(IMAPListing(attributes: ["\\inbox"], separator: "/", name: "INBOX"))),
        Row("* LIST () \"/\" NIL\n", .other("LIST")),
        Row(
            "* 1 FETCH (UID 7 BODY[]<0> {3}\nabc)\n",
            .fetch(IMAPFetch(uid: 7))),
        Row(
            "* OK [X-UNHEARD-OF (a {2}\n",
            .status(IMAPStatus(kind: .ok, text: "[X-UNHEARD-OF (a {2}"))),
        Row(
            "* NO [ALERT] Quota nearly full: Größe 99 %\n",
            .status(
                IMAPStatus(
                    kind: .no, code: "ALERT", text: "[ALERT] Quota nearly full: Größe 99 %"))),
        Row("* METADATA \"\" (/shared/comment {2}\nhi)\n", .other("METADATA")),
    ]

    @Test("A response is read, however its bytes are cut", arguments: rows)
    func responses(_ row: Row) throws {
        for size in [1, 2, 3, 7, 4096] {
            #expect(try Self.read(row.input, pieces: size) == row.expected, "in pieces of \(size)")
        }
    }

    @Test(
        "What breaks the grammar or a limit is refused",
        arguments: [
            "* 1 FETCH (UID 1\r\n", "* 1 FETCH (UID 1))\r\n)\r\n", "* 1 FETCH UID 1\r\n",
            "* 1 FETCH (UID)\r\n", "* 1 FETCH (UID 0)\r\n", "* 1 FETCH (UID 4294967296)\r\n",
            "* 1 FETCH (UID NIL)\r\n", "* ESEARCH ALL 1:x\r\n",
            "* ESEARCH ALL 0\r\n", "* ESEARCH ALL 1:2:3\r\n", "* ESEARCH ALL\r\n",
            "* ESEARCH ALL 1,,2\r\n",
            "* 1 FETCH (BODY[] atom)\r\n",
            "* 1 FETCH (BODY[] \"no end)\r\n", "* 1 FETCH (BODY[] \"a\\n\")\r\n",
            "* 1 FETCH (BODY[] {99999999999}\r\n",
            "* 1 FETCH (BODY[] {99999999999999999999999}\r\n",
            "* 1 FETCH (BODY[] {2000000000}\r\n", "* SEARCH 1 x\r\n", "* SEARCH -1\r\n",
            "* ESEARCH MIN 0 COUNT 1\r\n", "* LIST (\\Junk) \"/\" NIL\r\n",
            "* ESEARCH (TAG \"T5\") COUNT\r\n", "* ESEARCH COUNT many\r\n", "* LIST x\r\n",
            "* \r\n",
            "*\r\n", "\r\n", "lonely\r\n", "T1 MAYBE\r\n", "bare line feed\n",
            "* 1 FETCH (\u{1} 2)\r\n",
            "* \(String(repeating: "(", count: 50))\r\n",
            "* OK \(String(repeating: "x", count: 2000))\r\n",
            "* OK \(String(repeating: "x", count: 2000))",
        ])
    func refused(_ input: String) throws {
        for size in [1, 3, 4096] {
            let failure = #expect(throws: SweepFailure.self) { try Self.read(input, pieces: size) }
            guard case .malformedResponse = failure else {
                Issue.record("\(input.debugDescription): \(String(describing: failure))")
                return
            }
        }
    }

    @Test("A literal over the limit is read past, and what follows is understood")
    func oversizeLiteral() throws {
        let body = String(repeating: "y", count: 500)
        let input = "* 1 FETCH (UID 9 BODY[] {500}\r\n\(body))\r\nT1 OK done\r\n"
        for size in [1, 100, 4096] {
            let expected: [IMAPResponse] = [
                .fetch(
                    IMAPFetch(
                        uid: 9, body: .oversize(500, head: [UInt8](repeating: 0x79, count: 50)))),
                .tagged("T1", IMAPStatus(kind: .ok, text: "done")),
            ]
            #expect(try Self.read(input, pieces: size) == expected)
        }
    }

    @Test("Broken responses are read or refused, and never trap", arguments: rows)
    func mutations(_ row: Row) {
        var random = SplitMix(state: 2026)
        let fragments = [
            "(", ")", "{3}", "\"", "\\", " ", "\r\n", "[", "]", "NIL", "{", "}", "\u{0}", "9",
        ]
        var refusals = 0
        for _ in 0..<300 {
            var bytes = Array(row.input.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let fragment = fragments.randomElement(using: &random) ?? ""
                let isInsertion = Bool.random(using: &random)
                bytes.replaceSubrange(
                    place..<(isInsertion ? place : place + 1), with: fragment.utf8)
            }
            do {
                _ = try Self.read(bytes, pieces: 16)
            } catch {
                #expect(error is SweepFailure)
                refusals += 1
            }
        }
        #expect(refusals > 0)
    }

    @Test("A set of UIDs is written as ranges")
    func uidSets() {
        func set(_ uids: [UInt32]) -> [String] { IMAPConnection.ranges(of: uids).map(\.imapSet) }
        #expect(set([1, 2, 3, 7, 9, 10]) == ["1:3", "7", "9:10"])
        #expect(set([4_294_967_295]) == ["4294967295"])
    }

    @Test("A folder's name is quoted, and one that could end the command is refused")
    func quoting() throws {
        #expect(try IMAPConnection.quote("My \"Spam\" \\ x") == "\"My \\\"Spam\\\" \\\\ x\"")
        for name in ["a\r\nT2 DELETE x", "a\n", "a\u{0}"] {
            #expect(throws: SweepFailure.self) { try IMAPConnection.quote(name) }
        }
    }

    @Test("A folder's name with eight bits is left out, unless it would have to be watched")
    func namesWithoutText() throws {
        let plain = Array("* LIST () \"/\" \"M".utf8) + [0xFC] + Array("ll\"\r\n".utf8)
        #expect(try Self.read(plain, pieces: 7) == [.other("LIST")])
        let marked = Array("* LIST (\\Junk) \"/\" \"M".utf8) + [0xFC] + Array("ll\"\r\n".utf8)
        #expect(throws: SweepFailure.self) { try Self.read(marked, pieces: 7) }
    }

    @Test(
        "Names in modified UTF-7 are decoded, and bad ones left as they are",
        arguments: [
            ("Entw&APw-rfe", "Entwürfe"), ("&U,BTFw-", "台北"), ("&Jjo-!", "☺!"),
            ("&ZeVnLIqe-", "日本語"), ("A & B", "A & B"), ("A &- B", "A & B"),
            ("&2D3eAA-", "😀"), ("&2D0-", "&2D0-"), ("&APw", "&APw"), ("&!!-", "&!!-"),
            ("plain", "plain"), ("", ""),
        ])
    func modifiedUTF7(encoded: String, decoded: String) {
        #expect(ModifiedUTF7.decode(encoded) == decoded)
    }

    private static func read(_ text: String, pieces: Int) throws -> [IMAPResponse] {
        try read(Array(text.utf8), pieces: pieces)
    }

    /// The end of the input is told as a lost connection, but where a limit should have struck
    /// before.
    private static func read(_ bytes: [UInt8], pieces: Int) throws -> [IMAPResponse] {
        var limits = IMAPLimits()
        limits.messageBytes = 400
        limits.headBytes = 50
        limits.announcedLiteralBytes = 1 << 30
        limits.lineBytes = 1000
        var reader = IMAPReader(limits: limits)
        var rest = bytes[...]
        var responses: [IMAPResponse] = []
        while !rest.isEmpty || reader.hasPendingBytes {
            let frame = try reader.nextFrame { buffer in
                guard !rest.isEmpty else { throw SweepFailure.connection(cause: "end of input") }
                buffer += rest.prefix(pieces)
                rest = rest.dropFirst(pieces)
            }
            responses.append(try IMAPResponse.parse(frame, depthLimit: limits.depth))
        }
        return responses
    }
}

/// A generator with a seed (SplitMix64), so that a failure comes again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
