import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Enrollments that go to another version of their sequence.
struct MigrationScenarios {
    private static let first = """
        \(Plans.hello)
          - id: nudge
            after: 2 days
            email: { reply-to: hello, body: "Still there?" }
          - id: bye
            after: 2 days
            email: { subject: "Bye", body: "Bye." }
        """

    /// A call comes before everything, the nudge is later, and the goodbye has another name.
    private static let second = """
          - id: ring
            task: { script: "Look." }
        \(Plans.hello)
          - id: nudge
            after: 5 days
            email: { reply-to: hello, body: "Are you there?" }
          - id: farewell
            after: 1 day
            email: { subject: "Farewell", body: "Bye." }
        """

    private func obstacles(_ lines: [MigrationLine]) -> [String?] { lines.map { $0.obstacle?.why } }

    @Test(
        "A preview changes nothing; then steps keep their places by their ids, threads and delays")
    func waiting() throws {
        let stage = try Stage(Self.first)
        let id = try stage.enroll()
        stage.run(.hours(1))
        try stage.publish(Self.second)
        let before = try stage.store.enrollment(id)
        let order = MigrationOrder(sequence: "plan")
        let (target, lines) = try stage.engine.previewMigration(order)
        #expect(target.version.version == 2)
        #expect(lines.map(\.newStep) == ["nudge"])
        let newDueAt = Stage.start + .days(5)
        #expect(lines[0].next == .step(StepIndex(2), dueAt: newDueAt))
        #expect(try stage.store.enrollment(id) == before)
        let (_, _, moved) = try stage.engine.migrate(order, by: "dana")
        #expect(moved == [id])
        #expect(try stage.state(id) == .waiting(step: StepIndex(2), dueAt: newDueAt))
        #expect(try stage.store.enrollment(id).sequence.version == 2)
        stage.run(.days(10))
        #expect(stage.dots.map(\.at) == [Stage.start, newDueAt, newDueAt + .days(1)])
        #expect(try stage.deliveries().map(\.stepID).sorted() == ["farewell", "hello", "nudge"])
        let nudge = try #require(try stage.deliveries().first { $0.stepID == "nudge" })
        #expect(nudge.subject == "Re: Hello")
        #expect(try stage.broken().isEmpty)
    }

    @Test(
        "A step that is gone needs a word where it goes; a message under way, and an open task, wait"
    )
    func stuck() throws {
        let stage = try Stage(Plans.callFirst)
        let called = try stage.enroll("called@a.example", fields: ["phone": "+00 555 0101"])
        let held = try stage.enroll("held@b.example")
        stage.run(.minutes(1))
        // Another kind of act under the same id: the open call would be closed as something else.
        try stage.publish(Self.second)
        let other = try stage.engine.previewMigration(MigrationOrder(sequence: "plan")).lines
        #expect(obstacles(other)[0]?.contains("another kind") == true)
        #expect(other[0].obstacle?.advice.hasPrefix("thirdtouch task skip") == true)
        try stage.publish(Self.second.replacing("task: { script", with: "call: { script"))
        let preview = try stage.engine.previewMigration(MigrationOrder(sequence: "plan")).lines
        #expect(preview.map(\.row.id) == [called, held])
        // Both are at “ring”, a call in the new version too: the open one stays open.
        #expect(obstacles(preview) == [nil, nil])
        let elsewhere = MigrationOrder(sequence: "plan", stepMap: ["ring": "nowhere"])
        #expect(
            obstacles(try stage.engine.previewMigration(elsewhere).lines).allSatisfy { $0 != nil })
        let ended = MigrationOrder(sequence: "plan", stepMap: ["ring": "end"])
        let lines = try stage.engine.migrate(ended, by: "dana").lines
        #expect(lines[0].obstacle?.advice.hasPrefix("thirdtouch task skip") == true)
        #expect(try stage.state(held) == .ended(.completed))
        #expect(try stage.store.enrollment(called).sequence.version == 1)
        _ = try stage.engine.migrate(MigrationOrder(sequence: "plan"), by: "dana")
        let task = try #require(try stage.openTasks().first)
        _ = try stage.engine.close(task.id, .done(outcome: "no-answer", note: nil), by: "dana")
        stage.run(.minutes(1))
        #expect(stage.dots.map(\.recipient) == ["called@a.example"])
    }

    @Test("A step on the left of a map that no version has is refused, and so nothing moves")
    func mistypedMap() throws {
        let stage = try Stage(Self.first)
        let id = try stage.enroll()
        stage.run(.hours(1))
        try stage.publish(Self.second)
        let order = MigrationOrder(sequence: "plan", stepMap: ["nudgr": "farewell"])
        let error = #expect(throws: StoreError.self) {
            try stage.engine.migrate(order, by: "dana")
        }
        #expect(error?.description.contains("“nudgr”") == true)
        #expect(try stage.store.enrollment(id).sequence.version == 1)
    }

    @Test("A message that waits in its queue can't move with its step")
    func underWay() throws {
        let stage = try Stage(Self.first, hours: "09:00-17:00")
        let id = try stage.enroll()
        stage.run(.hours(1))
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "test", by: "dana")
        stage.run(.hours(3))
        guard case .sending = try stage.state(id) else {
            Issue.record("nothing is queued")
            return
        }
        try stage.publish(Self.second)
        let (_, lines, moved) = try stage.engine.migrate(
            MigrationOrder(sequence: "plan"), by: "dana")
        #expect(moved.isEmpty)
        #expect(lines[0].obstacle?.why == "a message of its is on its way, or in doubt")
        #expect(try stage.store.enrollment(id).sequence.version == 1)
    }

    @Test("What has left does not leave again, in whatever order the steps stand")
    func reordered() throws {
        let stage = try Stage(Self.first)
        let id = try stage.enroll()
        stage.run(.days(2) + .hours(1))
        #expect(stage.dots.count == 2)
        try stage.publish(
            """
              - id: bye
                email: { subject: "Bye", body: "Bye." }
              - id: hello
                after: 1 day
                email: { subject: "Hello", body: "Hi." }
              - id: last
                after: 1 day
                email: { subject: "Last", body: "Hi." }
            """)
        _ = try stage.engine.migrate(MigrationOrder(sequence: "plan"), by: "dana")
        stage.run(.days(10))
        #expect(try stage.deliveries().map(\.stepID).sorted() == ["bye", "hello", "last", "nudge"])
        #expect(stage.dots.count == 4)
        #expect(try stage.state(id) == .ended(.completed))
        let refused = MigrationOrder(sequence: "plan", version: 1)
        #expect(try stage.engine.previewMigration(refused).lines.isEmpty)
        #expect(try stage.broken().isEmpty)
    }

    @Test("A pause keeps its cause and its date")
    func paused() throws {
        let stage = try Stage(Self.first)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let until = Stage.start + .days(9)
        _ = try stage.engine.pause(id, until: until, why: "later", by: "dana")
        try stage.publish(Self.second)
        _ = try stage.engine.migrate(MigrationOrder(sequence: "plan"), by: "dana")
        #expect(
            try stage.state(id)
                == .paused(step: StepIndex(2), cause: .contactLater, until: until))
        stage.run(.days(10))
        #expect(stage.dots[1].at == until)
    }
}
