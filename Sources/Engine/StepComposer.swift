import MailMessage
import Sequencing
import Store

/// From a due step to what it becomes: pure, given its context.
struct StepComposer {
    let context: StepContext
    let settings: EngineSettings
    let mailbox: EmailAddress?
    /// Whether the mailbox's messages may offer a one-click opt-out.
    let allowsOneClick: Bool
    /// Whether answers are asked for at the mailbox's address with the touch as its tag.
    let asksForTags: Bool
    let now: Instant

    private var row: EnrollmentRow { context.row }

    /// The plan for the step that is due; `dueAt` is when it became so.
    func plan(step: StepIndex, dueAt: Instant) throws -> StepPlan {
        guard context.sequence.steps.indices.contains(step.position) else {
            return .passOver(.end(.completed), why: "the sequence has no such step")
        }
        let definition = context.sequence.steps[step.position]
        // It rested meanwhile: nothing is sent a second time, and nothing follows before it is settled.
        if let sent = context.thread.first(where: { $0.stepID == definition.id && $0.isUnderWay }) {
            return .underWay(sent.delivery)
        }
        let values = context.lead.mergeValues(rep: context.rep, source: context.source)
        switch definition.fate(
            for: context.lead, values: values, outcomes: context.outcomes, left: context.left,
            calendar: context.calendar, now: now)
        {
        case .leftBefore:
            return .passOver(
                context.planner.next(after: step, happenedAt: now),
                why: "its e-mail left before the sequence was migrated")
        case .passOver:
            return .passOver(
                context.planner.next(after: step, happenedAt: now), why: "its condition fails")
        case .later(let opening): return .later(dueAt: opening)
        case .hold(let reason): return .hold(reason)
        case .happens: break
        }
        switch definition.act {
        case .email(let email):
            return try plan(email, definition.id, step, dueAt: dueAt, values: values)
        case .call(let act):
            return task(definition.id, .call, act.script, expires: act.expires, values: values)
        case .linkedIn(let act):
            return task(
                definition.id, .linkedIn, act.note, verb: act.kind.rawValue, expires: act.expires,
                values: values)
        case .task(let act):
            return task(definition.id, .task, act.script, expires: act.expires, values: values)
        }
    }

    private func task(
        _ id: String, _ channel: Channel, _ text: MergeTemplate?, verb: String? = nil,
        expires: Delay.Span?, values: [String: String]
    ) -> StepPlan {
        let script: String
        switch text?.render(values) {
        case .text(let rendered):
            script = [verb, rendered].compactMap { $0 }.joined(separator: ": ")
        case .missing(let fields): return .hold(.mergeFieldMissing(fields: fields))
        case .unsafe(let field): return .hold(.mergeValueUnsafe(field: field))
        case nil: script = verb ?? ""
        }
        let expiresAt = expires.map { Schedule.expiry($0, from: now, in: context.calendar) }
        return .task(
            NewTask(
                rep: row.rep, stepID: id, channel: channel, script: script, dueAt: now,
                expiresAt: expiresAt))
    }

    private func plan(
        _ email: EmailAct, _ id: String, _ step: StepIndex, dueAt: Instant,
        values: [String: String]
    ) throws -> StepPlan {
        guard row.restoredAt == nil else { return .hold(.restored) }
        guard let mailbox else { return .hold(.mailboxMissing) }
        switch message(of: email, id, values: values) {
        case .failure(let reason): return .hold(reason)
        case .success(let message):
            if email.isReviewed {
                return .task(
                    NewTask(
                        rep: row.rep, stepID: id, channel: .email, script: message.script,
                        dueAt: now, expiresAt: nil))
            }
            return .email(try compose(message, of: id, from: mailbox, step: step, dueAt: dueAt))
        }
    }

    /// What a reviewed e-mail says now; the reason when it can't be written.
    func draft(of step: StepIndex) -> Result<Message, HoldReason> {
        let definition = context.sequence.steps[step.position]
        guard case .email(let email) = definition.act else { return .failure(.threadParentMissing) }
        let values = context.lead.mergeValues(rep: context.rep, source: context.source)
        if let obstacle = definition.obstacle(for: context.lead.email.canonical, values: values) {
            return .failure(obstacle)
        }
        return message(of: email, definition.id, values: values)
    }

    /// A reviewed e-mail, frozen as it was approved.
    func approved(_ message: Message, step: StepIndex) throws -> Result<NewDelivery, HoldReason> {
        guard let mailbox else { return .failure(.mailboxMissing) }
        return .success(
            try compose(
                message, of: context.sequence.steps[step.position].id, from: mailbox, step: step,
                dueAt: now))
    }

    private func message(
        of email: EmailAct, _ id: String, values: [String: String]
    ) -> Result<Message, HoldReason> {
        let variant = email.variant(for: context.lead.email.canonical, step: id)
        let parent: ThreadMessage?
        let subject: String
        if let parentID = email.replyTo {
            if let found = parentMessage(of: parentID) {
                parent = found
                subject = found.subject.hasPrefix("Re: ") ? found.subject : "Re: \(found.subject)"
            } else if let lost = returnedMessage(of: parentID) {
                // Nobody has read it: a "Re:" would be made up.
                parent = nil
                subject = SubjectBase.of(lost.subject)
            } else {
                return .failure(.threadParentMissing)
            }
        } else {
            parent = nil
            switch email.subject?.renderHeader(values) {
            case .text(let rendered): subject = rendered
            case .missing(let fields): return .failure(.mergeFieldMissing(fields: fields))
            case .unsafe(let field): return .failure(.mergeValueUnsafe(field: field))
            case nil: return .failure(.threadParentMissing)
            }
        }
        switch variant.body.render(values) {
        case .missing(let fields): return .failure(.mergeFieldMissing(fields: fields))
        case .unsafe(let field): return .failure(.mergeValueUnsafe(field: field))
        case .text(let text):
            return .success(
                Message(
                    subject: subject, text: text, html: html(variant, values: values),
                    parent: parent))
        }
    }

    /// What an e-mail says, before it has an envelope and a date.
    struct Message {
        var subject: String
        var text: String
        var html: String?
        fileprivate var parent: ThreadMessage?

        /// As a person reads it before approving it.
        var script: String { "\(subject)\n\n\(text)" }
        /// A message in a thread keeps the thread's subject.
        var isInThread: Bool { parent != nil }
    }

    private func html(_ variant: EmailAct.Variant, values: [String: String]) -> String? {
        guard case .text(let html)? = variant.html?.renderHTML(values) else { return nil }
        return html
    }

    /// The message of an earlier step, if it arrived; of one that came back, the message that began its thread
    /// anew.
    private func parentMessage(of id: String) -> ThreadMessage? {
        let arrived = context.thread.filter { $0.state == .accepted }
        if let parent = arrived.first(where: { $0.stepID == id }) { return parent }
        guard let lost = returnedMessage(of: id) else { return nil }
        let subject = SubjectBase.of(lost.subject)
        return arrived.first { SubjectBase.of($0.subject) == subject }
    }

    /// The message of an earlier step that came back for the time being.
    private func returnedMessage(of id: String) -> ThreadMessage? {
        context.thread.first { $0.stepID == id && $0.state == .bounced }
    }

    /// First to previous, as RFC 5322 section 3.6.4 wants them.
    private func references(upTo parent: ThreadMessage) -> [String] {
        var chain = [parent.messageID]
        var current = parent
        while let next = context.thread.first(where: { $0.messageID == current.parentMessageID }),
            chain.count < 20
        {
            chain.insert(next.messageID, at: 0)
            current = next
        }
        return chain
    }

    private func compose(
        _ message: Message, of id: String, from mailbox: EmailAddress, step: StepIndex,
        dueAt: Instant
    ) throws -> NewDelivery {
        let messageID = MessageIdentity.make(
            enrollment: row.id, step: step, revision: row.revision, domain: mailbox.domain,
            key: settings.messageIDKey)
        // A thread's latest message is the one a mail program would answer.
        let last = message.parent.map { parent in
            context.thread.last { $0.parentMessageID == parent.messageID && $0.state == .accepted }
                ?? parent
        }
        let token = OptOutToken.make(
            enrollment: row.id, step: step, revision: row.revision, key: settings.messageIDKey)
        let draft = MessageDraft(
            from: mailbox, fromName: context.rep?.fullName ?? "", to: context.lead.email,
            toName: context.lead.mergeValues(rep: nil, source: nil)["full_name"] ?? "",
            replyTo: asksForTags
                ? mailbox.tagged(String(messageID.prefix { $0 != "@" })) : nil,
            subject: message.subject, text: message.text, html: message.html,
            messageID: messageID, date: now,
            dateOffsetMinutes: context.calendar.zone.offsetSeconds(at: now) / 60,
            inReplyTo: last?.messageID, references: last.map { references(upTo: $0) } ?? [],
            unsubscribeMailto: mailbox, unsubscribeToken: token,
            unsubscribeURL: allowsOneClick ? settings.optOutURL.map { "\($0)/\(token)" } : nil)
        let bytes = try MessageComposer.compose(draft)
        return NewDelivery(
            mailbox: mailbox.canonical,
            message: OutgoingMessage(sender: mailbox, recipient: context.lead.email, bytes: bytes),
            messageID: messageID, parentMessageID: last?.messageID, subject: message.subject,
            stepID: id, needsFence: step.position > 0 || context.standing.isInTalks,
            urgency: .init(
                hasBeenTouched: context.standing.hasBeenTouched, isHot: context.standing.isHot),
            dueAt: dueAt)
    }
}

extension ThreadMessage {
    /// Past its commit point, and not settled.
    fileprivate var isUnderWay: Bool {
        switch state {
        case .committing, .inDoubt: true
        case .queued, .submitting, .accepted, .refused, .withdrawn, .bounced: false
        }
    }
}
