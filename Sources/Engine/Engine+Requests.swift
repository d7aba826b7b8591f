import MailMessage
package import Sequencing
package import Store

/// What people ask of the engine. Each is one event, one transaction, and then a look at what is due.
extension Engine {
    /// A lead to be enrolled as a person asked for it.
    package struct EnrollOrder: Sendable {
        package var lead: LeadID
        package var sequence: String
        /// Nil for the rep's first mailbox.
        package var mailbox: String?
        package var rep: String
        package var source: String?
        /// Nil for now.
        package var startAt: Instant?
        /// Beside another sequence, where the installation allows that.
        package var isBeside: Bool
        /// The effort that is meant; nil for whatever is the lead's newest, or a new one.
        package var handOff: HandOffID?

        package init(
            lead: LeadID, sequence: String, mailbox: String?, rep: String, source: String?,
            startAt: Instant?, isBeside: Bool = false, handOff: HandOffID? = nil
        ) {
            self.handOff = handOff
            self.isBeside = isBeside
            self.lead = lead
            self.sequence = sequence
            self.mailbox = mailbox
            self.rep = rep
            self.source = source
            self.startAt = startAt
        }
    }

    package func enroll(
        _ order: EnrollOrder, by actor: String
    ) throws -> Result<EnrollmentRow, EnrollmentRefusal> {
        guard let published = try store.sequence(named: order.sequence) else {
            let known = try store.sequences().map(\.version.name).joined(separator: ", ")
            return .failure(
                EnrollmentRefusal(
                    code: .sequenceUnknown,
                    message: "there is no published sequence “\(order.sequence)”",
                    advice: known.isEmpty
                        ? "publish one: thirdtouch sequence publish FILE"
                        : "published are: \(known)"))
        }
        let lead = try store.lead(order.lead)
        let mailbox: String?
        switch try self.mailbox(for: order) {
        case .success(let found): mailbox = found
        case .failure(let refusal): return .failure(refusal)
        }
        let calendar = try loader.calendar(
            of: lead, rep: loader.rep(named: order.rep), on: published.version)
        let startAt = max(now, order.startAt ?? now)
        let planner = Planner(
            sequence: published.sequence, calendar: calendar, startAt: startAt)
        let result = try store.enroll(
            NewEnrollment(
                lead: order.lead, sequence: published.version, mailbox: mailbox, rep: order.rep,
                source: order.source, startAt: startAt, first: planner.first,
                isBeside: order.isBeside, reopens: try unfinishedHandOff(of: order.lead),
                handOff: order.handOff),
            rules: settings.enrollment, now: now, by: actor)
        wake()
        return result
    }

    private func mailbox(
        for order: EnrollOrder
    ) throws -> Result<String?, EnrollmentRefusal> {
        let mine = try store.mailboxes().filter { $0.isActive && $0.rep == order.rep }
        guard let wanted = order.mailbox else {
            var chooser = MailboxChooser(mine: mine, engine: self)
            guard let chosen = try chooser.mailbox(for: order.lead) else {
                return .failure(
                    EnrollmentRefusal(
                        code: .mailboxMissing, message: "\(order.rep) has no mailbox",
                        advice: "add one to the configuration, then: systemctl reload thirdtouchd"))
            }
            return .success(chosen)
        }
        let address = EmailAddress.canonical(of: wanted)
        guard mine.contains(where: { $0.address == address }) else {
            return .failure(
                EnrollmentRefusal(
                    code: .mailboxMissing, message: "\(wanted) is not a mailbox of \(order.rep)",
                    advice: "see thirdtouch mailbox list"))
        }
        return .success(address)
    }

    package func pause(
        _ id: EnrollmentID, until: Instant?, why: String, by actor: String
    ) throws -> EnrollmentReaction {
        try move(id, .pause(until == nil ? .rep : .contactLater, until: until), why: why, by: actor)
    }

    package func resume(_ id: EnrollmentID, by actor: String) throws -> EnrollmentReaction {
        let row = try store.enrollment(id)
        guard let step = row.state.step else { return .ignore(.ended) }
        let next = try loader.planner(of: row).resumed(
            step, from: row.origin, at: now)
        let reaction = try store.resume(
            id, next: next, rules: settings.enrollment, now: now, by: actor)
        wake()
        return reaction
    }

    /// Ends an enrollment; with a disposition the hand-off is closed too.
    package func stop(
        _ id: EnrollmentID, why: String, disposition: Disposition?, by actor: String
    ) throws -> EnrollmentReaction {
        if let disposition, disposition == .recycled || disposition.isRejection {
            throw StoreError.notNow(
                what: "\(id) was not stopped",
                why: disposition == .recycled
                    ? "a recycled lead needs the day on which it comes back"
                    : "\(disposition.rawValue) sends a lead back before anybody worked it",
                advice: disposition == .recycled
                    ? "thirdtouch lead dispose LEAD --as recycled --wake DATE"
                    : "thirdtouch lead reject LEAD --reason \(disposition.rawValue)")
        }
        let reaction = try move(id, .stop, why: why, by: actor)
        if let disposition {
            let row = try store.enrollment(id)
            guard let open = try store.lastHandOff(of: row.lead), open.disposition == nil else {
                throw StoreError.notNow(
                    what: "\(row.lead) was not disposed of", why: "it has no open hand-off",
                    advice: "thirdtouch lead explain \(row.lead)")
            }
            try store.dispose(open.id, as: disposition, now: now, by: actor)
        }
        return reaction
    }

    private func move(
        _ id: EnrollmentID, _ event: EnrollmentEvent, why: String, by actor: String
    ) throws -> EnrollmentReaction {
        let reaction = try store.apply(event, to: id, now: now, by: actor, why: why)
        wake()
        return reaction
    }

    /// Closes a task; what its outcome means for the sequence is in the sequence file.
    package func close(
        _ id: TaskID, _ closure: TaskClosure, by actor: String
    ) throws -> TaskRow {
        let task = try store.task(id)
        if task.isReview, case .done = closure {
            throw StoreError.notNow(
                what: "\(id) was not closed", why: "it is an e-mail to be reviewed",
                advice:
                    "thirdtouch task approve \(id) sends it, thirdtouch task skip \(id) does not")
        }
        var next: NextStep = .end(.completed)
        if let enrollment = task.enrollment, let step = task.step {
            let row = try store.enrollment(enrollment)
            let planner = try loader.planner(of: row)
            next = planner.next(after: step, happenedAt: now)
            if case .done(let outcome, _) = closure {
                let rules = planner.sequence.steps[step.position].outcomeRules
                if outcome == "meeting-booked" {
                    next = .end(.meetingBooked)
                } else if rules[outcome] == .end {
                    next = .end(.completed)
                }
            }
        }
        let closed = try store.close(id, closure, next: next, now: now, by: actor)
        wake()
        return closed
    }

    /// A person's word on a message whose fate nobody knows.
    package func settle(
        _ id: DeliveryID, as settlement: DeliveryEvent.Settlement, by actor: String
    ) throws -> DeliveryReaction {
        let delivery = try store.delivery(id)
        let row = try store.enrollment(delivery.enrollment)
        let next = try loader.planner(of: row).next(
            after: delivery.step, happenedAt: delivery.committedAt ?? now)
        let reaction = try store.resolve(
            id, by: .settle(settlement), next: next, now: now, actor: actor,
            why: "\(actor) says: \(settlement.rawValue)")
        wake()
        return reaction
    }

    /// Adds a lead; where it brings its company a zone, the others of the company are dated by that.
    package func add(_ new: NewLead, by actor: String) throws -> Lead {
        let lead = try store.add(new, assignment: settings.assignment, now: now, by: actor)
        if new.accountZone != nil, let account = lead.account { try rederive(account: account) }
        return lead
    }

    /// Changes a lead, and lets go on what was held for what has been mended.
    package func edit(_ lead: Lead, why: String, by actor: String) throws {
        let before = try store.lead(lead.id)
        try store.update(
            lead, unfinished: unfinishedHandOff(of: lead.id), now: now, by: actor, why: why)
        loader.calendars.forget()
        try rederive(lead: lead.id)
        if let account = lead.account, before.accountZone != lead.accountZone {
            try rederive(account: account)
        }
        let held = try store.enrollments(
            state: .held, sequence: nil, lead: lead.id, rep: nil, limit: 10)
        for row in held {
            // What a restore left open is no question of the lead's fields.
            guard let step = row.state.step, row.state != .held(step: step, reason: .restored)
            else { continue }
            let next = try loader.planner(of: row).resumed(step, from: row.origin, at: now)
            _ = try store.apply(
                .released(next: next), to: row.id, now: now, by: actor,
                why: "the lead was edited: the step is tried again")
        }
        wake()
    }
}

// MARK: - Suppression

extension Engine {
    /// Nobody may contact these addresses or domains again; what lives of their leads ends.
    package func suppress(
        _ keys: [SuppressionKey], reason: String, evidence: String?, by actor: String
    ) throws(StoreError) -> [SuppressionOutcome] {
        let outcomes = try store.suppress(
            keys, reason: reason, evidence: evidence, now: now, by: actor)
        wake()
        return outcomes
    }
}

// MARK: - Erasure

extension Engine {
    /// Erases a lead by number or address, or sees to it that an address that is nobody's never becomes one.
    package func forget(_ key: String, by actor: String) throws -> Erasure {
        let address: EmailAddress
        if let lead = try store.lead(typed: key) {
            guard !lead.isForgotten else {
                throw StoreError.notNow(
                    what: "\(lead.id) was not forgotten", why: "that was done before",
                    advice: "see thirdtouch lead explain \(lead.id)")
            }
            address = lead.email
        } else {
            address = try EmailAddress(key)
        }
        let erasure = try store.forget(address, now: now, by: actor)
        loader.calendars.forget()
        wake()
        return erasure
    }
}

// MARK: - Opt-out by link

extension Engine {
    /// Whoever holds the token of a touch wants no more mail; durable when this returns.
    ///
    /// A token that we never made, or of whose touch nothing is known any more, changes nothing and says nothing.
    package func optOut(byLink token: some StringProtocol) throws(StoreError) {
        guard let name = OptOutToken.messageName(of: token, key: settings.messageIDKey) else {
            return
        }
        let isNew =
            if let delivery = try store.delivery(ownName: name) {
                try store.optOut(byLinkIn: delivery.id, now: now)
            } else {
                try store.optOut(byLinkInLost: name, now: now)
            }
        if isNew { wake() }
    }
}

// MARK: - Mailboxes

extension Engine {
    /// Lets nothing leave a mailbox until `until`, or until a person resumes it.
    package func pause(
        mailbox: String, until: Instant?, why: String, by actor: String
    ) throws(StoreError) {
        try store.pause(
            mailbox, MailboxPause(cause: .person, why: why, since: now, until: until), by: actor)
        releaseLane(of: mailbox)
    }

    /// Lets a mailbox send again, also after its breaker stopped it; false when it was not paused.
    package func resume(mailbox: String, by actor: String) throws(StoreError) -> Bool {
        let wasPaused = try store.resume(mailbox: mailbox, now: now, by: actor)
        releaseLane(of: mailbox)
        return wasPaused
    }
}
