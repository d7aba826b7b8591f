import MailMessage
import Sequencing
import Testing

@Suite struct ComposerTests {
    static func draft() throws -> MessageDraft {
        MessageDraft(
            from: try EmailAddress("nora.feld@vendor.example"), fromName: "Nora Feld, \"Sales\"",
            to: try EmailAddress("ada.brandt@customer.example"), toName: "Ada Brandt-Öztürk",
            subject: "Größe Ihres Lagers – eine Frage, die etwas länger ist als eine Zeile im Kopf",
            text: "Guten Tag,\n\nstört die Kälte? a=b\r\nZeile\rEnde ",
            messageID: "e1.d2@vendor.example",
            date: Instant(milliseconds: 1_785_741_300_000), dateOffsetMinutes: 120,
            inReplyTo: "e1.d1@vendor.example",
            references: ["e1.d0@vendor.example", "e1.d1@vendor.example"],
            unsubscribeMailto: try EmailAddress("leave+a%b@vendor.example"))
    }

    static func text(_ draft: MessageDraft) throws -> String {
        String(decoding: try MessageComposer.compose(draft), as: UTF8.self)
    }

    @Test("A plain ASCII mail is these bytes") func asciiMailWhole() throws {
        var draft = try Self.draft()
        (draft.fromName, draft.toName, draft.subject) = ("Nora Feld", "", "A question")
        (draft.text, draft.inReplyTo, draft.references) = ("Hello.\nBye.", nil, [])
        draft.unsubscribeMailto = nil
        let expected = """
            From: Nora Feld <nora.feld@vendor.example>
            To: ada.brandt@customer.example
            Subject: A question
            Date: Mon, 03 Aug 2026 09:15:00 +0200
            Message-ID: <e1.d2@vendor.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Hello.
            Bye.

            """
        #expect(try Self.text(draft) == expected.replacing("\n", with: "\r\n"))
    }

    @Test("What was composed parses back") func roundTrip() throws {
        let draft = try Self.draft()
        let message = try MessageParser.parse(MessageComposer.compose(draft))
        #expect(message.subject == draft.subject)
        #expect(message.from == [.init(name: draft.fromName, address: draft.from.text)])
        #expect(message.to == [.init(name: draft.toName, address: draft.to.text)])
        #expect(message.messageID == draft.messageID)
        #expect(message.inReplyTo == [draft.inReplyTo])
        #expect(message.references == draft.references)
        #expect(message.date == draft.date)
        #expect(message.plainText == "Guten Tag,\n\nstört die Kälte? a=b\nZeile\nEnde \n")
        #expect(
            message.header("List-Unsubscribe")
                == "<mailto:leave+a%25b@vendor.example?subject=unsubscribe>")
        for name in ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version"] {
            #expect(message.headers.count { $0.name == name } == 1)
        }
    }

    @Test(
        "A public address makes a one-click opt-out beside the mailto (RFC 8058), as long as a proxy's"
    )
    func oneClick() throws {
        var draft = try Self.draft()
        draft.unsubscribeToken = "u12.0.1.0123456789abcdef0123"
        draft.unsubscribeURL =
            "https://mail.vendor.example/\(String(repeating: "a", count: 180))/u12.0.1.0123"
        let bytes = try MessageComposer.compose(draft)
        let message = try MessageParser.parse(bytes)
        #expect(
            message.header("List-Unsubscribe")
                == "<\(draft.unsubscribeURL ?? "")>, <mailto:leave+a%25b@vendor.example"
                + "?subject=unsubscribe%20u12.0.1.0123456789abcdef0123>")
        #expect(message.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click")
        draft.unsubscribeURL = nil
        #expect(
            try MessageParser.parse(MessageComposer.compose(draft)).header("List-Unsubscribe-Post")
                == nil)
    }

    @Test(
        "Whatever would end the field or the bracket is refused",
        arguments: ["\r\n", " ", ">", "ü"])
    func badWay(_ bad: String) throws {
        var draft = try Self.draft()
        draft.unsubscribeURL = "https://mail.vendor.example/\(bad)"
        #expect(throws: ComposeError.unsubscribeWay(draft.unsubscribeURL ?? "")) {
            try MessageComposer.compose(draft)
        }
    }

    @Test("Ids and ways to opt out are never encoded, however long") func longFields() throws {
        let domain = Array(repeating: "a-rather-long-label-of-a-domain", count: 5)
            .joined(separator: ".")
        var draft = try Self.draft()
        draft.from = try EmailAddress("nora.feld@\(domain).example")
        draft.messageID = "e1.d2@\(domain).example"
        draft.inReplyTo = "e1.d1@\(domain).example"
        draft.references = (0..<8).map { "e1.d\($0)@\(domain).example" }
        draft.unsubscribeMailto = draft.from
        draft.unsubscribeToken = "u1.0.1.a9b92943650f12153b11"
        draft.unsubscribeURL = "https://\(domain).example/out/u1.0.1.a9b92943650f12153b11"
        let text = try Self.text(draft)
        let header = try #require(text.split(separator: "\r\n\r\n").first)
        for name in ["Message-ID", "In-Reply-To", "References", "List-Unsubscribe"] {
            let field = try #require(header.split(separator: "\r\n\(name): ").dropFirst().first)
            let value = field.prefix { $0 != ":" }
            #expect(!value.contains("=?"), "\(name): \(value)")
        }
        #expect(
            header.contains(
                """
                \r\nList-Unsubscribe: <\(draft.unsubscribeURL ?? "")>,\r\n \
                <mailto:\(draft.from.text)?subject=unsubscribe%20u1.0.1.a9b92943650f12153b11>\r\n
                """))
        let message = try MessageParser.parse(Array(text.utf8))
        #expect(message.messageID == draft.messageID)
        #expect(message.inReplyTo == [draft.inReplyTo])
        #expect(message.references == draft.references)
    }

    @Test("The same draft is always the same bytes") func sameDraftSameBytes() throws {
        var draft = try Self.draft()
        draft.html = "<p>Störung</p>"
        let first = try MessageComposer.compose(draft)
        for _ in 0..<50 { #expect(try MessageComposer.compose(draft) == first) }
    }

    @Test("HTML makes two alternatives, the plain one first") func alternatives() throws {
        var draft = try Self.draft()
        draft.html = "<p>Störung</p>"
        let text = try Self.text(draft)
        let plain = try #require(text.firstRange(of: "text/plain"))
        let html = try #require(text.firstRange(of: "text/html"))
        #expect(plain.lowerBound < html.lowerBound)
        #expect(text.contains("multipart/alternative; boundary=\"=_"))
        let message = try MessageParser.parse(Array(text.utf8))
        #expect(message.htmlAsText == "Störung\n\n" || message.htmlAsText == "Störung\n")
    }

    @Test("Lines end in CRLF and stay below 999 bytes") func lineEnds() throws {
        var draft = try Self.draft()
        draft.text = String(repeating: "wort ", count: 2000) + String(repeating: "x", count: 3000)
        draft.html = draft.text
        draft.references = (0..<60).map { "e1.d\($0).0123456789abcdef@vendor.example" }
        let bytes = try MessageComposer.compose(draft)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        #expect(lines.allSatisfy { $0.last == 0x0D && !$0.dropLast().contains(0x0D) })
        #expect(lines.allSatisfy { $0.count - 1 <= 998 })
    }

    @Test(
        "Controls are refused by field",
        arguments: [ComposeError.Field.subject, .fromName, .toName, .messageID],
        ["\r\nBcc: x@y.example", "\n", "\0", "\u{1B}[2J", "\u{85}", "\u{7F}"])
    func controlsAreRefused(field: ComposeError.Field, bad: String) throws {
        var draft = try Self.draft()
        switch field {
        case .subject: draft.subject += bad
        case .fromName: draft.fromName += bad
        case .toName: draft.toName += bad
        case .messageID, .text, .html, .inReplyTo, .references: draft.messageID += bad
        }
        #expect(throws: ComposeError.controlCharacter(field: field)) {
            try MessageComposer.compose(draft)
        }
    }

    @Test("A reference with a line end, a body with NUL and a broken id are refused")
    func otherFieldsAreRefused() throws {
        var draft = try Self.draft()
        draft.references = ["a@b.example\r\nBcc: x@y.example"]
        #expect(throws: ComposeError.controlCharacter(field: .references)) {
            try MessageComposer.compose(draft)
        }
        draft = try Self.draft()
        draft.text = "a\0b"
        #expect(throws: ComposeError.controlCharacter(field: .text)) {
            try MessageComposer.compose(draft)
        }
        draft = try Self.draft()
        draft.messageID = "no-at-sign"
        #expect(throws: ComposeError.messageID("no-at-sign", field: .messageID)) {
            try MessageComposer.compose(draft)
        }
    }
}
