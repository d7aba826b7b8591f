import GRDB
package import Sequencing

extension Store {
    /// For so long a copy that was seen in Sent says that the server still keeps them.
    static let habitMemory: Duration = .days(30)
    /// How long a server may take to put its copy into Sent, at least: one whose round trip takes longer
    /// has twice that time.
    static let copyPatience: Duration = .seconds(60)
    /// Of each kind that is named as evidence, at most.
    static let mostEvidence = 20

    /// What is known of a delivery's fate, in doubt or not.
    package func doubtEvidence(
        of id: DeliveryID, now: Instant
    ) throws(StoreError) -> DoubtEvidence {
        try read { database in
            let row = try database.delivery(id)
            let copy = row.copySeenAt.flatMap { seenAt in row.copyFolder.map { ($0, seenAt) } }
            let replies = try database.replies(to: row)
            return DoubtEvidence(
                committedAt: row.committedAt, answer: row.serverReply,
                sent: DoubtEvidence.sentFolder(
                    committedAt: row.committedAt, copy: copy,
                    lastReadAt: try database.lastCompleteSweep(of: row.mailbox),
                    habit: try database.sentHabit(of: row.mailbox, now: now),
                    patience: try database.copyPatience(of: row.mailbox)),
                quotedBy: replies.quoting, otherReplies: replies.others)
        }
    }

    /// What the server of a mailbox does with what it sends, as far as it has shown.
    package func sentHabit(of mailbox: String, now: Instant) throws(StoreError) -> SentHabit {
        try read { database in try database.sentHabit(of: mailbox, now: now) }
    }
}

extension Database {
    func sentHabit(of mailbox: String, now: Instant) throws -> SentHabit {
        let isSeen = try Bool.fetchOne(
            cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM delivery
                        WHERE mailbox = ? AND copySeenAt > ? AND copyOwedAt IS NULL)
                    """), arguments: [mailbox, (now - Store.habitMemory).milliseconds])
        if isSeen == true { return .keepsCopies }
        guard let probe = try lastFinishedProbe(of: mailbox), let ours = probe.messageID else {
            return .unknown
        }
        return probe.findings.sentHabit(ours)
    }

    fileprivate func copyPatience(of mailbox: String) throws -> Duration {
        let probe = try lastFinishedProbe(of: mailbox)
        let trip = probe?.findings.roundTrip(since: probe?.committedAt) ?? .zero
        return max(Store.copyPatience, trip * 2)
    }

    /// When the last reading of all folders began that came to its end.
    fileprivate func lastCompleteSweep(of mailbox: String) throws -> Instant? {
        Instant(
            column: try Int64.fetchOne(
                self, sql: "SELECT sweepStartedAt FROM mailbox WHERE address = ?",
                arguments: [mailbox]))
    }

    /// The newest first.
    fileprivate func replies(
        to row: DeliveryRow
    ) throws -> (quoting: [ReplyID], others: [ReplyID]) {
        let since = row.committedAt ?? row.queuedAt
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT id, deliveryID, matchRule FROM reply
                WHERE leadID = ? AND arrivedAt >= ? ORDER BY id DESC LIMIT ?
                """,
            arguments: [
                row.lead.rawValue, (since - Store.clockTolerance).milliseconds,
                Store.mostEvidence,
            ])
        var found: (quoting: [ReplyID], others: [ReplyID]) = ([], [])
        for reply in rows {
            let quotes =
                reply["deliveryID"] == row.id.rawValue
                && ReplyMatchRule(rawValue: reply["matchRule"])?.provesReceipt == true
            if quotes {
                found.quoting.append(ReplyID(reply["id"]))
            } else {
                found.others.append(ReplyID(reply["id"]))
            }
        }
        return found
    }
}
