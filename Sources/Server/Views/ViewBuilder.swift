import API
import Engine
import Sequencing
import Store

/// From rows to the values on the wire. Reads what a row only names.
struct ViewBuilder {
    let engine: Engine

    var store: Store { engine.store }

    /// A lead by its key, or an error that says what to run.
    func lead(_ key: String) throws -> Lead {
        guard let lead = try store.lead(typed: key) else {
            throw APIError(
                .notFound, "there is no lead “\(key)”",
                advice: "add it: thirdtouch lead add ADDRESS, or look: thirdtouch lead list")
        }
        return lead
    }

    func id<Noun: IdentifiedNoun>(_ text: String, of noun: Noun.Type) throws(APIError)
        -> Identifier<
            Noun
        >
    {
        guard let id = Identifier<Noun>(typed: text) else {
            throw APIError(
                .usage, "“\(text)” is no id", advice: "write a number, as in \(Noun.letter)12")
        }
        return id
    }

    func view(_ lead: Lead, report: TouchGapReport? = nil) throws -> LeadView {
        let lines = try report?.lines ?? engine.touchGapReport(lead: lead.id).lines
        let last = lines.last { $0.row.lead.id == lead.id }
        return LeadView(
            id: lead.id, email: lead.email.text,
            fields: LeadFields(
                mergeFields: lead.fields, country: lead.country, zone: lead.zone),
            role: lead.role, tier: lead.tier, source: last?.row.source, owner: lead.owner,
            account: lead.account == nil ? nil : lead.email.domain,
            createdAt: Timestamp(lines.first { $0.row.lead.id == lead.id }?.row.givenAt),
            touches: last?.facts.effort.touches, standing: last?.assessment.class)
    }

    func view(_ row: EnrollmentRow) throws -> EnrollmentView {
        let lead = try store.lead(row.lead)
        let sequence = try engine.loader.sequence(row.sequence)
        let step = row.state.step
        let definition = step.flatMap { step in
            sequence.steps.indices.contains(step.position) ? sequence.steps[step.position] : nil
        }
        var view = EnrollmentView(
            id: row.id, lead: row.lead, email: lead.email.text, name: lead.displayName,
            sequence: row.sequence.name, version: row.sequence.version, mailbox: row.mailbox,
            rep: row.rep, state: row.state.name,
            stateText: text(row.state, definition: definition, count: sequence.steps.count),
            step: step.map { $0.position + 1 }, stepCount: sequence.steps.count,
            channel: definition?.channel, startAt: Timestamp(row.startAt),
            changedAt: Timestamp(row.changedAt))
        switch row.state {
        case .waiting(_, let dueAt): view.dueAt = Timestamp(dueAt)
        case .sending(_, let delivery): view.delivery = delivery
        case .atTask(_, let task, let dueAt):
            view.task = task
            view.dueAt = Timestamp(dueAt)
        case .held(_, let reason): view.reason = reason.code
        case .paused(_, let cause, let until):
            view.reason = cause.rawValue
            view.untilAt = Timestamp(until)
        case .ended(let outcome): view.outcome = outcome.code
        }
        return view
    }

    private func text(_ state: EnrollmentState, definition: Step?, count: Int) -> String {
        let place = state.step.map { "step \($0) of \(count)" } ?? ""
        let act = definition.map { " (\($0.channel.rawValue) “\($0.id)”)" } ?? ""
        return switch state {
        case .waiting(_, let dueAt): "waiting for \(place)\(act), due \(dueAt)"
        case .sending(_, let delivery): "sending \(place)\(act) as \(delivery)"
        case .atTask(_, let task, _): "at \(task), \(place)\(act)"
        case .held(_, let reason): "held before \(place)\(act): \(reason.sentence)"
        case .paused(_, let cause, let until):
            "paused before \(place)\(act): \(cause.rawValue)"
                + (until.map { " until \($0)" } ?? ", without a date")
        case .ended(let outcome): "ended: \(outcome.code)"
        }
    }

    func view(_ row: TaskRow) throws -> TaskView {
        let lead = try store.lead(row.lead)
        let enrollment = try row.enrollment.map { try store.enrollment($0) }
        return TaskView(
            id: row.id, lead: row.lead, email: lead.email.text, name: lead.displayName,
            company: lead.fields["company"], phone: lead.fields["phone"],
            linkedin: lead.fields["linkedin"], enrollment: row.enrollment, reply: row.reply,
            sequence: enrollment?.sequence.description, step: row.step.map { $0.position + 1 },
            rep: row.rep, channel: row.channel, script: row.script, dueAt: Timestamp(row.dueAt),
            expiresAt: Timestamp(row.expiresAt),
            state: TaskState(rawValue: row.state.rawValue) ?? .open, outcome: row.outcome,
            note: row.note, closedAt: Timestamp(row.closedAt), closedBy: row.closedBy)
    }

    func view(_ row: ReplyRow, isWhole: Bool) throws -> ReplyView {
        let lead = try store.lead(row.lead)
        return ReplyView(
            id: row.id, lead: row.lead, email: lead.email.text, name: lead.displayName,
            enrollment: row.enrollment, delivery: row.delivery, mailbox: row.mailbox,
            folder: row.folder, from: row.from, subject: row.subject,
            kind: ReplyKind(row.replyClass), detail: ReplyView.detail(of: row.replyClass),
            receivedAt: Timestamp(row.arrivedAt), answeredAt: Timestamp(row.answeredAt),
            matchRule: row.matchRule, matchedBy: row.matchedBy, decidedBy: row.decidedBy,
            intent: row.intent.map { IntentView($0) },
            correction: row.correction.map {
                CorrectionView(
                    readAs: ReplyKind($0.readClass), at: Timestamp($0.at), by: $0.by, why: $0.why)
            }, text: isWhole ? row.text.written : nil, reading: isWhole ? reading(row) : nil)
    }

    private func reading(_ row: ReplyRow) -> ReadingView {
        var view = ReadingView(
            quote: row.text.quote, signature: row.text.signature,
            disclaimer: row.text.disclaimer, originalMessageID: row.originalMessageID,
            rules: row.findings)
        if case .bounce(let bounce) = row.replyClass { view.recipients = bounce.recipients }
        return view
    }

    func view(_ row: DeliveryRow, isWhole: Bool) throws -> DeliveryView {
        let lead = try store.lead(row.lead)
        var view = DeliveryView(
            id: row.id, lead: row.lead, email: row.recipient, name: lead.displayName,
            enrollment: row.enrollment, step: row.step.position + 1, mailbox: row.mailbox,
            subject: row.subject, messageID: row.messageID, state: row.state.name,
            attempts: row.attempt, dueAt: Timestamp(row.dueAt), queuedAt: Timestamp(row.queuedAt),
            committedAt: Timestamp(row.committedAt), settledAt: Timestamp(row.settledAt),
            serverReply: row.serverReply)
        if row.state.name == .queued {
            // What keeps the message, or else what keeps its lane.
            let lane = engine.laneStatus(of: row.mailbox)
            let holdUntil = lane?.holdUntil ?? row.notBeforeAt
            view.waitsFor = row.waitsFor ?? lane?.holdReason
            let until = row.waitsFor == nil ? max(row.notBeforeAt, holdUntil) : row.notBeforeAt
            view.notBeforeAt = until < .distantFuture ? Timestamp(until) : nil
            if isWhole {
                view.expectedAt = Timestamp(
                    try engine.laneForecast(of: row.mailbox).expectedAt[row.enrollment])
            }
        }
        if isWhole {
            if row.state == .inDoubt { view.doubt = try doubt(of: row) }
            view.message = String(decoding: try store.bytes(of: row.id), as: UTF8.self)
        }
        return view
    }
}
