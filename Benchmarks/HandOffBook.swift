import Engine
import Foundation
import GRDB
import Logging
import Sequencing
import Store

/// A state folder with many hand-offs in every state, made by SQL alone, and the same rows as text for others.
struct HandOffBook {
    let folder: String
    let handOffs: Int

    static let reps = 50
    static let now = Crowd.start
    /// By the last two digits of a hand-off's number: five on the average.
    private static let touches = [
        0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 14, 17, 20,
    ]

    func make() throws {
        let store = try Store(folder: folder, logger: Logger(label: "bench"))
        let addresses = try (0..<Self.reps).map { try EmailAddress("rep\($0)@sender.example") }
        let people = addresses.enumerated().map { place, address in
            Rep(
                name: "rep\(place)", fullName: "Robin Sender", email: address,
                zone: "Europe/Berlin", team: place < Self.reps / 2 ? "one" : "other")
        }
        try store.configure(
            reps: people, mailboxes: addresses.enumerated().map { ($1, "rep\($0)") })
        _ = try store.publish(Crowd.sequence(), text: "crowd", now: Self.now, by: "bench")
        store.close()
        let database = try DatabaseQueue(path: "\(folder)/thirdtouch.sqlite")
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql:
                    "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000"
            )
            try database.inTransaction {
                try fill(database)
                // Everything is new: no change of it has to be noted.
                try database.execute(sql: "DELETE FROM tallyChange")
                return .commit
            }
        }
        try database.close()
    }

    private func fill(_ database: Database) throws {
        let (now, day) = (Self.now.milliseconds, 86_400_000)
        try database.execute(
            sql: """
                CREATE TEMP TABLE plan (place INTEGER PRIMARY KEY, n INTEGER);
                CREATE TEMP TABLE number (k INTEGER PRIMARY KEY);
                """)
        for (place, n) in Self.touches.enumerated() {
            try database.execute(sql: "INSERT INTO plan VALUES (?, ?)", arguments: [place, n])
            try database.execute(sql: "INSERT INTO number VALUES (?)", arguments: [place + 1])
            try database.execute(
                sql: """
                    INSERT INTO handwritten (id, mailbox, identity, folder, subject, sentAt,
                        recordedAt) VALUES (?1, 'rep0@sender.example', 'h' || ?1, 'Sent', 'Hello', 0, 0)
                    """, arguments: [place + 1])
        }
        // Numbers that look random and are the same each time.
        let mixed = { (salt: Int) in "((id * 2654435761 + \(salt) * 40503) % 4294967296 / 65536)" }
        try database.execute(
            sql: """
                WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ?1)
                INSERT INTO lead (id, key, email, owner, country, zone, role, fields, createdAt)
                SELECT id, 'lead' || id || '@c' || (id % 200000) || '.example',
                    'lead' || id || '@c' || (id % 200000) || '.example',
                    iif(id % 1000 = 0, NULL, 'rep' || (\(mixed(1)) % 50)), 'DE',
                    CASE id % 3 WHEN 0 THEN 'Europe/Berlin' WHEN 1 THEN 'America/New_York' END,
                    'unknown', '{"company":"Firm ' || (id % 200000) || '","first_name":"Mira"}', ?2
                FROM n;
                """, arguments: [handOffs, now])
        try database.execute(
            sql: """
                INSERT INTO handOff (id, leadID, source, owner, givenAt, givenBy, disposition,
                    disposedAt)
                SELECT id, id, 'source' || (\(mixed(2)) % 8), owner,
                    \(now) - \(mixed(3)) % 180 * \(day) - \(mixed(4)) * 1000, 'bench',
                    iif(id % 10 = 9, 'no-need', NULL), iif(id % 10 = 9, \(now), NULL)
                FROM lead;
                """)
        try enroll(database, mixed, now: Int(now), day: day)
        try database.execute(
            sql: """
                INSERT INTO touch (handOffID, leadID, channel, isHuman, happenedAt, handwrittenID)
                SELECT id, id, iif(k % 2, 'email', 'call'), k % 3 = 2,
                    min(givenAt + k * 3 * \(day) - \(mixed(9)) % 2000 * 60000, \(now)), k
                FROM number CROSS JOIN handOff JOIN plan ON place = id % 20 WHERE k <= n;
                INSERT INTO reply (mailbox, folder, uid, digest, fromAddress, subject, class, kind,
                    text, arrivedAt, recordedAt, leadID, handOffID, matchedBy)
                SELECT 'rep0@sender.example', 'INBOX', id, 'd' || id, 'x@y.example', 'Re', '{}',
                    'person', 'Yes.', \(now) - \(mixed(10)) % 5 * \(day), \(now), id, id, 'address'
                FROM handOff WHERE id % 200 = 57;
                INSERT INTO task (leadID, handOffID, replyID, repName, channel, script, dueAt, state,
                    closedAt)
                SELECT id, id, NULL, 'rep0', 'call', '', \(now), 'skipped', \(now)
                FROM handOff WHERE id % 20 = 13;
                """)
    }

    /// Of a hundred, fifteen are not enrolled; of the others each state has some.
    private func enroll(
        _ database: Database, _ mixed: (Int) -> String, now: Int, day: Int
    ) throws {
        try database.execute(
            sql: """
                CREATE TEMP TABLE course AS SELECT id, owner, givenAt,
                    CASE WHEN \(mixed(5)) % 100 < 15 THEN NULL WHEN \(mixed(5)) % 100 < 40 THEN 'ended'
                        WHEN \(mixed(5)) % 100 < 65 THEN 'at-task' WHEN \(mixed(5)) % 100 < 90
                        THEN 'waiting' WHEN \(mixed(5)) % 100 < 95 THEN 'paused' ELSE 'held' END AS state,
                    \(now) + (\(mixed(6)) % 20 - 10) * \(day) + \(mixed(7)) * 1000 AS at
                FROM handOff;
                UPDATE course SET state = 'sending', at = \(now) - 5 * \(day)
                    WHERE id % \(handOffs / 100) = 3;
                INSERT INTO enrollment (id, leadID, handOffID, sequenceName, sequenceVersion,
                    mailbox, repName, startAt, changedAt, anchorAt, state, step, dueAt, wakeAt,
                    taskID, deliveryID, pauseCause, untilAt, holdReason, outcome)
                SELECT id, id, id, 'crowd', 1, coalesce(owner, 'rep0') || '@sender.example',
                    coalesce(owner, 'rep0'), givenAt, min(at, \(now)), givenAt, state,
                    iif(state = 'ended', NULL, 0),
                    CASE state WHEN 'at-task' THEN at WHEN 'waiting' THEN max(at, \(now)) END,
                    CASE state WHEN 'waiting' THEN max(at, \(now)) WHEN 'paused' THEN at END,
                    iif(state = 'at-task', id, NULL), iif(state = 'sending', id, NULL),
                    iif(state = 'paused', 'out-of-office', NULL), iif(state = 'paused', at, NULL),
                    iif(state = 'held', '{"noWindow":{}}', NULL),
                    iif(state = 'ended', CASE id % 3 WHEN 0 THEN 'completed' WHEN 1 THEN 'replied'
                        ELSE 'stopped' END, NULL)
                FROM course WHERE state IS NOT NULL;
                INSERT INTO delivery (id, enrollmentID, leadID, handOffID, step, mailbox, sender,
                    recipient, messageID, subject, bytes, needsFence, dueAt, queuedAt, notBeforeAt,
                    state, attempt, stepID)
                SELECT id, id, id, id, 0, 'rep0@sender.example', 'rep0@sender.example',
                    'lead@c.example', 'm' || id, 'Hello', x'', 0, at, at, at, 'queued', 0, 'call'
                FROM course WHERE state = 'sending';
                """)
    }

    /// Two tables as text, and what the time is.
    func export() throws {
        let script = """
            .mode csv
            .output \(folder)/handoffs.csv
            SELECT handOff.id, handOff.owner, source, givenAt,
                iif(disposition IS NOT NULL, 'closed', coalesce(state, 'none')),
                coalesce(dueAt, untilAt, givenAt) FROM handOff
            LEFT JOIN enrollment ON enrollment.handOffID = handOff.id ORDER BY handOff.id;
            .output \(folder)/touches.csv
            SELECT handOffID, isHuman, happenedAt FROM touch ORDER BY id;
            """
        let path = "\(folder)/export.sql"
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        try "\(Self.now.milliseconds)".write(
            toFile: "\(folder)/now", atomically: true, encoding: .utf8)
        let status = RunningProgram.run(
            "/usr/bin/sqlite3", ["\(folder)/thirdtouch.sqlite", ".read \(path)"])
        guard status == 0 else {
            throw AnchorFailure(program: "sqlite3", cause: "it ended with \(status)")
        }
    }
}
