import GRDB
package import Sequencing

/// One message of a mailbox to itself: asked for, sent at most once, and what it has shown.
package struct ProbeRow: Equatable, Sendable {
    package enum State: String, Sendable {
        /// Waits for its lane.
        case queued
        /// Has passed its commit point; what comes back is awaited.
        case sent
        case finished
    }

    package var id: Int64
    package var mailbox: String
    package var state: State
    package var askedAt: Instant
    package var askedBy: String
    /// Ours; set at the commit point.
    package var messageID: String?
    package var committedAt: Instant?
    package var finishedAt: Instant?
    package var findings: ProbeFindings
}

/// Where a probe was found, or what a notice says of it.
package struct ProbeSighting: Equatable, Sendable {
    package enum Place: Equatable, Sendable {
        /// The server's own copy.
        case copy(ProbeFindings.Sighting)
        case returned(ProbeFindings.Sighting, ProbeFindings.OneClick)
        /// A notice says that it could not be delivered.
        case bounced(why: String)
    }

    package var probe: Int64
    package var place: Place

    package init(probe: Int64, place: Place) {
        self.probe = probe
        self.place = place
    }
}

extension Store {
    /// A probe that the lane shall send; one at a time of each mailbox.
    package func askProbe(
        of mailbox: String, now: Instant, by actor: String
    ) throws(StoreError) -> ProbeRow {
        try write { database in
            if let open = try database.openProbe(of: mailbox) {
                throw StoreError.notNow(
                    what: "\(mailbox) was not probed",
                    why: "\(open.askedBy) had that asked at \(open.askedAt), and it is not over",
                    advice: "see thirdtouch mailbox show \(mailbox)")
            }
            if let reason = try database.suppressionReason(of: mailbox) {
                throw StoreError.notNow(
                    what: "\(mailbox) was not probed",
                    why: "its own address may not be contacted (\(reason))",
                    advice: "see thirdtouch suppression check \(mailbox)")
            }
            try database.execute(
                sql: """
                    INSERT INTO mailboxProbe (mailbox, state, askedAt, askedBy, findings)
                    VALUES (?, 'queued', ?, ?, ?)
                    """,
                arguments: [mailbox, now.milliseconds, actor, JSONText.encode(ProbeFindings())])
            let id = database.lastInsertedRowID
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(mailbox: mailbox), "probe-asked",
                why: "\(actor) wants to know what the server does with our mail")
            return try database.probe(id)
        }
    }

    /// Those that are not finished.
    package func openProbes() throws(StoreError) -> [ProbeRow] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT * FROM mailboxProbe WHERE state <> 'finished' ORDER BY id")
            ).map(ProbeRow.init)
        }
    }

    /// The newest, finished or not.
    package func lastProbe(of mailbox: String) throws(StoreError) -> ProbeRow? {
        try read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT * FROM mailboxProbe WHERE mailbox = ? ORDER BY id DESC LIMIT 1"),
                arguments: [mailbox]
            ).map(ProbeRow.init)
        }
    }

    /// What is known of a mailbox: the newest that was finished after it had come back.
    package func lastFinishedProbe(of mailbox: String) throws(StoreError) -> ProbeRow? {
        try read { database in try database.lastFinishedProbe(of: mailbox) }
    }

    /// The newest finished one that was sent to a tag of the mailbox's address.
    package func lastTaggedProbe(of mailbox: String) throws(StoreError) -> ProbeRow? {
        try read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT * FROM mailboxProbe WHERE mailbox = ? AND state = 'finished'
                            AND findings LIKE '%"isTagged":true%' ORDER BY id DESC LIMIT 1
                        """), arguments: [mailbox]
            ).map(ProbeRow.init)
        }
    }

    /// The commit point of a probe: as for every message, suppression and pause are asked in this transaction.
    package func commitProbe(
        _ id: Int64, messageID: String, isTagged: Bool = false, rules: LaneRules, now: Instant
    ) throws(StoreError) -> CommitDecision {
        try write { database in
            let row = try database.probe(id)
            // The callback may be called again after the end of the file.
            if row.state == .sent, row.messageID == messageID { return .go }
            guard row.state == .queued else { return .abort(why: "it is \(row.state.rawValue)") }
            if let reason = try database.suppressionReason(of: row.mailbox) {
                return .abort(why: "\(row.mailbox) may not be contacted (\(reason))")
            }
            if let why = try database.pauseOfMailbox(row.mailbox, now: now) {
                return .abort(why: why)
            }
            if let why = try database.fullnessOfMailbox(row.mailbox, rules, now: now) {
                return .abort(why: why)
            }
            try database.execute(
                sql: """
                    UPDATE mailboxProbe SET state = 'sent', messageID = ?, committedAt = ?
                    WHERE id = ? AND state = 'queued'
                    """, arguments: [messageID, now.milliseconds, id])
            if isTagged {
                var findings = row.findings
                findings.isTagged = true
                try database.save(findings, of: id)
            }
            return .go
        }
    }

    /// Writes what the server said; all but a message that may have left is the end of the probe.
    package func settleProbe(
        _ id: Int64, as verdict: SubmissionVerdict, now: Instant
    ) throws(StoreError) {
        try write { database in
            var row = try database.probe(id)
            switch verdict {
            case .accepted(let reply):
                row.findings.serverReply = reply
                try database.save(row.findings, of: id)
            case .inDoubt:
                row.findings.serverReply = verdict.sentence
                try database.save(row.findings, of: id)
            case .refused, .deferred, .unsent:
                try database.finish(row, why: verdict.sentence, now: now)
            }
        }
    }

    /// Nothing more is awaited; `failure` says why not all is known.
    package func finishProbe(
        _ id: Int64, failure: String?, now: Instant
    ) throws(StoreError) {
        try write { database in
            let row = try database.probe(id)
            guard row.state != .finished else { return }
            try database.finish(row, why: failure, now: now)
        }
    }
}

extension Database {
    func lastFinishedProbe(of mailbox: String) throws -> ProbeRow? {
        try Row.fetchAll(
            cachedStatement(
                sql: """
                    SELECT * FROM mailboxProbe WHERE mailbox = ? AND state = 'finished'
                    ORDER BY id DESC LIMIT 5
                    """), arguments: [mailbox]
        ).map(ProbeRow.init).first { $0.findings.returned != nil || $0.findings.copy != nil }
    }

    /// The one that waits for the lane of a mailbox. Seldom is there one, and each turn of a lane asks.
    func queuedProbe(of mailbox: String) throws -> ProbeRow? {
        let id: Int64? = try first(
            """
            SELECT id FROM mailboxProbe
            WHERE mailbox = ? AND state <> 'finished' AND state = 'queued'
            """, mailbox
        ) { $0.next() }
        return try id.map { try probe($0) }
    }

    fileprivate func openProbe(of mailbox: String) throws -> ProbeRow? {
        try Row.fetchOne(
            cachedStatement(
                sql: "SELECT * FROM mailboxProbe WHERE mailbox = ? AND state <> 'finished'"),
            arguments: [mailbox]
        ).map(ProbeRow.init)
    }

    fileprivate func probe(_ id: Int64) throws -> ProbeRow {
        guard
            let row = try Row.fetchOne(
                self, sql: "SELECT * FROM mailboxProbe WHERE id = ?", arguments: [id])
        else { throw StoreError.notFound(table: "mailboxProbe", key: "\(id)") }
        return try ProbeRow(row)
    }

    fileprivate func save(_ findings: ProbeFindings, of id: Int64) throws {
        try execute(
            sql: "UPDATE mailboxProbe SET findings = ? WHERE id = ?",
            arguments: [JSONText.encode(findings), id])
    }

    fileprivate func finish(_ row: ProbeRow, why: String?, now: Instant) throws {
        var findings = row.findings
        findings.failure = why
        try execute(
            sql: """
                UPDATE mailboxProbe SET state = 'finished', finishedAt = ?, findings = ?
                WHERE id = ?
                """, arguments: [now.milliseconds, JSONText.encode(findings), row.id])
        try recordHistory(
            at: now, by: "probe", about: HistorySubject(mailbox: row.mailbox), "probe-finished",
            why: why ?? "what the server does with our mail is known")
    }

    /// Whether it tells something new; the same message is seen again when a folder was rebuilt.
    func record(_ sighting: ProbeSighting, mailbox: String, now: Instant) throws -> Bool {
        let found = try Row.fetchOne(
            self, sql: "SELECT * FROM mailboxProbe WHERE id = ? AND mailbox = ?",
            arguments: [sighting.probe, mailbox]
        ).map(ProbeRow.init)
        guard let row = found, row.state == .sent else { return false }
        var findings = row.findings
        switch sighting.place {
        case .copy(let place):
            guard findings.copy == nil else { return false }
            findings.copy = place
        case .returned(let place, let oneClick):
            guard findings.returned == nil else { return false }
            findings.returned = place
            findings.oneClick = oneClick
        case .bounced(let why):
            try finish(row, why: "it came back undelivered: \(why)", now: now)
            return true
        }
        try save(findings, of: row.id)
        return true
    }
}

extension ProbeRow {
    init(_ row: Row) throws {
        id = row["id"]
        guard let state = State(rawValue: row["state"]),
            let findings = JSONText.decode(ProbeFindings.self, from: row["findings"])
        else { throw StoreError.corruptRow(table: "mailboxProbe", id: row["id"]) }
        self.state = state
        self.findings = findings
        mailbox = row["mailbox"]
        askedAt = Instant(milliseconds: row["askedAt"])
        askedBy = row["askedBy"]
        messageID = row["messageID"]
        committedAt = Instant(column: row["committedAt"])
        finishedAt = Instant(column: row["finishedAt"])
    }
}
