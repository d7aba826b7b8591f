import Sequencing
import Store

/// What follows from a message of a class, for the lead it answers and the lead's colleagues.
struct ReplyEffects {
    let parts: EngineParts
    let match: ReplyMatch
    let replyClass: ReplyClass
    let mailbox: EmailAddress
    let rep: String
    let arrivedAt: Instant
    let now: Instant

    var all: [ReplyEffect] {
        get throws {
            try proofOfDoubt
                + (try {
                    switch replyClass {
                    case .complaint: try final(.complained, "a complaint")
                    case .optOut(let form):
                        try final(.optedOut, "an opt-out (\(form.form.rawValue))")
                    case .bounce(let bounce): try bounced(bounce)
                    case .autoReply(let answer): try autoReplied(answer)
                    case .person:
                        try move(.replied, "a person answered")
                            + owed("Answer the lead.") + colleagues
                    case .calendarAnswer:
                        try move(.replied, "the lead answered an invitation")
                            + owed("Look at the lead's answer to the invitation.")
                    case .challenge:
                        try move(
                            .pause(.rep, until: nil),
                            "the lead's mail filter wants to know that we are human")
                            + owed("Answer the challenge of the lead's mail filter by hand.")
                    case .unreadable:
                        try move(.replied, "a message that we can't read quotes ours")
                            + owed("Read this message by hand: it is beyond our limits.")
                    case .dispositionNotice: []
                    }
                }())
        }
    }

    /// Whoever quotes a message has received it.
    private var proofOfDoubt: [ReplyEffect] {
        get throws {
            guard let id = match.delivery, match.isQuoted else { return [] }
            let delivery = try parts.store.delivery(id)
            guard delivery.state == .inDoubt else { return [] }
            let row = try parts.store.enrollment(delivery.enrollment)
            let next = try parts.loader.planner(of: row).next(
                after: delivery.step, happenedAt: delivery.committedAt ?? now)
            return [.proof(id, next: next, why: "an answer quotes it")]
        }
    }

    /// The enrollment whose message it answers, and every other that is alive: the lead has written, whichever
    /// sequence asked.
    private func move(_ event: EnrollmentEvent, _ why: String) throws -> [ReplyEffect] {
        var ids = try live.map(\.id)
        if let own = match.enrollment, !ids.contains(own) { ids.append(own) }
        return ids.map { .move($0, event, why: why) }
    }

    private var live: [EnrollmentRow] {
        get throws {
            try parts.store.enrollments(
                state: nil, sequence: nil, lead: match.lead, rep: nil, limit: 100
            ).filter { $0.state.name != .ended }
        }
    }

    /// Every live enrollment of the lead ends, and the address may never be contacted again.
    private func final(_ event: EnrollmentEvent, _ why: String) throws -> [ReplyEffect] {
        let lead = try parts.store.lead(match.lead)
        return try live.map { .move($0.id, event, why: why) }
            + [.suppress(key: lead.email.canonical, reason: why)]
    }

    private func bounced(_ bounce: ReplyClass.Bounce) throws -> [ReplyEffect] {
        let words = [bounce.status, bounce.diagnostic].compactMap { $0 }.joined(separator: " ")
        switch bounce.severity {
        case .delayed: return []
        case .soft:
            return match.delivery.map { [.bounce($0, why: "came back: \(words)")] } ?? []
        case .hard:
            let touch = match.delivery.map { [ReplyEffect.bounce($0, why: "came back: \(words)")] }
            return try (touch ?? []) + move(.bounced, "the address does not exist: \(words)")
        }
    }

    private func autoReplied(_ answer: ReplyClass.AutoReply) throws -> [ReplyEffect] {
        let row: EnrollmentRow?
        if let own = match.enrollment {
            row = try parts.store.enrollment(own)
        } else {
            row = try live.first
        }
        guard let row else { return [] }
        let lead = try parts.store.lead(match.lead)
        let rule = try parts.loader.sequence(row.sequence).outOfOffice
        let calendar = try parts.loader.calendar(
            of: lead, rep: parts.loader.rep(named: row.rep), on: row.sequence)
        guard let day = answer.returnsOn else {
            let until = arrivedAt + .days(rule.defaultDays)
            return try move(
                .autoReplied(until: until),
                "out of office without a date: the sequence waits \(rule.defaultDays) days")
        }
        let morning = calendar.zone.instant(
            LocalDateTime(date: day, time: LocalTime(hour: 9, minute: 0)))
        let until = calendar.adding(businessDays: rule.businessDaysAfterReturn, to: morning)
        return try move(.autoReplied(until: until), "out of office, back on \(day)")
    }

    private func owed(_ script: String) throws -> [ReplyEffect] {
        let owner = try match.enrollment.map { try parts.store.enrollment($0).rep } ?? rep
        return [.answerOwed(rep: owner, script: script, dueAt: arrivedAt)]
    }

    /// The other people of the company rest or stop, each by the rule of their own sequence.
    private var colleagues: [ReplyEffect] {
        get throws {
            try parts.store.colleagues(of: match.lead).compactMap { row in
                let lead = try parts.store.lead(row.lead)
                let answer: EnrollmentEvent.ColleagueAnswer
                switch try parts.loader.sequence(row.sequence).colleagueReplies {
                case .ignore: return nil
                case .stop: answer = .stop
                case .pause(let businessDays):
                    let calendar = try parts.loader.calendar(
                        of: lead, rep: parts.loader.rep(named: row.rep), on: row.sequence)
                    answer = .pause(
                        until: calendar.adding(businessDays: businessDays, to: arrivedAt))
                }
                return .move(
                    row.id, .colleagueReplied(answer), why: "a colleague of the lead answered")
            }
        }
    }
}
