import Logging
import MailMessage
import Sequencing
import Store

/// From swept bytes to recorded replies and their effects, one transaction for each batch.
final class ReplyRecorder: Sendable {
    private let parts: EngineParts
    private let ports: MailboxPorts

    init(parts: EngineParts, ports: MailboxPorts) {
        self.parts = parts
        self.ports = ports
    }

    private var mailbox: EmailAddress { ports.address }
    private var rep: String { ports.rep }

    func record(_ batch: SweepBatch) throws {
        let now = parts.clock.now()
        let replies = try batch.messages.compactMap { try reply(for: $0, now: now) }
        let ids = try parts.store.record(
            replies, cursor: batch.cursor, mailbox: mailbox.canonical, now: now)
        for id in ids {
            parts.logger.notice("A message was recorded", metadata: ["reply.id": "\(id)"])
        }
        guard !ids.isEmpty else { return }
        if replies.contains(where: { $0.replyClass.harmsMailbox }) {
            try parts.judge(ports, now: now)
        }
        parts.wake()
    }

    /// Nil for what answers none of our touches: the rest of the mailbox is not our business.
    private func reply(for swept: SweptMessage, now: Instant) throws -> NewReply? {
        guard let bytes = swept.bytes else {
            parts.logger.warning(
                "A message is too large to be read and was left in its folder",
                metadata: ["imap.folder": "\(swept.folder)", "imap.uid": "\(swept.uid)"])
            return nil
        }
        do {
            let message = try MessageParser.parse(bytes)
            if swept.role == .sent || isFromUs(message) {
                return try ownCopy(message, swept, bytes, now)
            }
            return try judged(message, swept, bytes, now)
        } catch let failure as ParseFailure {
            return try unreadable(swept, bytes, cause: "\(failure)", now)
        }
    }

    /// When the server took it; a server whose clock is ahead can't put it into the future.
    private func arrival(of swept: SweptMessage, _ now: Instant) -> Instant {
        min(swept.arrivedAt ?? now, now)
    }

    private func isFromUs(_ message: ReceivedMessage) -> Bool {
        !message.from.isEmpty
            && message.from.allSatisfy { $0.address.lowercased() == mailbox.canonical }
    }

    /// Our own message in Sent or All: proof for a message in doubt, else nothing.
    private func ownCopy(
        _ message: ReceivedMessage, _ swept: SweptMessage, _ bytes: [UInt8], _ now: Instant
    ) throws -> NewReply? {
        guard let id = message.messageID,
            let match = try parts.store.match(messageIDs: [id], addresses: []),
            let delivery = match.delivery,
            case .inDoubt = try parts.store.delivery(delivery).state
        else { return nil }
        return NewReply(
            folder: swept.folder, uid: swept.uid, digest: ContentDigest.of(bytes), messageID: id,
            from: mailbox.text, subject: message.subject, replyClass: .dispositionNotice, text: "",
            bytes: nil, arrivedAt: arrival(of: swept, now), match: match,
            effects: [
                try proof(of: delivery, now: now, why: "our copy was found in \(swept.folder)")
            ])
    }

    private func judged(
        _ message: ReceivedMessage, _ swept: SweptMessage, _ bytes: [UInt8], _ now: Instant
    ) throws -> NewReply? {
        let replyClass = ReplyRules.classify(
            message, now: now,
            leadZoneOffsetSeconds: parts.loader.calendars.zone(named: nil).offsetSeconds(at: now))
        let keys = ReplyMatchKeys(from: message, class: replyClass)
        guard
            let match = try parts.store.match(
                messageIDs: keys.messageIDs, addresses: keys.addresses)
        else { return nil }
        let arrivedAt = arrival(of: swept, now)
        let effects = try ReplyEffects(
            parts: parts, match: match, replyClass: replyClass, mailbox: mailbox, rep: rep,
            arrivedAt: arrivedAt, now: now
        ).all
        return NewReply(
            folder: swept.folder, uid: swept.uid, digest: ContentDigest.of(bytes),
            messageID: message.messageID, from: message.from.first?.address ?? "",
            subject: message.subject, replyClass: replyClass,
            text: ReplyText.visible(in: message), bytes: bytes, arrivedAt: arrivedAt,
            match: match, effects: effects)
    }

    /// Beyond our limits: still recorded, and still stops the sequence of the lead it quotes.
    private func unreadable(
        _ swept: SweptMessage, _ bytes: [UInt8], cause: String, _ now: Instant
    ) throws -> NewReply? {
        guard
            let match = try parts.store.match(
                messageIDs: MessageIDScan.find(in: bytes), addresses: [])
        else { return nil }
        let replyClass = ReplyClass.unreadable(cause: cause)
        let arrivedAt = arrival(of: swept, now)
        return NewReply(
            folder: swept.folder, uid: swept.uid, digest: ContentDigest.of(bytes), messageID: nil,
            from: "", subject: "", replyClass: replyClass, text: "", bytes: bytes,
            arrivedAt: arrivedAt, match: match,
            effects: try ReplyEffects(
                parts: parts, match: match, replyClass: replyClass, mailbox: mailbox, rep: rep,
                arrivedAt: arrivedAt, now: now
            ).all)
    }

    private func proof(of id: DeliveryID, now: Instant, why: String) throws -> ReplyEffect {
        let delivery = try parts.store.delivery(id)
        let row = try parts.store.enrollment(delivery.enrollment)
        let next = try parts.loader.planner(of: row).next(
            after: delivery.step, happenedAt: delivery.committedAt ?? now)
        return .proof(id, next: next, why: why)
    }
}

extension ReplyClass {
    /// Whether the breaker has something new to judge.
    fileprivate var harmsMailbox: Bool {
        switch self {
        case .complaint, .bounce: true
        case .challenge, .dispositionNotice, .autoReply, .calendarAnswer, .optOut, .person,
            .unreadable:
            false
        }
    }
}
