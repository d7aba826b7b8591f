import Sequencing
import Testing

@Suite struct ReplyMatchKeysTests {
    @Test("Ids come parent first, then the newest reference, then the returned original's")
    func idOrder() {
        let message = ReceivedMessage(
            inReplyTo: ["c@v.example"], references: ["a@v.example", "b@v.example", "c@v.example"],
            returnedHeaders: [.init(name: "Message-ID", value: "<d@v.example>")])
        let keys = ReplyMatchKeys(from: message, class: .person)
        #expect(keys.messageIDs == ["c@v.example", "b@v.example", "a@v.example", "d@v.example"])
    }

    @Test("A person's addresses are From, Reply-To, Sender, in lower case, each once")
    func personAddresses() {
        let message = ReceivedMessage(
            from: [.init(name: "", address: "Ada@Customer.Example")],
            replyTo: [.init(name: "", address: "ada.private@mail.example")],
            sender: [
                .init(name: "", address: "ada@customer.example"), .init(name: "", address: "x"),
            ])
        let keys = ReplyMatchKeys(from: message, class: .person)
        #expect(keys.addresses == ["ada@customer.example", "ada.private@mail.example"])
    }

    @Test("A bounce's addresses are those not reached, never the mail system")
    func bounceAddresses() {
        let message = ReceivedMessage(
            headers: [.init(name: "X-Failed-Recipients", value: "three@c.example")],
            from: [.init(name: "", address: "MAILER-DAEMON@mx.example")],
            to: [.init(name: "", address: "nora@vendor.example")],
            plainText: "<four@c.example>: no. Ask postmaster@mx.example, not nora@vendor.example",
            deliveryReports: [
                .init(
                    action: "failed", status: "5.1.1", finalRecipient: "Two@c.example",
                    originalRecipient: "one@c.example")
            ])
        let seen = ReplyRulesTests.classify(message)
        let keys = ReplyMatchKeys(from: message, class: seen)
        #expect(
            keys.addresses == [
                "two@c.example", "one@c.example", "three@c.example", "four@c.example",
            ])
    }

    @Test("The id of a copy inside the notice's text is found") func copiedID() {
        let message = ReceivedMessage(
            plainText:
                "no\n--- Below this line is a copy of the message.\nMessage-ID: <d@v.example>\n")
        let bounce = ReplyClass.bounce(
            ReplyClass.Bounce(
                recipients: [], severity: .hard, status: nil, diagnostic: ""))
        #expect(ReplyMatchKeys(from: message, class: bounce).messageIDs == ["d@v.example"])
        #expect(ReplyMatchKeys(from: message, class: .person).messageIDs == [])
    }

    @Test(
        "The base subject has lost its prefixes",
        arguments: [
            ("Re: A question", "A question"), ("RE: AW: Fwd: WG: A question", "A question"),
            ("Re[2]: A question", "A question"), ("SV: VS: Antw: A question ", "A question"),
            ("[EXTERNAL] Re: A question", "A question"), ("回复：A question", "A question"),
            ("Automatic reply: A question", "A question"), ("Accepted: A question", "A question"),
            ("Warehouse: a question", "Warehouse: a question"),
            ("[ERP] A question", "[ERP] A question"),
            ("Re:", ""), ("", ""),
        ])
    func baseSubject(subject: String, base: String) {
        let keys = ReplyMatchKeys(from: ReceivedMessage(subject: subject), class: .person)
        #expect(keys.subject == base)
    }
}
