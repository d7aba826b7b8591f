import Engine
import Foundation
import GRDB
import Logging
import Sequencing
import Store

/// A state folder with many enrollments, made by SQL alone, so that making it takes no time.
struct Crowd {
    static let mailbox = "rep@sender.example"
    static let start = Instant(
        milliseconds: LocalDateTime(
            date: LocalDate(year: 2026, month: 3, day: 16), time: LocalTime(hour: 10, minute: 0)
        ).secondsSince1970 * 1000)

    /// A task first, so that a step is the engine's and the store's work and no server's.
    static func sequence() throws -> Sequencing.Sequence {
        let script = try MergeTemplate(parsing: "Call about {{topic|it}}.")
        let hours = Window.Hours(
            opens: LocalTime(secondOfDay: 0), closes: LocalTime(secondOfDay: 86400))
        return Sequencing.Sequence(
            name: "crowd", title: "Crowd",
            window: Window(
                days: Set(Weekday.allCases), hours: [hours], zone: .named("UTC"), holidays: .none),
            colleagueReplies: .ignore,
            outOfOffice: .init(businessDaysAfterReturn: 1, defaultDays: 14), minimum: .standard,
            steps: [
                Step(id: "call", delay: .none, act: .task(ManualAct(script: script, expires: nil)))
            ])
    }

    /// The name of whom a mailbox belongs to: `rep` of `rep@sender.example`.
    static func rep(of mailbox: EmailAddress) -> String {
        String(mailbox.canonical.prefix { $0 != "@" })
    }

    /// `waiting` enrollments far ahead and `due` that are due at a moment, spread evenly over mailboxes, the
    /// first of which belongs to whoever runs this.
    static func make(
        in folder: String, waiting: Int, due: Int, at start: Instant = start,
        on sequence: Sequencing.Sequence? = nil, from mailboxes: [EmailAddress]? = nil
    ) throws {
        let mailboxes = try mailboxes ?? [EmailAddress(mailbox)]
        let sequence = try sequence ?? self.sequence()
        let store = try Store(folder: folder, logger: Logger(label: "bench"))
        let reps = mailboxes.enumerated().map { place, address in
            Rep(
                name: rep(of: address), fullName: "Robin Sender", email: address,
                userID: place == 0 ? getuid() : nil, access: place == 0 ? .admin : .rep)
        }
        try store.configure(reps: reps, mailboxes: mailboxes.map { ($0, rep(of: $0)) })
        _ = try store.publish(sequence, text: "crowd", now: start, by: "bench")
        store.close()
        let database = try DatabaseQueue(path: "\(folder)/thirdtouch.sqlite")
        let far = start.milliseconds + 20 * 365 * 86_400_000
        try database.write { database in
            try database.execute(
                sql: "CREATE TEMP TABLE share (place INTEGER PRIMARY KEY, rep TEXT, mailbox TEXT)")
            for (place, address) in mailboxes.enumerated() {
                try database.execute(
                    sql: "INSERT INTO share VALUES (?, ?, ?)",
                    arguments: [place, rep(of: address), address.canonical])
            }
            try database.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                    INSERT INTO lead (id, key, email, owner, role, fields, createdAt)
                    SELECT i, 'lead' || i || '@c' || i || '.example',
                        'lead' || i || '@c' || i || '.example', rep, 'unknown', '{}', ?2
                    FROM n JOIN share ON place = i % ?3
                    """, arguments: [waiting + due, start.milliseconds, mailboxes.count])
            try database.execute(
                sql: """
                    INSERT INTO handOff (id, leadID, owner, givenAt, givenBy)
                    SELECT id, id, owner, createdAt, 'bench' FROM lead
                    """)
            try database.execute(
                sql: """
                    INSERT INTO enrollment (id, leadID, handOffID, sequenceName, sequenceVersion,
                        mailbox, repName, startAt, changedAt, anchorAt, state, step, dueAt, wakeAt)
                    SELECT id, id, id, 'crowd', 1, mailbox, rep, ?1, ?1,
                        iif(id <= ?2, ?1, ?3 + id), 'waiting', 0, iif(id <= ?2, ?1, ?3 + id),
                        iif(id <= ?2, ?1, ?3 + id)
                    FROM lead JOIN share ON rep = owner
                    """, arguments: [start.milliseconds, due, far])
        }
        try database.close()
    }
}
