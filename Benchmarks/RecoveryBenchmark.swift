import Engine
import Foundation
import GRDB
@preconcurrency import Glibc
import Logging
import Sequencing
import Store

/// How long a daemon that was killed with 100,000 messages on their way needs until it serves again.
enum RecoveryBenchmark {
    static let open = 100_000
    /// Between two states when it died: far more than a lane for each mailbox would have.
    static let unsettled = 1_000

    static func run() throws {
        let folder = try ScratchFolder("recovery")
        defer { folder.remove() }
        try make(in: folder.path)
        let size =
            try FileManager.default.attributesOfItem(
                atPath: "\(folder.path)/thirdtouch.sqlite")[.size] as? Int
        var starts: [Double] = []
        for round in 0..<3 {
            var daemon: RunningProgram?
            starts.append(try seconds { daemon = try RunningProgram(stateFolder: folder.path) })
            // Kept long enough to have mail in the middle of leaving, then as the machine would do it.
            usleep(300_000)
            daemon?.kill()
            if round < 2 { try leaveUnsettled(in: folder.path) }
        }
        Measurement(
            name: "recovery.ready", value: starts.median, unit: "s",
            remark:
                "\(open) open deliveries, \(unsettled) between two states, \((size ?? 0) >> 20) MB, "
                + "killed; goal: below 5"
        ).report()
    }

    /// The state folder of a daemon that died with all these messages open.
    private static func make(in folder: String) throws {
        let store = try Store(folder: folder, logger: Logger(label: "bench"))
        try store.configure(
            reps: [Rep(name: "rep", fullName: "Robin Sender", userID: getuid(), access: .admin)],
            mailboxes: [(try EmailAddress(Crowd.mailbox), "rep")])
        let template = try MergeTemplate(parsing: "Hello")
        var sequence = try Crowd.sequence()
        sequence.steps = [
            Step(
                id: "hello", delay: .none,
                act: .email(
                    EmailAct(
                        subject: template, replyTo: nil,
                        variants: [.init(weight: 1, body: template)])))
        ]
        _ = try store.publish(sequence, text: "crowd", now: Crowd.start, by: "bench")
        store.close()
        let now = Crowd.start.milliseconds
        try DatabaseQueue(path: "\(folder)/thirdtouch.sqlite").write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                    INSERT INTO lead (id, key, email, owner, role, fields, createdAt)
                    SELECT i, 'lead' || i || '@c' || i || '.example',
                        'lead' || i || '@c' || i || '.example', 'rep', 'unknown', '{}', ?2 FROM n
                    """, arguments: [open, now])
            try database.execute(
                sql: """
                    INSERT INTO handOff (id, leadID, owner, givenAt, givenBy)
                    SELECT id, id, 'rep', createdAt, 'bench' FROM lead
                    """)
            try database.execute(
                sql: """
                    INSERT INTO enrollment (id, leadID, handOffID, sequenceName, sequenceVersion,
                        mailbox, repName, startAt, changedAt, anchorAt, state, step, deliveryID)
                    SELECT id, id, id, 'crowd', 1, ?1, 'rep', ?2, ?2, ?2, 'sending', 0, id FROM lead
                    """, arguments: [Crowd.mailbox, now])
            try database.execute(
                sql: """
                    INSERT INTO delivery (id, enrollmentID, leadID, handOffID, step, stepID, mailbox,
                        sender, recipient, domain, messageID, subject, bytes, needsFence, urgency,
                        dueAt, queuedAt, notBeforeAt, state, attempt)
                    SELECT id, id, id, id, 0, 'hello', ?1, ?1, email, 'c' || id || '.example',
                        'm' || id || '@sender.example', 'Hello',
                        CAST('From: ' || ?1 || char(13, 10) || printf('%.*c', 1800, 'x') AS BLOB),
                        0, 2, ?2, ?2, ?2, 'queued', 0 FROM lead
                    """, arguments: [Crowd.mailbox, now])
            try database.execute(
                sql: """
                    INSERT INTO history (at, actor, leadID, handOffID, enrollmentID, deliveryID,
                        event, toState, why)
                    SELECT ?1, 'bench', id, id, id, id, 'due', 'sending', 'queued' FROM lead
                    """, arguments: [now])
        }
        try leaveUnsettled(in: folder)
    }

    private static func leaveUnsettled(in folder: String) throws {
        try DatabaseQueue(path: "\(folder)/thirdtouch.sqlite").write { database in
            try database.execute(
                sql: """
                    UPDATE delivery SET state = iif(id % 10 = 0, 'committing', 'submitting'), attempt = 1,
                        committedAt = iif(id % 10 = 0, dueAt, NULL)
                    WHERE id IN (SELECT id FROM delivery WHERE state = 'queued' ORDER BY id LIMIT ?)
                    """, arguments: [unsettled])
        }
    }
}
