import Sequencing
import Store

/// What follows from a message of a class, for the lead it answers and the lead's colleagues.
///
/// The same for a message that was just read and for one that a person calls something else.
struct ReplyEffects {
    let parts: EngineParts
    let match: ReplyMatch
    let replyClass: ReplyClass
    let intent: ReplyIntent?
    /// In canonical form; empty where the message names nobody.
    let from: String
    /// The base subject: of several messages to a lead, the one of this subject is meant.
    let subject: String
    let rep: String
    let arrivedAt: Instant
    let now: Instant

    var all: [ReplyEffect] {
        get throws {
            guard match.rule != .sameSubject else { return try looksLikeAnswer }
            return try proofOfDoubt
                + (try {
                    switch replyClass {
                    case .complaint: try final(.complained, "a complaint")
                    case .optOut(let form):
                        try final(.optedOut, "an opt-out (\(form.form.rawValue))")
                    case .bounce(let bounce): try bounced(bounce)
                    case .autoReply(let answer):
                        switch answer.form {
                        // "We have received your message" says nothing of the person.
                        case .acknowledgement: []
                        case .outOfOffice: try away(answer)
                        }
                    case .person:
                        move(.replied, "a person answered")
                            + (try owed("Answer the lead.")) + (try otherWriter)
                            + (try colleagues)
                    case .calendarAnswer:
                        move(.replied, "the lead answered an invitation")
                            + (try owed("Look at the lead's answer to the invitation."))
                            + (try otherWriter) + (try colleagues)
                    case .challenge:
                        move(
                            .pause(.rep, until: nil),
                            "the lead's mail filter wants to know that we are human")
                            + (try owed("Answer the challenge of the lead's mail filter by hand."))
                    case .unreadable:
                        move(.replied, "a message that we can't read answers ours")
                            + (try owed("Read this message by hand: it is beyond our limits."))
                            + (try otherWriter)
                    case .dispositionNotice: []
                    }
                }())
        }
    }

    /// Whoever quotes a message has received it.
    private var proofOfDoubt: [ReplyEffect] {
        get throws {
            guard let id = match.delivery, match.rule.provesReceipt else { return [] }
            return try proof(of: id, why: "an answer quotes it")
        }
    }

    /// Nothing for a message whose fate is known.
    func proof(of id: DeliveryID, why: String) throws -> [ReplyEffect] {
        let delivery = try parts.store.delivery(id)
        guard delivery.state == .inDoubt else { return [] }
        let row = try parts.store.enrollment(delivery.enrollment)
        let next = try parts.loader.planner(of: row).next(
            after: delivery.step, happenedAt: delivery.committedAt ?? now)
        return [.proof(id, next: next, why: why)]
    }

    /// The enrollment whose message it answers, and every other that is alive: the lead has written, whichever
    /// sequence asked.
    private func move(_ event: EnrollmentEvent, _ why: String) -> [ReplyEffect] {
        [
            .moveLead(
                match.lead, own: match.enrollment, event, onlyOlderThan: match.onlyOlderThan,
                why: why)
        ]
    }

    /// Every live enrollment of the lead ends, and none of its addresses may ever be contacted again: today's, the one that the
    /// message went to, and of an opt-out the one that it comes from. An old "stop" counts as much as a new one.
    private func final(_ event: EnrollmentEvent, _ why: String) throws -> [ReplyEffect] {
        let lead = try parts.store.lead(match.lead)
        var keys = [lead.email.canonical]
        if match.rule.provesReceipt, let id = match.delivery {
            keys.append(try parts.store.delivery(id).recipient.lowercased())
        }
        if case .optOut = replyClass, let writer = try writer { keys.append(writer.canonical) }
        var seen: Set<String> = []
        return [.moveLead(lead.id, own: nil, event, onlyOlderThan: nil, why: why)]
            + keys.filter { seen.insert($0).inserted }.map {
                .suppress(key: $0, lead: nil, reason: why)
            }
    }

    // MARK: - Who wrote it

    /// Nil for nobody that could be written to, and for a mailbox of ours.
    private var writer: EmailAddress? {
        get throws {
            // Why the error is dropped: what is no address is nobody's.
            guard let address = try? EmailAddress(from),
                try !parts.store.mailboxes().contains(where: { $0.address == address.canonical })
            else { return nil }
            return address
        }
    }

    /// The lead who wrote in another lead's thread: it was passed on to them, say.
    private var writingLead: Lead? {
        get throws {
            guard let writer = try writer,
                let lead = try parts.store.lead(typed: writer.canonical), lead.id != match.lead
            else { return nil }
            return lead
        }
    }

    /// Whoever writes in another lead's thread has answered too: nothing more goes to them until a person has looked.
    private var otherWriter: [ReplyEffect] {
        get throws {
            guard let lead = try writingLead else { return [] }
            return [
                .moveLead(
                    lead.id, own: nil, .pause(.colleagueReplied, until: nil),
                    onlyOlderThan: arrivedAt + Self.clockTolerance,
                    why: "\(lead.email.canonical) answered in the thread of \(match.lead)")
            ]
        }
    }

    // MARK: - Away

    private func away(_ answer: ReplyClass.AutoReply) throws -> [ReplyEffect] {
        let alive = try parts.store.enrollments(
            state: nil, sequence: nil, lead: match.lead, rep: nil, limit: 100
        ).filter { $0.state.name != .ended }
        let own = try match.enrollment.map { try parts.store.enrollment($0) }
        guard let first = own ?? alive.first else { return [] }
        let lead = try parts.store.lead(match.lead)
        let move = try rest(of: first, lead, answer)
        var others: [EnrollmentID: ReplyMove] = [:]
        for row in alive where row.id != first.id {
            others[row.id] = try rest(of: row, lead, answer)
        }
        return [
            .moveLead(
                match.lead, own: match.enrollment, move.event, onlyOlderThan: match.onlyOlderThan,
                why: move.why, others: others)
        ]
    }

    /// By the rule and the calendar of its own sequence, whichever of them the notice answers.
    private func rest(
        of row: EnrollmentRow, _ lead: Lead, _ answer: ReplyClass.AutoReply
    ) throws -> ReplyMove {
        let rule = try parts.loader.sequence(row.sequence).outOfOffice
        let calendar = try parts.loader.calendar(
            of: lead, rep: parts.loader.rep(named: row.rep), on: row.sequence)
        guard let day = answer.returnsOn else {
            let until = arrivedAt + .days(rule.defaultDays)
            return ReplyMove(
                .autoReplied(until: until),
                why: "out of office without a date: the sequence waits \(rule.defaultDays) days")
        }
        let morning = calendar.zone.instant(
            LocalDateTime(date: day, time: LocalTime(hour: 9, minute: 0)))
        let until = calendar.adding(businessDays: rule.businessDaysAfterReturn, to: morning)
        return ReplyMove(.autoReplied(until: until), why: "out of office, back on \(day)")
    }

    // MARK: - What is owed

    private func owed(_ ask: String, isUncertain: Bool = false) throws -> [ReplyEffect] {
        let row = try match.enrollment.map { try parts.store.enrollment($0) }
        let script = AnswerScript(
            ask: ask, email: try parts.store.lead(match.lead).email.text,
            sequence: row?.sequence.name, intent: intent, isUncertain: isUncertain)
        return [.answerOwed(rep: row?.rep ?? rep, script: script, dueAt: arrivedAt)]
    }

    /// Somebody of the company who is no lead of ours writes under our subject: nothing more leaves until a
    /// person has looked, and nothing else is done.
    private var looksLikeAnswer: [ReplyEffect] {
        get throws {
            let why = "it looks like an answer from another address, \(from)"
            let pauses = ([match.lead] + match.others).map { lead in
                ReplyEffect.moveLead(
                    lead, own: nil, .pause(.colleagueReplied, until: nil),
                    onlyOlderThan: match.onlyOlderThan, why: why)
            }
            let ask = "\(from) writes under our subject: is that the lead's answer?"
            switch replyClass {
            case .person, .calendarAnswer: return pauses + (try owed(ask, isUncertain: true))
            case .optOut(let form):
                // Whoever says stop is never written to again, lead or not.
                let reason = "an opt-out (\(form.form.rawValue))"
                return [.suppress(key: from, lead: nil, reason: reason)] + pauses
                    + (try owed(ask, isUncertain: true))
            case .complaint, .challenge, .bounce, .dispositionNotice, .autoReply, .unreadable:
                return []
            }
        }
    }

    /// The other people of the company rest or stop, each by the rule of their own sequence.
    private var colleagues: [ReplyEffect] {
        get throws {
            let latest = arrivedAt + Self.clockTolerance
            let writer = try writingLead?.id
            return try parts.store.colleagues(of: match.lead).compactMap { row in
                guard row.lead != writer,
                    try !parts.store.hasBegun(row, after: latest, now: now)
                else { return nil }
                let lead = try parts.store.lead(row.lead)
                let answer: EnrollmentEvent.ColleagueAnswer
                switch try parts.loader.sequence(row.sequence).colleagueReplies {
                case .ignore: return nil
                case .stop: answer = .stop
                case .pause(let businessDays):
                    let calendar = try parts.loader.calendar(
                        of: lead, rep: parts.loader.rep(named: row.rep), on: row.sequence)
                    let until = calendar.adding(businessDays: businessDays, to: arrivedAt)
                    // An old answer, read late: the rest that it asked for is over.
                    guard until > now else { return nil }
                    answer = .pause(until: until)
                }
                return .move(
                    row.id, .colleagueReplied(answer), why: "a colleague of the lead answered")
            }
        }
    }

    /// A mail server's clock may be so far behind ours.
    static let clockTolerance: Duration = .minutes(10)
}
