import Engine
import MailMessage
import Sequencing
import Simulation
import Store
import Testing

/// Opting out by the link of a message (promise G4).
struct OptOutScenarios {
    private static let url = "https://mail.sender.example/u"

    /// The token in the one-click address of a message that left.
    private func token(in dot: Dot) throws -> String {
        let field = try #require(
            MessageParser.parse(dot.bytes).headers.first { $0.name == "List-Unsubscribe" })
        let address = try #require(field.value.split(separator: ">").first)
        #expect(address.hasPrefix("<\(Self.url)/"))
        return String(address.split(separator: "/").last ?? "")
    }

    private func suppressed(_ stage: Stage) throws -> [String] {
        try stage.store.suppressions(containing: nil, limit: 100).map(\.address).sorted()
    }

    @Test("The link of any of its messages ends all that lives of the lead, once and for all")
    func link() throws {
        let stage = try Stage(Plans.twoMails, optOutURL: Self.url)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let token = try token(in: stage.dots[0])
        try stage.engine.optOut(byLink: token)
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(try suppressed(stage) == ["mira@north.example"])
        let lines = try stage.story().count
        // A mail program that asks again, and a person who follows.
        for _ in 1...3 { try stage.engine.optOut(byLink: token) }
        #expect(try stage.story().count == lines)
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
        let gap = try stage.engine.touchGapReport().lines[0].assessment
        #expect(gap.class == .suppressed)
        #expect(try stage.broken().isEmpty)
    }

    @Test("An opt-out that comes while a message is on its way keeps its dot back")
    func inFlight() throws {
        let stage = try Stage(Plans.twoMails, optOutURL: Self.url)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let token = try token(in: stage.dots[0])
        let engine = stage.engine
        stage.server.beforeCommitPoint {
            // Why the error is dropped: what follows is asked below.
            try? engine.optOut(byLink: token)
        }
        stage.run(.days(2))
        #expect(stage.server.attempts.count == 2)
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(try stage.deliveries().first?.state == .withdrawn)
    }

    @Test("It is about who got the message, and about the lead's address of today as well")
    func edited() throws {
        let stage = try Stage(Plans.twoMails, optOutURL: Self.url)
        try stage.enroll()
        stage.run(.hours(1))
        var lead = try stage.store.lead(LeadID(1))
        lead.email = EmailAddress(known: "mira@new.example")
        try stage.engine.edit(lead, why: "moved", by: "dana")
        try stage.engine.optOut(byLink: try token(in: stage.dots[0]))
        #expect(try suppressed(stage) == ["mira@new.example", "mira@north.example"])
    }

    @Test("A token that we never made, or whose touch is unknown here, changes nothing")
    func unknown() throws {
        let stage = try Stage(Plans.twoMails, optOutURL: Self.url)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let key = stage.engine.settings.messageIDKey
        for token in [
            "", "u1.0.1.0123456789abcdef0123", "mira@north.example", "../../etc",
            OptOutToken.make(
                enrollment: EnrollmentID(99), step: StepIndex(0), revision: 1, key: key),
        ] {
            try stage.engine.optOut(byLink: token)
        }
        #expect(try suppressed(stage).isEmpty)
        #expect(try stage.state(id).name == .waiting)
    }

    @Test("The mailto of a message opts its lead out, whichever address the mail comes from")
    func mailto() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let field = try #require(
            MessageParser.parse(stage.dots[0].bytes).headers.first {
                $0.name == "List-Unsubscribe"
            })
        let subject = try #require(
            field.value.split(separator: "=").last?.replacing("%20", with: " ").dropLast())
        #expect(field.value.hasPrefix("<mailto:\(Stage.mailbox)?subject=unsubscribe%20u1.0."))
        stage.post(
            stage.mail(
                "From: <m.falk@private.example>", "To: <\(Stage.mailbox)>", "Subject: \(subject)",
                text: ""))
        stage.run(.days(3))
        #expect(try stage.replies().map(\.matchRule) == [.addressTag])
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(try suppressed(stage).contains("mira@north.example"))
        #expect(stage.dots.count == 1)
    }
}
