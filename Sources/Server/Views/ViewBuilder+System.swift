import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func view(_ row: SequenceRow, isWhole: Bool) throws -> SequenceView {
        SequenceView(
            name: row.version.name, version: row.version.version, title: row.sequence.title,
            publishedAt: Timestamp(row.publishedAt), publishedBy: row.publishedBy,
            running: try store.runningCount(sequence: row.version.name),
            steps: row.sequence.steps.enumerated().map { index, step in
                StepView(
                    number: index + 1, id: step.id, channel: step.channel,
                    when: when(step.delay, isFirst: index == 0), summary: summary(step))
            }, text: isWhole ? row.text : nil)
    }

    private func when(_ delay: Delay, isFirst: Bool) -> String {
        let count = delay.span.count
        let unit =
            switch delay.span.unit {
            case .minutes: count == 1 ? "minute" : "minutes"
            case .hours: count == 1 ? "hour" : "hours"
            case .days: count == 1 ? "day" : "days"
            case .businessDays: count == 1 ? "business day" : "business days"
            }
        let anchor = isFirst || delay.anchor == .start ? "the start" : "the previous step"
        let span = count == 0 ? "at once" : "\(count) \(unit) after \(anchor)"
        return span + (delay.at.map { ", at \($0.hourAndMinute)" } ?? "")
    }

    private func summary(_ step: Step) -> String {
        switch step.act {
        case .email(let email):
            email.subject?.source ?? "in the thread of \(email.replyTo ?? "?")"
        case .call(let act), .task(let act): firstLine(act.script.source)
        case .linkedIn(let act):
            act.note.map { "\(act.kind.rawValue): \(firstLine($0.source))" } ?? act.kind.rawValue
        }
    }

    private func firstLine(_ text: String) -> String {
        String(text.split(whereSeparator: \.isNewline).first ?? "")
    }

    /// What its lane does now.
    func state(of row: MailboxRow) -> MailboxState {
        let now = engine.now
        guard row.isActive, let lane = engine.laneStatus(of: row.address) else { return .inactive }
        if let pause = row.pause, pause.isInForce(at: now) {
            return pause.cause == .breaker ? .stopped : .paused
        }
        if row.downCause != nil { return .down }
        return lane.holdUntil > now ? .resting : .sending
    }

    func view(_ row: MailboxRow) throws -> MailboxView {
        let now = engine.now
        let lane = engine.laneStatus(of: row.address)
        let isResting = (lane?.holdUntil ?? now) > now
        let pause = row.pause.flatMap { $0.isInForce(at: now) ? $0 : nil }
        let queued = try store.queuedCount(in: row.address)
        let nextSlotAt = pause.map(\.until) ?? (isResting ? lane?.holdUntil : nil)
        return MailboxView(
            address: row.address, rep: row.rep, state: state(of: row),
            cause: pause?.why ?? row.downCause ?? (isResting ? lane?.holdReason : nil),
            since: Timestamp(pause?.since ?? row.downSinceAt),
            fence: FenceView(
                isOpen: row.fenceCause == nil && row.sweepCompletedAt != nil,
                closedReason: row.fenceCause
                    ?? (row.sweepCompletedAt == nil ? "it was never read to its end" : nil),
                closedSince: Timestamp(row.fenceSinceAt),
                lastCompleteSweepAt: Timestamp(row.sweepCompletedAt)),
            cap: lane?.cap ?? 0,
            sentIn24Hours: try store.committedCount(mailbox: row.address, after: now - .hours(24)),
            queued: queued,
            nextSlotAt: Timestamp(nextSlotAt),
            drainsAt: Timestamp(try engine.drainsAt(of: row.address, queued: queued)),
            probe: try probe(of: row.address))
    }

    func status(_ parts: ControlServer.Parts, caller: Caller) throws -> StatusView {
        let counts = try store.counts()
        let owner = caller.seesAll ? nil : caller.name
        let mailboxes = try store.mailboxes().filter {
            ($0.isActive) && (owner == nil || $0.rep == owner)
        }.map { try view($0) }
        let now = engine.now
        return StatusView(
            version: parts.version, startedAt: Timestamp(parts.startedAt), now: Timestamp(now),
            leads: counts.leads, handOffs: counts.handOffs,
            enrollments: EnrollmentState.Name.allCases.map {
                StateCount(state: $0, count: counts.enrollments[$0.rawValue] ?? 0)
            },
            deliveries: DeliveryState.Name.allCases.map {
                StateCount(state: $0, count: counts.deliveries[$0.rawValue] ?? 0)
            }, openTasks: counts.openTasks, overdueTasks: try store.overdueTaskCount(now: now),
            nextDueAt: Timestamp(try store.nextWakeAt()),
            counting: try engine.tallyProgress().map {
                ReportCountingView(counted: $0.counted, of: $0.of)
            }, mailboxes: mailboxes,
            warnings: try warnings(mailboxes, deliveries: counts.deliveries)
                + restoreWarnings(rep: owner)
                + (caller.seesAll ? try parts.complaints() : []))
    }

    /// What a restored backup left open, until somebody has said what became of it.
    private func restoreWarnings(rep: String?) throws -> [WarningView] {
        guard let (restoration, open) = try store.restoration(rep: rep), open > 0 else { return [] }
        let copy = restoration.copyAt.map { "what is of \($0)" } ?? "nothing"
        let who = open == 1 ? "an enrollment" : "\(open) enrollments"
        return [
            WarningView(
                code: "restored",
                message:
                    "the database was put back at \(restoration.at) and knows \(copy) at the latest; "
                    + "\(who) may have gone on since, so no e-mail of theirs leaves",
                advice: "thirdtouch enrollment list --restored, then: "
                    + "thirdtouch enrollment settle --all --as sent|resend")
        ]
    }

    private func warnings(
        _ mailboxes: [MailboxView], deliveries: [String: Int]
    ) throws -> [WarningView] {
        var warnings: [WarningView] = []
        for mailbox in mailboxes {
            if mailbox.state == .down {
                warnings.append(
                    WarningView(
                        code: "mailbox-down",
                        message: "\(mailbox.address) can't send: \(mailbox.cause ?? "")",
                        advice: "mend it in the configuration, then: systemctl reload thirdtouchd"))
            }
            if mailbox.state == .stopped {
                warnings.append(
                    WarningView(
                        code: "breaker-open",
                        message: "\(mailbox.address) stopped by itself: \(mailbox.cause ?? "")",
                        advice: "look at what came back, then: "
                            + "thirdtouch mailbox resume \(mailbox.address)"))
            }
            if let reason = mailbox.fence.closedReason {
                warnings.append(
                    WarningView(
                        code: "inbox-stale",
                        message: "\(mailbox.address) can't be read, so no follow-up leaves: "
                            + reason, advice: "thirdtouch mailbox list"))
            }
            if let warning = try oneClickWarning(mailbox) { warnings.append(warning) }
            if let warning = try plusTagWarning(mailbox) { warnings.append(warning) }
            if let warning = setAsideWarning(
                try store.setAside(mailbox: mailbox.address, now: engine.now, limit: 100))
            {
                warnings.append(warning)
            }
        }
        if let doubtful = deliveries["in-doubt"], doubtful > 0 {
            warnings.append(
                WarningView(
                    code: "delivery-in-doubt",
                    message: "nobody knows whether "
                        + (doubtful == 1 ? "a message" : "\(doubtful) messages") + " arrived",
                    advice: "thirdtouch delivery list --state in-doubt, "
                        + "then for each: thirdtouch delivery settle NUMBER"))
        }
        return warnings
    }

    /// Messages that nobody could read yet: the newest is named.
    private func setAsideWarning(_ rows: [SetAsideRow]) -> WarningView? {
        guard let newest = rows.first else { return nil }
        let count = rows.count == 1 ? "a message" : "\(rows.count) messages"
        return WarningView(
            code: "message-set-aside",
            message:
                "\(count) of \(newest.mailbox) could not be read; the newest, in \(newest.folder): "
                + newest.cause,
            advice: newest.file.map {
                "look at set-aside/\($0) in the state folder, answer if it asks for that, delete it"
            } ?? "look at it in the mailbox: there was no room to set it aside")
    }
}
