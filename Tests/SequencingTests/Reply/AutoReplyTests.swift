import Sequencing
import Testing

@Suite struct AutoReplyTests {
    private static func message(
        _ subject: String, _ text: String, _ fields: [(String, String)] = [],
        from: String = "ada@customer.example", name: String = "Ada Brandt", isAnswer: Bool = true
    ) -> ReceivedMessage {
        var message = ReplyRulesTests.message(
            from: from, name: name, subject: subject, fields: fields, text: text)
        if isAnswer { message.inReplyTo = ["first.1@thirdtouch.vendor.example"] }
        return message
    }

    private static func reading(_ message: ReceivedMessage) -> ReplyReading {
        ReplyRules.read(message, now: ReturnDateTests.sentAt, leadZoneOffsetSeconds: 7200)
    }

    @Test(
        "The finding names the sign",
        arguments: [
            (
                [("Auto-Submitted", "auto-replied (vacation)")],
                "Auto-Submitted: auto-replied (vacation)"
            ),
            ([("Precedence", "bulk"), ("X-Autoreply", "yes")], "X-Autoreply: yes"),
            ([("Preference", "auto_reply")], "Preference: auto_reply"),
            ([("X-Precedence", "auto_reply")], "X-Precedence: auto_reply"),
            ([("X-Apple-Action", "VACATION/REPLY")], "X-Apple-Action: VACATION/REPLY"),
            ([("X-Mailer", "vacation 1.2.7")], "X-Mailer: vacation 1.2.7"),
            (
                [("Delivered-To", "ada"), ("Delivered-To", "Autoresponder")],
                "Delivered-To: Autoresponder"
            ),
            (
                [("Delivered-To", "responder for list@c.example")],
                "Delivered-To: responder for list@c.example"
            ),
            (
                [
                    ("X-Auto-Response-Suppress", "All"),
                    ("X-MS-Exchange-Inbox-Rules-Loop", "a@b.example"),
                ],
                "X-Auto-Response-Suppress: All with X-MS-Exchange-Inbox-Rules-Loop"
            ),
        ])
    func evidence(fields: [(String, String)], expected: String) {
        let reading = Self.reading(Self.message("Re: A question", "Hello.", fields))
        let finding = reading.findings.first { $0.rule == "auto-reply" }
        #expect(finding == RuleFinding(rule: "auto-reply", fits: true, evidence: expected))
    }

    @Test(
        "The subject says it, in a responder's words or in a person's backed by the text",
        arguments: [
            ("Out of Office AutoReply: A question", "Back on Monday."),
            ("Out of office Re: A question", "Hi."), ("AutoReply: A question", "Hi."),
            ("[support.example #42] AutoReply: A question", "Hi."),
            ("[Auto-Reply] A question", "Hi."), ("(Auto Response) A question", "Hi."),
            ("Auto: RE: A question", "Hi."), ("away from my mail", "I will read it later."),
            ("Yahoo! Auto Response", "Hi."), ("ezmlm response", "Hi."),
            ("AUTO: Ada Brandt is out of the office (returning 08/17/2026)", "Hi."),
            ("Ada Brandt/Customer is out of the office.", "Hi."),
            ("AUTO: Ada Brandt ist außer Haus.", "Hi."), ("Ada Brandt ist außer Haus", "Hi."),
            ("Ada Brandt est absent(e)", "Hi."),
            ("Out of the office until Monday", "I am out of the office."),
            ("Annual leave", "I am on annual leave."), ("Auto: A question", "I am on vacation."),
            ("Urlaub", "Ich bin im Urlaub."), ("Absence", "Je suis absente jusqu'au 14 août."),
            ("תשובה אוטומטית: A question", "Hi."), ("رد تلقائي: A question", "Hi."),
            ("Thank you for contacting us", "We have received your message."),
        ])
    func subjects(subject: String, text: String) {
        #expect(ReplyRulesTests.isAutoReply(Self.message(subject, text)))
    }

    @Test(
        "The text says it where fields and subject say nothing",
        arguments: [
            ("This is an automatic reply. I am away.", []),
            ("Hello\n\nPlease note that this is an automated response.", []),
            ("Dies ist eine automatische Antwort auf Ihre E-Mail.", []),
            ("Ceci est une réponse automatique.", []), ("Esta es una respuesta automática.", []),
            ("Questa è una risposta automatica.", []), ("Dit is een automatisch antwoord.", []),
            ("Detta är ett automatiskt svar.", []), ("Dette er et automatisk svar.", []),
            ("Tämä on automaattinen vastaus.", []), ("To jest automatyczna odpowiedź.", []),
            ("Toto je automatická odpověď.", []), ("Это автоматический ответ.", []),
            ("Bu otomatik bir yanıttır.", []), ("このメールは自動返信です。", []), ("这是自动回复。", []),
            ("본 메일은 자동 회신입니다.", []),
            ("I am out of the office until 14 August.", [("Precedence", "bulk")]),
            ("Ich bin im Urlaub.", [("X-Auto-Response-Suppress", "All")]),
            ("Je suis en congés.", [("Return-Path", "<>")]),
            (
                "Thank you for your email. I am out of the office until 14 August with limited "
                    + "access to email. I will reply on my return.", []
            ),
            (
                "Vielen Dank für Ihre Nachricht. Ich bin im Urlaub. In dringenden Fällen hilft "
                    + "Herr Kessler.", []
            ),
            (
                "We have received your request. Your ticket number is 4711.",
                [("Precedence", "bulk")]
            ),
            ("Your request has been received. Ticket #4711.", [("X-OTRS-Loop", "yes")]),
            ("This is an automatically generated message. Ada has left the company.", []),
            ("Diese Nachricht wurde automatisch erstellt. Ich bin bis 14.8. im Urlaub.", []),
            (
                "Ada no longer works here. This mailbox is not monitored.",
                [("X-Auto-Response-Suppress", "OOF")]
            ),
            ("I am away until Monday.", [("X-Loop", "ada@customer.example")]),
        ] as [(String, [(String, String)])])
    func texts(text: String, fields: [(String, String)]) {
        #expect(ReplyRulesTests.isAutoReply(Self.message("Re: A question", text, fields)))
    }

    @Test(
        "People write of absences, of automatic replies and of tickets",
        arguments: [
            ("Re: A question", "I am out of the office next week, call me on Monday."),
            ("Re: A question", "Ben is out of office. Ask me instead.",),
            ("Re: A question", "I got “this is an automatic reply” from you twice."),
            ("Re: A question", "Did you get my out of office? I'm back now."),
            ("Re: A question", "Please open a support ticket, then we have received your request."),
            (
                "Re: A question",
                "Our support ticket system creates a ticket for each mail. Yours too?"
            ),
            ("Re: A question", "> This is an automatic reply.\nNo, it was me!"),
            ("Re: A question", "Thank you for your email. I am out of the office today, urgent?"),
            ("Ben Okafor is out of the office next week", "Who takes over?"),
            ("Vacation", "Here are my photos."), ("Away", "I was away. Now I am back, call me."),
            ("Out of office hours support", "Do you offer that?"),
            ("Annual leave policy", "Can your product do that?"),
            ("Auto: zu verkaufen", "Kennst du jemanden?"), ("Out of office - Friday", "See you."),
            ("Out of the office", "Who is in on Friday?"),
            ("Thank you for your email", "It was useful. Let us talk."),
            ("Semester start", "Our semester starts in October."),
            ("Absence of evidence", "See attached."),
            ("Congés", "Je suis en congés en août. On se parle avant ?"),
            ("Autoreply to customers", "We want to set one up. Does your tool do that?"),
            ("Vacation response to Ben", "What shall I answer him?"),
            (
                "Re: A question",
                "Thanks for your email! I'm away with limited access, but let's do it on Monday."
            ),
            (
                "Re: A question",
                "Thank you for your message. I was on leave, hence the delay. Urgent first: yes."
            ),
            ("Re: A question", "This is an automated message? I am on leave from robots."),
            ("Fwd: Automatic reply", "This is an automatic reply. I am away.\n\nAsk Petra."),
        ])
    func people(subject: String, text: String) {
        #expect(!ReplyRulesTests.isAutoReply(Self.message(subject, text)))
    }

    @Test(
        "A weak sign and an absence make no responder of a person or of a report",
        arguments: [
            (
                "Re: A question", "I'm on vacation until Monday. Call me then.", true,
                ("X-Auto-Response-Suppress", "DR, OOF, AutoReply")
            ),
            (
                "Re: A question", "I am away until Monday. Is Tuesday fine?", true,
                ("Precedence", "bulk")
            ),
            ("Leave approved", "Your annual leave was approved.", false, ("Precedence", "bulk")),
            ("Report", "Ben was on leave from 3 to 6 August.", false, ("Precedence", "bulk")),
            ("Away", "I am on vacation until Monday.", false, ("X-Listprocessor-Version", "8")),
            ("Re: Disks", "I am on vacation until Monday.", true, ("X-Loop", "ops@lists.example")),
            (
                "Abwesenheit", "Nächste Woche bin ich nicht im Büro, Ben vertritt mich.", false,
                ("X-Priority", "3")
            ),
            ("Auto reply?", "How do I set up one?", false, ("Newsgroups", "comp.mail")),
        ])
    func weakSigns(subject: String, text: String, isAnswer: Bool, field: (String, String)) {
        let message = Self.message(subject, text, [field], isAnswer: isAnswer)
        #expect(!ReplyRulesTests.isAutoReply(message))
    }

    @Test("On a mailing list nothing but a field or a responder's subject counts")
    func lists() {
        let fields = [("List-Id", "<ops.lists.example>"), ("Precedence", "list")]
        for text in ["This is an automatic reply.", "I am on vacation, limited access to email."] {
            #expect(!ReplyRulesTests.isAutoReply(Self.message("Re: [ops] Disks", text, fields)))
        }
        for subject in ["Automatic reply functionality is broken", "Autoresponder question"] {
            let post = Self.message(subject, "How does it work?", isAnswer: false)
            #expect(!ReplyRulesTests.isAutoReply(post))
        }
        let news = [("List-Unsubscribe", "<https://news.example/u>")]
        #expect(
            !ReplyRulesTests.isAutoReply(Self.message("Out of office: 3 ideas", "Read on.", news)))
        let bulk = [("Precedence", "bulk")]
        let talk = "The build broke. I looked at it twice. It is the disk. Ben is on vacation."
        #expect(!ReplyRulesTests.isAutoReply(Self.message("Re: Disks", talk, bulk)))
        let colleague = Self.message(
            "Ben Okafor is out of the office", "He is.", from: "ada@customer.example")
        #expect(!ReplyRulesTests.isAutoReply(colleague))
    }

    @Test(
        "An absence is out of office, with or without a day; a receipt is an acknowledgement",
        arguments: [
            ("I am on vacation.", ReplyClass.AutoReply.Form.outOfOffice, nil),
            ("I no longer work for Customer AG.", .outOfOffice, nil),
            ("Ada has left the company.", .outOfOffice, nil),
            ("Frau Brandt arbeitet nicht mehr für das Unternehmen.", .outOfOffice, nil),
            ("Back on 17 August.", .outOfOffice, "2026-08-17"),
            ("Je suis absente jusqu'au 14 août.", .outOfOffice, "2026-08-17"),
            ("ただいま不在にしております。", .outOfOffice, nil), ("我正在休假。", .outOfOffice, nil),
            ("현재 부재중입니다.", .outOfOffice, nil), ("Olen lomalla.", .outOfOffice, nil),
            ("Jsem na dovolené do 14. srpna.", .outOfOffice, "2026-08-17"),
            (
                "We have received your message and will get back to you by 14 August.",
                .acknowledgement, nil
            ),
            ("Ihre Nachricht ist bei uns eingegangen.", .acknowledgement, nil),
            ("Nous avons bien reçu votre demande.", .acknowledgement, nil),
            ("Thanks.", .acknowledgement, nil),
            (
                "Thank you for contacting us. Our office is closed until 14 August.", .outOfOffice,
                "2026-08-17"
            ),
        ] as [(String, ReplyClass.AutoReply.Form, String?)])
    func forms(text: String, form: ReplyClass.AutoReply.Form, day: String?) {
        let seen = Self.reading(
            Self.message("Re: A question", text, [("Auto-Submitted", "auto-replied")])
        ).replyClass
        let returnsOn = day.flatMap { LocalDate(text: $0) }
        #expect(seen == .autoReply(ReplyClass.AutoReply(form: form, returnsOn: returnsOn)))
    }

    @Test("Dates of the quote are ours; Apple's criteria name the last day away") func whoseDates()
    {
        let quoted = Self.message(
            "Automatic reply: A question",
            "I am away.\n\nOn Mon, 3 Aug 2026, Nora <n@v.example> wrote:\n> I am back on 10 August."
        )
        #expect(
            Self.reading(quoted).replyClass
                == .autoReply(ReplyClass.AutoReply(form: .outOfOffice, returnsOn: nil)))
        let apple = Self.message(
            "Re: A question", "I am away.",
            [("X-Apple-Action", "VACATION"), ("X-Apple-Criteria", "2026-08-03 - 2026-08-14")])
        let day = LocalDate(year: 2026, month: 8, day: 17)
        #expect(
            Self.reading(apple).replyClass
                == .autoReply(ReplyClass.AutoReply(form: .outOfOffice, returnsOn: day)))
    }
}
