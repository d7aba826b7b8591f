package import Engine
import MailMessage
package import Sequencing
import Synchronization

/// What a scripted lead does when a message reaches it.
package enum LeadReaction: Sendable {
    case silent
    /// Answers the message of that number (from 1), so long after it.
    case answers(message: Int, after: Duration, text: String)
    case optsOut(message: Int, after: Duration)
    case bouncesHard
    /// Away: answers the first message by machine, back so many days later.
    case outOfOffice(days: Int)
}

/// A lead with a will of its own.
package struct ScriptedLead: Sendable {
    package var email: EmailAddress
    package var name: String
    package var reaction: LeadReaction

    package init(email: EmailAddress, name: String, reaction: LeadReaction) {
        self.email = email
        self.name = name
        self.reaction = reaction
    }
}

/// The people and servers at the other end: they see what left, and put answers into the mailbox.
package final class ScriptedWorld: Sendable {
    private let time: VirtualTime
    private let leads: [String: ScriptedLead]
    private let post: @Sendable ([UInt8], EmailAddress) throws -> Void
    private let received = Mutex<[String: Int]>([:])
    private let failures = Mutex<[String]>([])

    /// `post` puts bytes into the mailbox of an address, as a mail server would.
    package init(
        time: VirtualTime, leads: [ScriptedLead],
        post: @escaping @Sendable ([UInt8], EmailAddress) throws -> Void
    ) {
        self.time = time
        self.leads = Dictionary(leads.map { ($0.email.canonical, $0) }) { first, _ in first }
        self.post = post
    }

    /// What went wrong at the other end: empty in a good run.
    package var mistakes: [String] { failures.withLock { $0 } }

    /// Wraps a way out, so that what it accepts reaches the scripted leads.
    package func observing(
        _ submitter: any MessageSubmitter, announce: @escaping @Sendable (EmailAddress) -> Void
    ) -> any MessageSubmitter {
        ObservedSubmitter(inner: submitter) { [self] message in
            arrive(message, announce: announce)
        }
    }

    func arrive(
        _ message: OutgoingMessage, announce: @escaping @Sendable (EmailAddress) -> Void
    ) {
        guard let lead = leads[message.recipient.canonical] else { return }
        let count = received.withLock { received in
            received[lead.email.canonical, default: 0] += 1
            return received[lead.email.canonical] ?? 1
        }
        do {
            let parsed = try MessageParser.parse(message.bytes)
            let original = LeadMail.Original(
                messageID: parsed.messageID ?? "", subject: parsed.subject,
                mailbox: message.sender, recipient: lead.email)
            react(lead, to: original, count: count, announce: announce)
        } catch {
            failures.withLock { $0.append("what was sent could not be parsed: \(error)") }
        }
    }

    private func react(
        _ lead: ScriptedLead, to original: LeadMail.Original, count: Int,
        announce: @escaping @Sendable (EmailAddress) -> Void
    ) {
        switch lead.reaction {
        case .silent: break
        case .answers(count, let after, let text):
            send(to: original, after: after, announce: announce) { now in
                try LeadMail.answer(to: original, name: lead.name, text: text, at: now)
            }
        case .optsOut(count, let after):
            send(to: original, after: after, announce: announce) { now in
                try LeadMail.answer(
                    to: original, name: lead.name, text: "Please remove me from your list.",
                    at: now)
            }
        case .bouncesHard where count == 1:
            send(to: original, after: .seconds(40), announce: announce) { now in
                LeadMail.hardBounce(of: original, at: now)
            }
        case .outOfOffice(let days) where count == 1:
            send(to: original, after: .seconds(20), announce: announce) { now in
                let today = LocalDateTime(
                    secondsSince1970: now.milliseconds.flooredDivision(by: 1000)
                ).date
                return LeadMail.outOfOffice(
                    to: original, name: lead.name, backOn: today.adding(days: days), at: now)
            }
        case .answers, .optsOut, .bouncesHard, .outOfOffice: break
        }
    }

    private func send(
        to original: LeadMail.Original, after delay: Duration,
        announce: @escaping @Sendable (EmailAddress) -> Void,
        compose: @escaping @Sendable (Instant) throws -> [UInt8]
    ) {
        time.schedule(at: time.now() + delay) { @Sendable [self] in
            do {
                try post(compose(time.now()), original.mailbox)
                announce(original.mailbox)
            } catch {
                failures.withLock { $0.append("an answer could not be posted: \(error)") }
            }
        }
    }
}

/// Passes everything on and tells what was accepted.
private struct ObservedSubmitter: MessageSubmitter {
    let inner: any MessageSubmitter
    let onAccepted: @Sendable (OutgoingMessage) -> Void

    func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        let verdict = inner.submit(message, atCommitPoint: atCommitPoint)
        if case .accepted = verdict { onAccepted(message) }
        return verdict
    }

    func close() { inner.close() }
}
