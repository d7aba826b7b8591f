import MailMessage
package import Sequencing
import Store
import Synchronization

/// When digests are looked at again: ticks come by the thousand, digests once a day.
final class DigestWatch: Sendable {
    /// A queued one is offered to its lane this often.
    static let rest: Duration = .minutes(1)

    private struct State: Sendable {
        var lookedAt: Instant?
        var lookAgainAt: Instant?
    }

    private let state = Mutex(State())

    /// Also when the clock was set back.
    func isTime(_ now: Instant) -> Bool {
        state.withLock { state in
            guard let looked = state.lookedAt, let again = state.lookAgainAt else { return true }
            return now >= again || now < looked
        }
    }

    var again: Instant? { state.withLock { $0.lookAgainAt } }

    func note(_ now: Instant, again: Instant) {
        state.withLock { $0 = State(lookedAt: now, lookAgainAt: again) }
    }
}

/// A digest as it would be mailed now.
package struct DigestPreview: Sendable {
    package var receiver: Rep
    package var period: DigestPeriod
    package var digest: Digest
    package var letter: DigestLetter
}

/// Digests: mail to ourselves, through the lane of a mailbox, with its cap, its pace, its pauses and a commit point.
extension Engine {
    /// Writes down which are due and offers them to their lanes; when to do that again, nil for never.
    func tendDigests(now: Instant) throws -> Instant? {
        guard let rules = settings.digest else { return nil }
        guard digestWatch.isTime(now) else { return digestWatch.again }
        var again = now + .days(1)
        for rep in try loader.reps().values.sorted(by: { $0.name < $1.name })
        where rules.reach(rep) {
            let schedule = digestSchedule(of: rep, rules)
            again = min(again, schedule.next(after: now))
            for kind in DigestKind.allCases where rules.kinds.contains(kind) {
                guard
                    let period = schedule.current(
                        kind, at: now, isWeekly: rules.kinds.contains(.weekly))
                else { continue }
                try store.queueDigest(to: rep.name, period, from: rules.mailbox, now: now)
            }
        }
        let mailboxes = try store.mailboxesWithDigests()
        if !mailboxes.isEmpty { again = min(again, now + DigestWatch.rest) }
        for mailbox in mailboxes { poke(mailbox, now: now) }
        digestWatch.note(now, again: again)
        return again
    }

    /// What somebody would be mailed now of the period that is in force, or of the one that comes next.
    package func previewDigest(
        to rep: Rep, _ kind: DigestKind
    ) throws -> DigestPreview {
        let rules = settings.digest ?? DigestRules(mailbox: "")
        let schedule = digestSchedule(of: rep, rules)
        let moment = now
        let next = schedule.next(after: moment)
        let period =
            schedule.current(kind, at: moment, isWeekly: false)
            ?? schedule.current(kind, at: next, isWeekly: false)
            ?? DigestPeriod(
                kind: kind, day: schedule.zone.local(next).date, dueAt: next,
                endsAt: next + .days(1))
        return try DigestComposer(engine: self).preview(to: rep, period, now: moment)
    }

    private func digestSchedule(of rep: Rep, _ rules: DigestRules) -> DigestSchedule {
        DigestSchedule(
            zone: loader.calendars.zone(named: rep.zone),
            holidays: loader.calendars.holidays(ofCountries: rules.holidaysOf), time: rules.time)
    }

    /// Composes the digest of a row from what is known now; nil where it was dropped, because there is nothing to
    /// say, nobody to say it to or no time left.
    func composeDigest(
        _ row: DigestRow, from mailbox: EmailAddress, now: Instant
    ) throws -> DigestMessage? {
        guard now < row.endsAt else {
            try store.dropDigest(row.id, as: .failed, why: "its time is over", now: now)
            return nil
        }
        guard let rep = try loader.reps()[row.receiver], let recipient = rep.email else {
            try store.dropDigest(row.id, as: .failed, why: "nobody is there to get it", now: now)
            return nil
        }
        if let reason = try store.suppressionReason(of: recipient) {
            try store.dropDigest(
                row.id, as: .failed, why: "\(row.receiver) may not be contacted (\(reason))",
                now: now)
            return nil
        }
        let period = DigestPeriod(
            kind: row.kind, day: row.day, dueAt: row.queuedAt, endsAt: row.endsAt)
        let preview = try DigestComposer(engine: self).preview(to: rep, period, now: now)
        if preview.digest.isEmpty, settings.digest?.sendsEmpty != true {
            try store.dropDigest(
                row.id, as: .empty, why: "there was nothing to say", gaps: preview.digest.gaps,
                now: now)
            return nil
        }
        return try DigestMessage(
            preview, row: row, from: mailbox, to: recipient, key: settings.messageIDKey, now: now)
    }
}

/// From the report and the last digest to the next one.
private struct DigestComposer {
    let engine: Engine

    func preview(to rep: Rep, _ period: DigestPeriod, now: Instant) throws -> DigestPreview {
        let isOwn = rep.access == .rep
        let report = try engine.touchGapReport(owner: isOwn ? rep.name : nil)
        let lines = report.lines.sorted { $0.place(at: report.asOf) < $1.place(at: report.asOf) }
        let digest = Digest(
            period, entries: lines.map(entry),
            before: try engine.store.lastDigest(to: rep.name, period.kind), now: now)
        return DigestPreview(
            receiver: rep, period: period, digest: digest,
            letter: DigestLetter(
                digest, isOwn: isOwn, zone: engine.loader.calendars.zone(named: rep.zone)))
    }

    private func entry(_ line: TouchGapReport.Line) -> Digest.Entry {
        let (lead, primary) = (line.row.lead, line.assessment.primary)
        return Digest.Entry(
            handOff: line.row.id, lead: lead.id, email: lead.email.text, name: lead.displayName,
            company: lead.fields["company"], owner: line.row.owner, class: line.assessment.class,
            touches: line.facts.effort.touches, since: primary?.since, reason: primary?.reason,
            text: primary?.text, command: primary?.command)
    }
}

/// The bytes of a digest, and what its commit point has to know.
struct DigestMessage {
    let recipient: EmailAddress
    let gaps: Set<HandOffID>
    let message: OutgoingMessage

    init(
        _ preview: DigestPreview, row: DigestRow, from mailbox: EmailAddress,
        to recipient: EmailAddress, key: [UInt8], now: Instant
    ) throws {
        self.recipient = recipient
        gaps = preview.digest.gaps
        let draft = MessageDraft(
            from: mailbox, fromName: "Thirdtouch", to: recipient,
            toName: preview.receiver.fullName, subject: preview.letter.subject,
            text: preview.letter.text, html: preview.letter.html,
            messageID: MessageIdentity.make(digest: row.id, domain: mailbox.domain, key: key),
            date: now, isAutomatic: true)
        message = OutgoingMessage(
            sender: mailbox, recipient: recipient, bytes: try MessageComposer.compose(draft))
    }
}
