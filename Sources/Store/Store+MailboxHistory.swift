import GRDB
package import Sequencing

/// What kept a mailbox from sending or reading at a moment, as its history tells it.
package struct MailboxTroubles: Equatable, Sendable {
    package var downCause: String?
    package var fenceCause: String?
    package var pause: MailboxPause?

    package init(
        downCause: String? = nil, fenceCause: String? = nil, pause: MailboxPause? = nil
    ) {
        self.downCause = downCause
        self.fenceCause = fenceCause
        self.pause = pause
    }
}

extension Store {
    /// By address; those that had none are left out.
    package func mailboxTroubles(asOf: Instant) throws(StoreError) -> [String: MailboxTroubles] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT mailbox, event, why, at FROM history
                    WHERE mailbox IS NOT NULL AND leadID IS NULL AND at <= ? AND event IN (
                        'fence-opened', 'fence-closed', 'mailbox-up', 'mailbox-down',
                        'breaker-opened', 'mailbox-paused', 'mailbox-resumed')
                    ORDER BY id
                    """, arguments: [asOf.milliseconds])
            var found: [String: MailboxTroubles] = [:]
            for row in rows {
                found[row["mailbox"], default: MailboxTroubles()].tell(
                    row["event"], why: row["why"], at: Instant(milliseconds: row["at"]))
            }
            return found
        }
    }
}

extension MailboxTroubles {
    fileprivate mutating func tell(_ event: String, why: String, at moment: Instant) {
        switch event {
        case "fence-opened": fenceCause = nil
        case "fence-closed": fenceCause = why
        case "mailbox-up": downCause = nil
        case "mailbox-down": downCause = why
        case "mailbox-resumed": pause = nil
        case "breaker-opened", "mailbox-paused":
            // As the pause was written down: its cause, then its end.
            let parts = why.ranges(of: ", until ").last.map { range in
                (String(why[..<range.lowerBound]), Instant(told: String(why[range.upperBound...])))
            }
            let (words, until) = parts.flatMap { $0.1 == nil ? nil : $0 } ?? (why, nil)
            pause = MailboxPause(
                cause: event == "breaker-opened" ? .breaker : .person, why: words, since: moment,
                until: until)
        default: break
        }
    }
}

extension Instant {
    /// As `description` writes it; nil for anything else.
    init?(told text: String) {
        guard text.utf8.count == 20, let date = LocalDate(text: text.prefix(10)),
            let time = LocalTime(text: text.dropFirst(11).prefix(5)),
            let seconds = Int(text.dropFirst(17).prefix(2))
        else { return nil }
        self.init(
            milliseconds: (LocalDateTime(date: date, time: time).secondsSince1970
                + Int64(seconds)) * 1000)
    }
}
