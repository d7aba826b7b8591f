package import Sequencing
package import Store

/// A person corrects what the rules made of a message.
extension Engine {
    package struct Classification: Sendable {
        package var reply: ReplyRow
        /// What the correction moved; empty when it was so already.
        package var changes: [HistoryRow]
        /// Ended because of the message as it was read first: nothing restarts them.
        package var ended: [EnrollmentRow]
    }

    /// Names a recorded message anew and re-applies it: what it did is taken back as far as that is safe, and what
    /// it should have done is done.
    ///
    /// Doing it twice changes nothing. Throws `StoreError.notNow` for what can't be corrected: an opt-out and a
    /// complaint are final (promise G4), and some kinds only a machine's report can be.
    package func classify(
        _ id: ReplyID, as kind: ReplyKind, backOn: LocalDate?, why: String?, by actor: String
    ) throws -> Classification {
        let row = try store.reply(id)
        let before = ReplyKind(row.replyClass)
        if before == kind, kind != .outOfOffice || backOn == nil || row.backOn == backOn,
            !row.isUnconfirmed
        {
            return Classification(reply: row, changes: [], ended: [])
        }
        try refuseFinal(row, kind)
        let lead = try store.lead(row.lead)
        let replyClass = try replyClass(kind, backOn: backOn, why: why, lead, by: actor, of: id)
        let isSameRest = before == .outOfOffice && kind == .outOfOffice
        let correction = ReplyCorrection(
            reply: id, before: row.replyClass, after: replyClass, why: why,
            resumes: isSameRest ? [] : try resumes(of: row),
            effects: try effects(of: row, as: replyClass))
        let ended = kind.letsGoOn && !before.letsGoOn ? try store.endedBy(id) : []
        let changes = try store.correct(correction, now: now, by: actor)
        wake()
        return Classification(reply: try store.reply(id), changes: changes, ended: ended)
    }

    private func refuseFinal(_ row: ReplyRow, _ kind: ReplyKind) throws(StoreError) {
        let what = "\(row.id) was not classified"
        switch row.replyClass {
        // Whose "stop" it is has not been said yet; that of the writer stays.
        case .optOut where row.isUnconfirmed: break
        case .optOut, .complaint:
            throw .notNow(
                what: what,
                why: "\(row.replyClass.sentence) is final: the address is suppressed, and no "
                    + "command lifts that",
                advice: "if the lead wants to hear from you, answer from your own mail program; "
                    + "see thirdtouch lead explain \(row.lead)")
        case .challenge, .bounce, .dispositionNotice, .autoReply, .calendarAnswer, .person,
            .unreadable:
            break
        }
        switch kind {
        case .complaint, .challenge, .unreadable:
            throw .notNow(
                what: what, why: "\(kind.rawValue) is what only a machine's report can be",
                advice: "choose person, opt-out, out-of-office, auto-reply, bounce, delay, "
                    + "calendar or disposition-notice")
        case .bounce, .delay, .dispositionNotice, .autoReply, .outOfOffice, .calendar, .optOut,
            .person:
            break
        }
    }

    private func replyClass(
        _ kind: ReplyKind, backOn: LocalDate?, why: String?, _ lead: Lead, by actor: String,
        of id: ReplyID
    ) throws(StoreError) -> ReplyClass {
        let words = why ?? "\(actor) says so"
        let bounce = { (severity: ReplyClass.Bounce.Severity) in
            ReplyClass.bounce(
                .init(
                    recipients: [
                        .init(address: lead.email.canonical, severity: severity, status: nil)
                    ], severity: severity, status: nil, diagnostic: words))
        }
        return switch kind {
        case .person: .person
        case .optOut: .optOut(.init(form: .sentence))
        case .outOfOffice: .autoReply(.init(form: .outOfOffice, returnsOn: backOn))
        case .autoReply: .autoReply(.init(form: .acknowledgement, returnsOn: nil))
        case .bounce: bounce(.hard)
        case .delay: bounce(.delayed)
        case .dispositionNotice: .dispositionNotice
        case .calendar: .calendarAnswer
        // Refused before.
        case .complaint, .challenge, .unreadable: .unreadable(cause: words)
        }
    }

    private func resumes(of row: ReplyRow) throws -> [ReplyCorrection.Resume] {
        try store.pausedBy(row.id).compactMap { paused in
            guard let step = paused.state.step else { return nil }
            let next = try loader.planner(of: paused).resumed(
                step, countingFrom: paused.countsFrom, at: now)
            return .init(enrollment: paused.id, next: next)
        }
    }

    private func effects(of row: ReplyRow, as replyClass: ReplyClass) throws -> [ReplyEffect] {
        // A person vouches for it: who wrote from another address counts as the lead.
        let rule = row.matchRule == .sameSubject ? .address : row.matchRule
        var match = ReplyMatch(
            rule: rule, lead: row.lead, handOff: row.handOff, enrollment: row.enrollment,
            delivery: row.delivery, evidence: row.matchedBy)
        match.handwritten = row.handwritten
        if row.matchRule == .address {
            match.onlyOlderThan = row.arrivedAt + ReplyEffects.clockTolerance
        }
        let owner = try store.mailboxes().first { $0.address == row.mailbox }?.rep ?? ""
        let effects = try ReplyEffects(
            parts: parts, match: match, replyClass: replyClass,
            intent: replyClass == .person ? row.intent : nil, from: row.from.lowercased(),
            subject: SubjectBase.of(row.subject), rep: owner, arrivedAt: row.arrivedAt, now: now
        ).all
        // What has been answered is not owed again.
        guard row.answeredAt != nil else { return effects }
        return effects.filter {
            if case .answerOwed = $0 { false } else { true }
        }
    }
}

extension ReplyKind {
    /// Whether a sequence goes on after it, at once or later.
    fileprivate var letsGoOn: Bool {
        switch self {
        case .delay, .dispositionNotice, .autoReply, .outOfOffice: true
        case .complaint, .challenge, .bounce, .calendar, .optOut, .person, .unreadable: false
        }
    }
}

extension ReplyRow {
    /// Whether nobody has said yet that somebody else's message is the lead's answer.
    fileprivate var isUnconfirmed: Bool { matchRule == .sameSubject && correction == nil }

    /// The day that an out-of-office notice names.
    fileprivate var backOn: LocalDate? {
        guard case .autoReply(let answer) = replyClass else { return nil }
        return answer.returnsOn
    }
}
