import Logging
import Sequencing
import Store

/// Mail to ourselves: no window, no fence, no lead; but cap, pace, pause, suppression and a commit point.
private struct HouseMail {
    /// As the log names it, and what its pace is reckoned by.
    var kind: String
    var message: OutgoingMessage
    /// Durable when it answers `.go`.
    var commit: (Instant) throws -> CommitDecision
    var settle: (SubmissionVerdict, Instant) throws -> Void
}

extension Lane {
    /// A message of the mailbox to itself, which shows what its server does with our mail.
    func send(_ probe: ProbeRow, now: Instant) throws {
        let message = try ProbeMessage(
            probe, from: ports.address, hasPlusTags: ports.hasPlusTags, settings: parts.settings,
            now: now)
        let (store, rules, isTagged) = (parts.store, rules, ports.hasPlusTags)
        try send(
            HouseMail(
                kind: "probe", message: message.message,
                commit: {
                    try store.commitProbe(
                        probe.id, messageID: message.messageID, isTagged: isTagged, rules: rules,
                        now: $0)
                }, settle: { try store.settleProbe(probe.id, as: $0, now: $1) }))
    }

    /// What a manager or a rep is told of the report.
    func send(_ digest: DigestRow, now: Instant) throws {
        guard let message = try compose(digest, now: now) else { return }
        let (store, rules) = (parts.store, rules)
        try send(
            HouseMail(
                kind: "digest", message: message.message,
                commit: {
                    try store.commitDigest(
                        digest.id, to: message.recipient, gaps: message.gaps, rules: rules, now: $0)
                }, settle: { try store.settleDigest(digest.id, as: $0, now: $1) }))
    }

    private func send(_ mail: HouseMail) throws {
        let verdict = ports.submitter.submit(mail.message) {
            do {
                return try mail.commit(parts.clock.now()) == .go
            } catch {
                parts.logger.error(
                    "The commit point of mail to ourselves could not be written; it did not leave",
                    metadata: [
                        "mailbox.address": "\(mailbox)", "mail.kind": "\(mail.kind)",
                        "store.cause": "\(error)",
                    ])
                return false
            }
        }
        let now = parts.clock.now()
        try mail.settle(verdict, now)
        let slot = nextSlotAt(
            after: verdict, recipient: mail.message.recipient.canonical, step: mail.kind, now: now)
        if let slot {
            try parts.store.noteAnswer(of: mailbox, nextSlotAt: slot, now: now)
        }
        try pace(after: verdict, nextSlotAt: slot, now: now)
        parts.wake()
    }

    /// One that can't be made is dropped, and delays nothing else.
    private func compose(_ digest: DigestRow, now: Instant) throws -> DigestMessage? {
        do {
            return try parts.compose(digest, from: ports.address, now: now)
        } catch  where !StoreError.isFault(error) {
            parts.logger.error(
                "A digest can't be made; it is dropped",
                metadata: ["mailbox.address": "\(mailbox)", "digest.cause": "\(error)"])
            try parts.store.dropDigest(
                digest.id, as: .failed, why: "it can't be made: \(error)", now: now)
            return nil
        }
    }
}
