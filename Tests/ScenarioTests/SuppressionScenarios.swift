import Engine
import Sequencing
import Simulation
import Store
import Support
import Testing

/// A person says that an address may never be contacted again (promise G4).
struct SuppressionScenarios {
    @Test("What waits, what is queued and what rests of a lead ends, and nothing leaves any more")
    func ends() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        let ids = try ["waits", "queued", "rests", "other"].map {
            try stage.enroll("\($0)@north.example")
        }
        stage.run(.hours(3))
        #expect(stage.dots.count == 4)
        _ = try stage.engine.pause(ids[2], until: nil, why: "-", by: "dana")
        // The second messages are due at nine of the next day, and the mailbox lets none leave.
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "test", by: "dana")
        stage.run(.days(1))
        #expect(try stage.state(ids[1]).name == .sending)
        let outcomes = try stage.engine.suppress(
            ["waits", "queued", "rests"].map { try SuppressionKey(typed: "\($0)@NORTH.example") },
            reason: "asked on the phone", evidence: nil, by: "dana")
        #expect(outcomes.map(\.isNew) == [true, true, true])
        #expect(outcomes.flatMap(\.ended) == Array(ids[..<3]))
        _ = try stage.engine.resume(mailbox: Stage.mailbox, by: "dana")
        stage.run(.days(3))
        #expect(stage.dots.count == 5)
        #expect(stage.dots.last?.recipient == "other@north.example")
        for id in ids[..<3] { #expect(try stage.state(id) == .ended(.suppressed)) }
        #expect(try stage.broken().isEmpty)
    }

    @Test("Of an address that was edited away the present one goes with it, and what runs to that")
    func former() throws {
        let stage = try Stage(Plans.twoMails)
        var lead = try stage.add("mira@old.example")
        lead.email = EmailAddress(known: "mira@new.example")
        try stage.engine.edit(lead, why: "she has moved", by: "dana")
        let id = try stage.enroll(lead).get().id
        stage.run(.hours(1))
        let outcomes = try stage.engine.suppress(
            [SuppressionKey(typed: "Mira@OLD.example")], reason: "asked on the phone",
            evidence: nil, by: "dana")
        #expect(outcomes.map(\.row.address) == ["mira@old.example", "mira@new.example"])
        #expect(outcomes.map(\.isNew) == [true, true])
        #expect(outcomes.map(\.formerly) == [nil, "mira@old.example"])
        #expect(outcomes.flatMap(\.ended) == [id])
        stage.run(.days(6))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.suppressed))
        #expect(throws: StoreError.self) { try stage.add("mira@new.example") }
    }

    @Test("An address that was edited away may not be contacted when the present one may not")
    func formerIsAsked() throws {
        let stage = try Stage(Plans.twoMails)
        var lead = try stage.add("mira@old.example")
        lead.email = EmailAddress(known: "mira@new.example")
        try stage.engine.edit(lead, why: "she has moved", by: "dana")
        let former = try SuppressionKey(typed: "mira@old.example")
        #expect(try stage.store.suppression(of: former) == nil)
        _ = try stage.engine.suppress(
            [SuppressionKey(typed: "mira@new.example")], reason: "asked", evidence: nil, by: "dana")
        #expect(try stage.store.suppression(of: former)?.address == "mira@new.example")
        #expect(try stage.broken().isEmpty)
    }

    @Test("The first entry stays, and adding or enrolling the lead again does not help")
    func final() throws {
        let stage = try Stage(Plans.twoMails)
        let address = try SuppressionKey(typed: "mira@north.example")
        _ = try stage.engine.suppress([address], reason: "first", evidence: nil, by: "dana")
        let again = try stage.engine.suppress(
            [address, address], reason: "second", evidence: nil, by: "omar")
        #expect(again.map(\.isNew) == [false, false])
        #expect(again.allSatisfy { $0.row.reason == "first" && $0.row.author == "dana" })
        #expect(try stage.store.suppressions(containing: "NORTH", limit: 10).count == 1)
        #expect(try stage.store.suppressions(containing: "south", limit: 10).isEmpty)
        #expect(throws: StoreError.self) { try stage.add("mira@north.example") }
        var lead = try stage.add("ken@north.example")
        lead.email = EmailAddress(known: "Mira@north.example")
        #expect(throws: StoreError.self) { try stage.engine.edit(lead, why: "-", by: "dana") }
        stage.run(.days(2))
        #expect(stage.dots.isEmpty)
    }

    @Test(
        "A domain is everybody of it, those who are there and those who come, and none of its subdomains"
    )
    func domain() throws {
        let stage = try Stage(Plans.twoMails)
        let ids = try ["a@north.example", "b@north.example", "c@mail.north.example"].map {
            try stage.enroll($0)
        }
        stage.run(.hours(1))
        let outcomes = try stage.engine.suppress(
            [.domain("north.example")], reason: "their lawyer wrote", evidence: nil, by: "dana")
        #expect(outcomes.flatMap(\.ended) == Array(ids[..<2]))
        stage.run(.days(2))
        #expect(stage.dots.suffix(1).map(\.recipient) == ["c@mail.north.example"])
        #expect(stage.dots.count == 4)
        let refusal = #expect(throws: StoreError.self) { try stage.add("d@north.example") }
        #expect("\(String(describing: refusal))".contains("their lawyer wrote"))
        // A lead who was there before, and is to begin anew.
        guard case .failure(let again) = try stage.enroll(stage.store.lead(LeadID(1))) else {
            Issue.record("somebody of a suppressed domain was enrolled")
            return
        }
        #expect(again.code == .suppressed)
        let classes = try stage.engine.touchGapReport().lines.map(\.assessment.class)
        #expect(classes.count { $0 == .suppressed } == 2)
        #expect(try stage.broken().isEmpty)
    }

    enum Path: String, CaseIterable, Sendable {
        case first, followUp, retry, resend
    }

    @Test(
        "Whatever way a message comes to its dot, the suppressions are asked in the last transaction before it",
        arguments: Path.allCases, ["mira@north.example", "@north.example"])
    func everyPath(_ path: Path, key: String) throws {
        let stage = try Stage(Plans.twoMails)
        let file = stage.store.file
        func suppressBeforeTheDot() {
            stage.server.beforeCommitPoint {
                // The bare row: nothing but the commit point can know of it.
                let row = "('\(key)', 'asked', 'test', 0)"
                let sql = "INSERT INTO suppression (key, reason, author, at) VALUES \(row)"
                // Why the error is dropped: without the row the dot leaves, and the test fails.
                try? ServerProcess.run("/usr/bin/sqlite3", [file, sql])
            }
        }
        let before: Int
        switch path {
        case .first:
            suppressBeforeTheDot()
            before = 0
        case .followUp:
            try stage.enroll()
            stage.run(.hours(1))
            suppressBeforeTheDot()
            before = 1
        case .retry:
            stage.server.tell(.putsOff)
            try stage.enroll()
            stage.run(.minutes(10))
            suppressBeforeTheDot()
            before = 0
        case .resend:
            stage.server.tell(.hangsUp)
            try stage.enroll()
            stage.run(.minutes(10))
            suppressBeforeTheDot()
            _ = try stage.engine.settle(DeliveryID(1), as: .resend, by: "dana")
            before = 1
        }
        if path == .first { try stage.enroll() }
        stage.run(.days(3))
        #expect(stage.dots.count == before)
        let last = try #require(try stage.deliveries().first)
        #expect(last.state == .withdrawn)
        #expect(try stage.state(EnrollmentID(1)) == .ended(.suppressed))
        // Once, and not again every minute.
        #expect(stage.server.attempts.count <= before + 2)
        #expect(try stage.story().contains { $0.contains("may not be contacted (asked)") })
    }
}
