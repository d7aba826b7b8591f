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

    func record(_ batch: SweepBatch) throws { try record(ReadBatch(batch)) }

    func record(_ batch: ReadBatch) throws {
        let now = parts.clock.now()
        let (findings, setAside) = try judged(batch, now: now)
        let recorded = try parts.store.record(
            findings, setAside: setAside, cursor: batch.cursor, mailbox: mailbox.canonical,
            now: now)
        for id in recorded.replies {
            parts.logger.notice("A message was recorded", metadata: ["reply.id": "\(id)"])
        }
        for id in recorded.handwritten {
            parts.logger.notice(
                "A mail written by hand was recorded", metadata: ["handwritten.id": "\(id)"])
        }
        guard !recorded.isEmpty else { return }
        if findings.contains(where: \.harmsMailbox) { try parts.judge(ports, now: now) }
        parts.wake()
    }

    private func judged(
        _ batch: ReadBatch, now: Instant
    ) throws -> (findings: [MailFinding], setAside: [SetAsideMessage]) {
        guard !batch.messages.isEmpty else { return ([], []) }
        var setAside: [SetAsideMessage] = []
        let findings = try parts.store.reading {
            let ours = try ourAddresses
            return try batch.messages.compactMap {
                try finding(in: $0, ours, now: now, setAside: &setAside)
            }
        }
        return (findings, setAside)
    }

    private var ourAddresses: Set<String> {
        get throws { Set(try parts.store.mailboxes().map(\.address)) }
    }

    /// Nil for what answers none of our touches: the rest of the mailbox is not our business.
    ///
    /// What can't be read is set aside for a person; only a fault of the storage is thrown.
    private func finding(
        in read: ReadBatch.Message, _ ours: Set<String>, now: Instant,
        setAside: inout [SetAsideMessage]
    ) throws -> MailFinding? {
        let swept = read.swept
        // Nobody has written yet.
        guard !swept.isDraft else { return nil }
        let cause: String
        switch read.content {
        case .readable(let message, let first):
            do {
                return try finding(in: message, first, swept, ours, now)
            } catch  where !StoreError.isFault(error) {
                cause = "can't be judged: \(error)"
            }
        case .unreadable(let why): cause = why
        }
        // Why the error is dropped: a header that can't be read either names nobody.
        let header = try? MessageParser.parse((swept.bytes ?? swept.head).header)
        guard swept.role != .sent, header.map({ isFrom(ours, $0) }) != true else { return nil }
        setAside.append(SetAsideMessage(swept, cause: cause))
        do {
            return try unreadable(swept, header, cause: cause, now).map(MailFinding.reply)
        } catch  where !StoreError.isFault(error) {
            return nil
        }
    }

    private func finding(
        in message: ReceivedMessage, _ first: FirstReading, _ swept: SweptMessage,
        _ ours: Set<String>, _ now: Instant
    ) throws -> MailFinding? {
        let bytes = swept.bytes ?? []
        let key = parts.settings.messageIDKey
        if let sighting = ProbeSighting(
            message, first, swept, mailbox: mailbox, key: key, now: now)
        {
            return .probe(sighting)
        }
        let writers = message.from.map { $0.address.lowercased() }
        if isFrom(ours, message) {
            // What another mailbox of ours sent is in that one's own Sent.
            guard writers.contains(mailbox.canonical) else { return nil }
            return try ownMail(message, swept, bytes, now)
        }
        if swept.role == .sent, try !isFromLead(writers) {
            return try ownMail(message, swept, bytes, now)
        }
        return try judged(message, first, swept, bytes, now).map(MailFinding.reply)
    }

    private func isFrom(_ ours: Set<String>, _ message: ReceivedMessage) -> Bool {
        !message.from.isEmpty && message.from.allSatisfy { ours.contains($0.address.lowercased()) }
    }

    private func ownMail(
        _ message: ReceivedMessage, _ swept: SweptMessage, _ bytes: [UInt8], _ now: Instant
    ) throws -> MailFinding? {
        try OwnMail(
            parts: parts, mailbox: mailbox, message: message, swept: swept, bytes: bytes, now: now
        ).finding
    }

    /// A lead's mail that somebody has moved into Sent stays a lead's.
    private func isFromLead(_ writers: [String]) throws -> Bool {
        try writers.contains { try parts.store.lead(typed: $0) != nil }
    }

    /// Nil also for what a forgotten person writes: nothing of theirs is kept, and nothing is left to stop.
    private func match(_ offer: MatchOffer) throws -> ReplyMatch? {
        guard let match = try parts.store.match(offer),
            try !parts.store.lead(match.lead).isForgotten
        else { return nil }
        return match
    }

    private func judged(
        _ message: ReceivedMessage, _ first: FirstReading, _ swept: SweptMessage, _ bytes: [UInt8],
        _ now: Instant
    ) throws -> NewReply? {
        let arrivedAt = swept.arrival(now)
        let offer = MatchOffer(
            of: message, first, key: parts.settings.messageIDKey, arrivedAt: arrivedAt)
        guard let match = try match(offer) else { return nil }
        let reading = ReplyRules.finish(
            first, message, now: now,
            leadZoneOffsetSeconds: parts.loader.calendars.zone(named: nil).offsetSeconds(at: now))
        guard match.rule != .sameSubject || reading.replyClass.mayBeAnswer else { return nil }
        let from = message.from.first?.address ?? ""
        let effects = try ReplyEffects(
            parts: parts, match: match, replyClass: reading.replyClass, intent: reading.intent,
            from: from.lowercased(), subject: offer.subject, rep: rep,
            arrivedAt: arrivedAt, now: now
        ).all
        return NewReply(
            folder: swept.folder, uid: swept.uid, digest: ContentDigest.of(bytes),
            messageID: message.messageID, from: from, subject: message.subject, reading: reading,
            bytes: bytes, arrivedAt: arrivedAt, match: match, effects: effects)
    }

    /// Beyond our limits: still recorded, and still stops the sequence of the lead it quotes or, as far as its
    /// header can be read, comes from.
    private func unreadable(
        _ swept: SweptMessage, _ header: ReceivedMessage?, cause: String, _ now: Instant
    ) throws -> NewReply? {
        let bytes = swept.bytes ?? swept.head
        let arrivedAt = swept.arrival(now)
        let writers = header?.from.map { $0.address.lowercased() } ?? []
        var offer = MatchOffer(arrivedAt: arrivedAt)
        offer.messageIDs = MessageIDScan.find(in: bytes).map { .init($0, in: "its bytes") }
        offer.addresses = writers.map { .init($0, in: "it comes from (From)") }
        guard let match = try match(offer) else { return nil }
        let replyClass = ReplyClass.unreadable(cause: cause)
        return NewReply(
            folder: swept.folder, uid: swept.uid, digest: ContentDigest.of(bytes),
            messageID: header?.messageID, from: header?.from.first?.address ?? "",
            subject: header?.subject ?? "",
            reading: ReplyReading(
                replyClass: replyClass, originalMessageID: nil, text: .init(written: ""),
                intent: nil, findings: []), bytes: bytes, arrivedAt: arrivedAt, match: match,
            effects: try ReplyEffects(
                parts: parts, match: match, replyClass: replyClass, intent: nil,
                from: writers.first ?? "", subject: "", rep: rep, arrivedAt: arrivedAt, now: now
            ).all)
    }
}

extension SweptMessage {
    /// When the server took it; a server whose clock is ahead can't put it into the future.
    func arrival(_ now: Instant) -> Instant { min(arrivedAt ?? now, now) }
}

extension MatchOffer {
    /// Everything of a message that the rules of docs/replies.md match by; whoever matches by the account
    /// still has to ask whether the message may be an answer.
    init(
        of message: ReceivedMessage, _ reading: FirstReading, key: [UInt8], arrivedAt: Instant
    ) {
        self.init(arrivedAt: arrivedAt)
        let (keys, replyClass) = (reading.keys, reading.matchedAs)
        let (answered, quoted) = (Set(message.inReplyTo), Set(message.references))
        messageIDs = keys.messageIDs.map { id in
            let place =
                answered.contains(id)
                ? "In-Reply-To" : quoted.contains(id) ? "References" : "the returned message"
            return Clue(id, in: place)
        }
        ownNames = messageIDs.compactMap { clue in
            MessageIdentity.provenName(in: clue.value, key: key).map { Clue($0, in: clue.place) }
        }
        tags = Self.recipientFields.flatMap { field in
            message.headers.filter { $0.isNamed(field) }
                .flatMap { RecipientAddresses.all(in: $0.value) }
                .compactMap { address in
                    Self.tag(of: address).flatMap { MessageIdentity.provenName(in: $0, key: key) }
                }.map { Clue($0, in: field) }
        }
        if let name = OptOutToken.messageName(inSubject: message.subject, key: key) {
            tags.append(Clue(name, in: "Subject"))
        }
        addresses = keys.addresses.map { Clue($0, in: Self.place(of: $0, message, replyClass)) }
        subject = keys.subject
        if case .bounce = replyClass { asksFormerAddresses = false }
        if let writer = message.from.first?.address, replyClass.mayBeAnswer {
            accountDomain = writer.split(separator: "@").last
                .map { EmailAddress.canonical(ofDomain: $0) }
        }
    }

    /// Where a tag of ours may stand: as the writer addressed it, or as the servers passed it on.
    private static let recipientFields = [
        "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To",
    ]

    private static func tag(of address: String) -> String? {
        let local = address.prefix { $0 != "@" }
        return local.firstIndex(of: "+").map { String(local[local.index(after: $0)...]) }
    }

    /// As it begins the sentence of the evidence.
    private static func place(
        of address: String, _ message: ReceivedMessage, _ replyClass: ReplyClass
    ) -> String {
        switch replyClass {
        case .bounce, .complaint: return "it is about"
        case .challenge, .dispositionNotice, .autoReply, .calendarAnswer, .optOut, .person,
            .unreadable:
            let isThere = { (list: [ReceivedMessage.Mailbox]) in
                list.contains { $0.address.lowercased() == address }
            }
            if isThere(message.from) { return "it comes from (From)" }
            return isThere(message.replyTo)
                ? "it wants its answer at (Reply-To)" : "it was sent by (Sender)"
        }
    }
}

extension ReplyClass {
    /// Whether somebody of the company may have answered for the lead.
    fileprivate var mayBeAnswer: Bool {
        switch self {
        case .person, .optOut, .calendarAnswer: true
        case .complaint, .challenge, .bounce, .dispositionNotice, .autoReply, .unreadable: false
        }
    }
}

extension MailFinding {
    /// Whether the breaker has something new to judge.
    fileprivate var harmsMailbox: Bool {
        guard case .reply(let reply) = self else { return false }
        return switch reply.reading.replyClass {
        case .complaint, .bounce: true
        case .challenge, .dispositionNotice, .autoReply, .calendarAnswer, .optOut, .person,
            .unreadable:
            false
        }
    }
}

extension [UInt8] {
    /// Up to and with the empty line that ends a message's header.
    fileprivate var header: [UInt8] {
        let feed = UInt8(ascii: "\n")
        var start = startIndex
        while let end = self[start...].firstIndex(of: feed) {
            let line = self[start..<end]
            start = end + 1
            if line.isEmpty || line.elementsEqual([UInt8(ascii: "\r")]) {
                return Array(self[..<start])
            }
        }
        return self
    }
}
