import MailMessage
import Sequencing
package import Store

/// What a mailbox's server does with our mail, learned by a message from the mailbox to itself.
enum ProbeRules {
    /// Without having left, or without having come back, for so long: it is over.
    static let patience: Duration = .minutes(10)
    /// The mailbox is read so often while something is awaited.
    static let rest: Duration = .seconds(10)
    /// A copy in Sent may come so much later than the message itself.
    static let copyPatience: Duration = .seconds(30)

    enum Next: Equatable {
        case send
        case read
        case finish(failure: String?)
    }

    /// What an open probe asks for now; `lastReadAt` is when the last complete reading began.
    static func next(
        of probe: ProbeRow, lastReadAt: Instant?, laneHold: String?, now: Instant
    ) -> Next {
        let findings = probe.findings
        guard let committedAt = probe.committedAt else {
            guard now.since(probe.askedAt) > patience else { return .send }
            return .finish(failure: "it did not leave: \(laneHold ?? "the lane did not get to it")")
        }
        if let returned = findings.returned {
            if findings.copy != nil { return .finish(failure: nil) }
            // Sent is read in the same sweep: what is not there some time later does not come.
            let latest = max(returned.seenAt, committedAt) + copyPatience
            if let lastReadAt, lastReadAt >= latest { return .finish(failure: nil) }
        }
        guard now.since(committedAt) > patience else { return .read }
        return .finish(
            failure: findings.returned == nil
                ? "it did not come back within \(patience.components.seconds / 60) minutes"
                : "the mailbox could not be read to its end within "
                    + "\(patience.components.seconds / 60) minutes")
    }
}

extension Engine {
    /// Has a mailbox send one message to itself; what it shows is there some time later.
    package func probe(mailbox: String, by actor: String) throws(StoreError) -> ProbeRow {
        let probe = try store.askProbe(of: mailbox, now: now, by: actor)
        wake()
        return probe
    }
}

/// The message of a probe: what our messages carry, and a name that proves itself in several places.
struct ProbeMessage {
    let messageID: String
    let message: OutgoingMessage

    /// Where the mailbox is said to have tags it goes to one: whether that comes back is one more thing to know.
    init(
        _ probe: ProbeRow, from mailbox: EmailAddress, hasPlusTags: Bool, settings: EngineSettings,
        now: Instant
    ) throws {
        messageID = MessageIdentity.make(
            probe: probe.id, domain: mailbox.domain, key: settings.messageIDKey)
        let name = String(messageID.prefix { $0 != "@" })
        let recipient = hasPlusTags ? mailbox.tagged(name) ?? mailbox : mailbox
        let draft = MessageDraft(
            from: mailbox, fromName: "", to: recipient, toName: "",
            // Servers that rename messages leave the subject alone.
            subject: "Thirdtouch looks at this mailbox: \(name)",
            text: """
                Thirdtouch sent this message from \(mailbox) to itself, to learn what the mail server
                does with what it sends. It can be deleted.
                """, messageID: messageID, date: now, unsubscribeMailto: mailbox,
            // Nobody's token: whoever follows it changes nothing.
            unsubscribeURL: "\(settings.optOutURL ?? "https://\(mailbox.domain)")/\(name)")
        message = OutgoingMessage(
            sender: mailbox, recipient: recipient, bytes: try MessageComposer.compose(draft))
    }
}

extension ProbeSighting {
    /// Nil for a message that is no probe of this mailbox and about none.
    init?(
        _ message: ReceivedMessage, _ first: FirstReading, _ swept: SweptMessage,
        mailbox: EmailAddress, key: [UInt8], now: Instant
    ) {
        func number(in texts: [String]) -> Int64? {
            texts.lazy.compactMap { MessageIdentity.provenName(in: $0, key: key) }
                .compactMap { MessageIdentity.probeNumber(inProvenName: $0) }.first
        }
        let isOwn = message.from.contains { $0.address.lowercased() == mailbox.canonical }
        let names =
            [message.messageID].compactMap(\.self)
            + message.subject.split(separator: " ").map(String.init)
        if isOwn, let number = number(in: names) {
            let sighting = ProbeFindings.Sighting(
                folder: swept.folder, messageID: message.messageID, seenAt: now)
            self.init(
                probe: number,
                place: swept.role == .sent
                    ? .copy(sighting) : .returned(sighting, .init(in: message)))
            return
        }
        guard case .bounce(let bounce) = first.matchedAs, bounce.severity != .delayed,
            let number = number(in: first.keys.messageIDs)
        else { return nil }
        self.init(probe: number, place: .bounced(why: bounce.diagnostic))
    }
}
