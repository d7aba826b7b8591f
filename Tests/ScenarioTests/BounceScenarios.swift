import Engine
import MailMessage
import Sequencing
import Simulation
import Store
import Testing

/// What comes back for good, for now, late, or for several people.
struct BounceScenarios {
    /// Four e-mails a day apart, each a thread of its own.
    private static let fourMails = (1...4).map { number in
        """
          - id: mail\(number)
            after: \(number == 1 ? 0 : 1) days
            email:
              subject: Hello \(number)
              body: Hi.
        """
    }.joined(separator: "\n")

    @Test("A soft bounce takes its touch back and the sequence goes on; the third in a row ends it")
    func soft() throws {
        let stage = try Stage(Self.fourMails)
        let id = try stage.enroll()
        for number in 1...3 {
            stage.run(.hours(2))
            #expect(stage.dots.count == number)
            try stage.notice(stage.dots[number - 1], status: "4.2.2")
            stage.run(.hours(1))
            #expect(try stage.effort().touches == 0)
            #expect(try stage.effort().attempts == number)
            if number < 3 { #expect(try stage.state(id).name == .waiting) }
            stage.run(.hours(21))
        }
        #expect(try stage.state(id) == .ended(.failed(.softBounced)))
        stage.run(.days(3))
        #expect(stage.dots.count == 3)
        let gap = try stage.engine.touchGapReport().lines[0].assessment
        #expect(gap.class == .endedShort)
        #expect(gap.primary?.reason == .bouncedSoftExhausted)
        #expect(try stage.broken().isEmpty)
    }

    /// It had stayed in doubt for ever, its enrollment with it.
    @Test(
        "A soft bounce that quotes nothing settles the doubt: the message had left, and the sequence goes on"
    )
    func softInDoubt() throws {
        let stage = try Stage(Self.fourMails)
        stage.server.tell(.hangsUp)
        let id = try stage.enroll()
        stage.run(.hours(1))
        stage.post(
            Notice(
                recipients: [.init(address: "mira@north.example", status: "4.2.2")],
                messageID: nil
            ).bytes(at: stage.time.now()))
        stage.run(.hours(1))
        #expect(try stage.deliveries().map(\.state) == [.bounced])
        #expect(try stage.effort().touches == 0)
        #expect(try stage.state(id).name == .waiting)
        stage.run(.days(1))
        #expect(stage.dots.count == 2)
    }

    @Test(
        "A thread whose first message came back begins anew, without a made-up Re:, and is continued then"
    )
    func thread() throws {
        let stage = try Stage(
            """
            \(Plans.twoMails)
              - id: last
                after: 1 days
                email:
                  reply-to: hello
                  body: A last word.
            """)
        let id = try stage.enroll()
        stage.run(.hours(1))
        try stage.notice(stage.dots[0], status: "4.2.2")
        stage.run(.days(3))
        #expect(try stage.state(id) == .ended(.completed))
        let mails = try stage.dots.map { try MessageParser.parse($0.bytes) }
        #expect(mails.map(\.subject) == ["Hello", "Hello", "Re: Hello"])
        #expect(mails[1].inReplyTo.isEmpty)
        #expect(mails[2].inReplyTo == [try #require(mails[1].messageID)])
    }

    @Test("A message that stayed between two soft bounces begins the count anew")
    func notInARow() throws {
        let stage = try Stage(Self.fourMails)
        let id = try stage.enroll()
        for number in 1...4 {
            stage.run(.hours(2))
            if number != 2 { try stage.notice(stage.dots[number - 1], status: "4.2.2") }
            stage.run(.hours(22))
        }
        #expect(try stage.state(id) == .ended(.completed))
        #expect(try stage.effort().touches == 1)
    }

    @Test("Three soft bounces that are found at once end it as well")
    func inOneBatch() throws {
        let stage = try Stage(Self.fourMails)
        let id = try stage.enroll()
        stage.run(.hours(50))
        #expect(stage.dots.count == 3)
        for dot in stage.dots.dropLast() {
            stage.inbox.post(
                Notice(
                    recipients: [.init(address: dot.recipient, status: "4.2.2")],
                    messageID: try stage.original(dot).messageID
                ).bytes(at: dot.at))
        }
        try stage.notice(stage.dots[2], status: "4.2.2")
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.failed(.softBounced)))
    }

    @Test("A delay is recorded, and that is all")
    func delay() throws {
        let stage = try Stage(Self.fourMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        try stage.notice(stage.dots[0], action: "delayed", status: "4.4.1")
        stage.run(.minutes(1))
        #expect(try stage.replies().map { ReplyKind($0.replyClass) } == [.delay])
        #expect(try stage.state(id).name == .waiting)
        #expect(try stage.effort().touches == 1)
    }

    @Test("A late bounce takes the touch back after the end, and nothing else")
    func late() throws {
        let stage = try Stage(Self.fourMails)
        let id = try stage.enroll()
        stage.run(.days(5))
        #expect(try stage.state(id) == .ended(.completed))
        #expect(try stage.effort().touches == 4)
        try stage.notice(stage.dots[1], status: "5.1.1")
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 3)
        #expect(try stage.state(id) == .ended(.completed))
    }

    @Test("A notice of several recipients moves each lead that it names, and no other")
    func several() throws {
        let stage = try Stage(Self.fourMails)
        let mira = try stage.enroll("mira@north.example")
        let kim = try stage.enroll("kim@south.example")
        let ben = try stage.enroll("ben@west.example")
        stage.run(.hours(1))
        stage.post(
            Notice(
                recipients: [
                    .init(address: "mira@north.example"), .init(address: "nobody@east.example"),
                    .init(address: "kim@south.example", action: "delayed", status: "4.4.1"),
                ], messageID: nil, subject: ""
            ).bytes(at: stage.time.now()))
        stage.run(.minutes(1))
        #expect(try stage.state(mira) == .ended(.bounced))
        #expect(try stage.state(kim).name == .waiting)
        #expect(try stage.state(ben).name == .waiting)
        #expect(try stage.effort(LeadID(1)).touches == 0)
        #expect(try stage.effort(LeadID(2)).touches == 1)
        #expect(try stage.effort(LeadID(3)).touches == 1)
    }

    @Test("A forwarded message that bounces elsewhere is the lead's whose message returned")
    func forwarded() throws {
        let stage = try Stage(Self.fourMails)
        let mira = try stage.enroll("mira@north.example")
        stage.run(.hours(1))
        let original = try stage.original(stage.dots[0])
        stage.post(
            Notice(
                recipients: [.init(address: "m.private@home.example")],
                messageID: original.messageID
            ).bytes(at: stage.time.now()))
        stage.run(.minutes(1))
        #expect(try stage.state(mira) == .ended(.bounced))
    }

    @Test("A bounce of an address that the lead has no more leaves the new one alone")
    func oldAddress() throws {
        let stage = try Stage(Self.fourMails)
        let id = try stage.enroll("mira@north.example")
        stage.run(.hours(1))
        var lead = try #require(try stage.store.lead(typed: "mira@north.example"))
        lead.email = EmailAddress(known: "mira.falk@north.example")
        try stage.engine.edit(lead, why: "moved", by: "dana")
        try stage.notice(stage.dots[0], status: "5.1.1")
        stage.run(.minutes(1))
        #expect(try stage.state(id).name == .waiting)
        #expect(try stage.effort().touches == 0)
    }
}
