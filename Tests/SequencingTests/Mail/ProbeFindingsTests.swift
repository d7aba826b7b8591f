import Sequencing
import Testing

/// What a message that came back tells of a one-click opt-out (RFC 8058, RFC 6376).
struct ProbeFindingsTests {
    private static func message(
        signatures: [String], list: Bool = true, post: String? = "List-Unsubscribe=One-Click"
    ) -> ReceivedMessage {
        var headers = signatures.map {
            ReceivedMessage.HeaderField(name: "DKIM-Signature", value: $0)
        }
        if list { headers.append(.init(name: "List-Unsubscribe", value: "<https://a.example/p>")) }
        if let post { headers.append(.init(name: "List-Unsubscribe-Post", value: post)) }
        return ReceivedMessage(headers: headers)
    }

    private static let both = "From:Subject:List-Unsubscribe:List-Unsubscribe-Post"

    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var message: ReceivedMessage
        var signature: ProbeFindings.Signature
        var signedBy: String?
        var allows: Bool?
    }

    static let rows: [Row] = [
        Row(
            testDescription: "a signature over both, folded and in another case",
            message: message(signatures: [
                "v=1; d=A.example; s=k; h=from : subject:\r\n list-UNSUBSCRIBE:list-unsubscribe-post; b=x"
            ]), signature: .covers, signedBy: "a.example", allows: true),
        Row(
            testDescription: "the second of two signatures covers both",
            message: message(signatures: ["d=b.example; h=from", "d=a.example; h=\(both)"]),
            signature: .covers, signedBy: "a.example", allows: true),
        Row(
            testDescription: "two signatures that cover one each are none that covers both",
            message: message(signatures: [
                "d=a.example; h=List-Unsubscribe", "d=a.example; h=List-Unsubscribe-Post",
            ]), signature: .lacks, signedBy: "a.example", allows: false),
        Row(
            testDescription: "b= and bh= are not h=",
            message: message(signatures: [
                "d=a.example; bh=List-Unsubscribe:List-Unsubscribe-Post; h=from"
            ]), signature: .lacks, signedBy: "a.example", allows: false),
        Row(
            testDescription: "no signature says nothing", message: message(signatures: []),
            signature: .absent, signedBy: nil, allows: nil),
        Row(
            testDescription: "a lost List-Unsubscribe",
            message: message(signatures: ["d=a.example; h=\(both)"], list: false),
            signature: .covers, signedBy: "a.example", allows: false),
        Row(
            testDescription: "a lost List-Unsubscribe-Post",
            message: message(signatures: ["d=a.example; h=\(both)"], post: nil),
            signature: .covers, signedBy: "a.example", allows: false),
        Row(
            testDescription: "a List-Unsubscribe-Post that was rewritten",
            message: message(signatures: ["d=a.example; h=\(both)"], post: "List-Unsubscribe=No"),
            signature: .covers, signedBy: "a.example", allows: false),
    ]

    @Test(
        "Only a signature over both fields allows it, and only its lack forbids it", arguments: rows
    )
    func oneClick(_ row: Row) {
        let found = ProbeFindings.OneClick(in: row.message)
        #expect(found.signature == row.signature)
        #expect(found.signedBy == row.signedBy)
        var findings = ProbeFindings()
        findings.oneClick = found
        #expect(findings.allowsOneClick == row.allows)
    }

    @Test(
        "That there is no copy is known only where the message came back and nothing failed",
        arguments: [
            ("ours", "ours", nil, SentHabit.keepsCopies), ("theirs", "ours", nil, .renamesCopies),
            (nil, "ours", nil, .keepsNone), (nil, nil, "timeout", .unknown),
            (nil, "ours", "timeout", .unknown), ("ours", nil, "timeout", .keepsCopies),
        ] as [(String?, String?, String?, SentHabit)])
    func habit(copy: String?, returned: String?, failure: String?, expected: SentHabit) {
        func sighting(_ id: String) -> ProbeFindings.Sighting {
            .init(folder: "F", messageID: id, seenAt: Instant(milliseconds: 0))
        }
        var findings = ProbeFindings()
        findings.copy = copy.map(sighting)
        findings.returned = returned.map(sighting)
        findings.failure = failure
        #expect(findings.sentHabit("ours") == expected)
    }
}
