import MailMessage
import Sequencing
import Store

/// A message that the mailbox itself sent: one of ours, or one that the rep wrote by hand.
struct OwnMail {
    let parts: EngineParts
    let mailbox: EmailAddress
    let message: ReceivedMessage
    let swept: SweptMessage
    let bytes: [UInt8]
    let now: Instant

    /// Nil for mail that went to no lead of ours.
    var finding: MailFinding? {
        get throws {
            if let id = message.messageID {
                if let delivery = try parts.store.delivery(named: id) {
                    return .ownCopy(try copy(of: delivery, providerID: nil))
                }
                // Made with our key and not known: a restored backup has forgotten it, and it is ours all the same.
                guard MessageIdentity.provenName(in: id, key: parts.settings.messageIDKey) == nil
                else { return nil }
            }
            let leads = try self.leads
            guard !leads.isEmpty else { return nil }
            if let date = message.date,
                let delivery = try parts.store.delivery(
                    frozenIn: mailbox.canonical, to: leads.map(\.id), subject: message.subject,
                    date: date)
            {
                return .ownCopy(try copy(of: delivery, providerID: message.messageID))
            }
            guard isSent, isWritten else { return nil }
            return .handwritten(
                NewHandwritten(
                    folder: swept.folder, digest: ContentDigest.of(bytes),
                    messageID: message.messageID, subject: message.subject, sentAt: sentAt,
                    leads: leads.map(\.id), postponements: try leads.flatMap(postponements)))
        }
    }

    /// Mail tells its moment to the second: the last instant of that second, so that what was written right
    /// after a hand-off or an answer does not seem to be older than that.
    private var sentAt: Instant {
        let second = (message.date ?? swept.arrival(now)).milliseconds.flooredDivision(by: 1000)
        return min(Instant(milliseconds: second * 1000 + 999), now)
    }

    /// A draft that was thrown away ends in the bin of some servers, and was never sent. And outside Sent
    /// anybody may write our address into From: what a server has received is no copy of what we sent.
    private var isSent: Bool {
        switch swept.role {
        case .sent: true
        case .all, .inbox, .archive:
            !message.headers.contains { $0.name.lowercased() == "received" }
        case .trash, .junk: false
        }
    }

    /// What the rep's own machines send (holiday notices, receipts, answers to invitations) is no touch.
    private var isWritten: Bool {
        let replyClass = ReplyRules.classify(message, now: now, leadZoneOffsetSeconds: 0)
        return switch replyClass {
        case .person, .optOut, .challenge: true
        case .complaint, .bounce, .dispositionNotice, .autoReply, .calendarAnswer, .unreadable:
            false
        }
    }

    /// Everybody in To, Cc and Bcc who is a lead, each once.
    private var leads: [Lead] {
        get throws {
            let fields = message.headers.filter {
                ["cc", "bcc"].contains($0.name.lowercased())
            }
            let addresses =
                message.to.map { $0.address.lowercased() }
                + fields.flatMap { RecipientAddresses.all(in: $0.value) }
            var seen: Set<LeadID> = []
            return try addresses.compactMap { try parts.store.lead(typed: $0) }
                .filter { seen.insert($0.id).inserted }
        }
    }

    private func copy(of delivery: DeliveryRow, providerID: String?) throws -> OwnCopy {
        let row = try parts.store.enrollment(delivery.enrollment)
        let next = try parts.loader.planner(of: row).next(
            after: delivery.step, happenedAt: delivery.committedAt ?? now)
        return OwnCopy(
            delivery: delivery.id, next: next, folder: swept.folder,
            isInSent: swept.role == .sent || swept.role == .all, providerID: providerID)
    }

    /// The next e-mail of each sequence counts its delay anew from the mail, and leaves a business day to it at
    /// least (docs/decisions/0016).
    private func postponements(of lead: Lead) throws -> [NewHandwritten.Postponement] {
        let rows = try parts.store.enrollments(
            state: nil, sequence: nil, lead: lead.id, rep: nil, limit: 100)
        return try rows.compactMap { row in
            guard row.state.name != .ended, let step = row.state.step else { return nil }
            let planner = try parts.loader.planner(of: row)
            guard planner.sequence.steps.indices.contains(step.position),
                case .email = planner.sequence.steps[step.position].act
            else { return nil }
            let rest = planner.calendar.adding(
                businessDays: HandwrittenRest.businessDays, to: sentAt)
            guard case .step(_, let counted) = planner.plan(step, previousAt: sentAt),
                case .step(_, let until) = planner.again(step, from: max(counted, rest)),
                until > now
            else { return nil }
            return .init(enrollment: row.id, step: step, until: until)
        }
    }
}

/// Between a mail written by hand and the next automatic one.
enum HandwrittenRest {
    static let businessDays = 1
}
