import API
import Engine
import Sequencing
import Store

/// What `/metrics` says (docs/operations.md): names and labels are a contract for alerts.
extension ViewBuilder {
    func metrics(_ census: Census, version: String, startedAt: Instant) throws -> MetricsPage {
        let mailboxes = try store.mailboxes().filter(\.isActive)
        return MetricsPage(
            families: [
                MetricFamily(
                    "thirdtouch_build", .info, help: "The program and its database schema.",
                    [
                        .init(
                            [.init("version", version), .init("schema", "\(Store.schema)")], 1)
                    ]),
                MetricFamily(
                    "thirdtouch_start_timestamp", .gauge, unit: .seconds,
                    help: "When the daemon started, in Unix time.",
                    [.init(Self.seconds(startedAt))]),
            ] + gaps(census) + states(census) + (try lateness())
                + (try lanes(mailboxes, census)) + (try fences(mailboxes)))
    }

    private func gaps(_ census: Census) -> [MetricFamily] {
        [
            MetricFamily(
                "thirdtouch_hand_offs", .gauge,
                help: "Hand-offs by touch-gap class; the classes add up to all hand-offs.",
                census.classes.map { .init([.init("class", $0.group.rawValue)], $0.count) }),
            MetricFamily(
                "thirdtouch_gaps", .gauge,
                help: "Hand-offs that are not being worked, by primary reason and who can move it.",
                TouchGapReason.allCases.map {
                    .init(
                        [.init("reason", $0.rawValue), .init("party", $0.party.rawValue)],
                        census.reasons[$0] ?? 0)
                }),
            MetricFamily(
                "thirdtouch_census_timestamp", .gauge, unit: .seconds,
                help:
                    "When hand-offs, gaps, enrollments, deliveries, tasks and sends were counted.",
                [.init(Self.seconds(census.at))]),
        ]
    }

    private func states(_ census: Census) -> [MetricFamily] {
        let states = { (label: [String], counts: [String: Int]) in
            label.map { MetricFamily.Sample([.init("state", $0)], counts[$0] ?? 0) }
        }
        return [
            MetricFamily(
                "thirdtouch_enrollments", .gauge, help: "Enrollments by state.",
                states(EnrollmentState.Name.allCases.map(\.rawValue), census.enrollments)),
            MetricFamily(
                "thirdtouch_deliveries", .gauge, help: "E-mails of sequences by state.",
                states(DeliveryState.Name.allCases.map(\.rawValue), census.deliveries)),
            MetricFamily(
                "thirdtouch_deliveries_in_doubt", .gauge,
                help: "E-mails of which nobody knows whether they arrived: a person must look.",
                [.init(census.deliveries[DeliveryState.Name.inDoubt.rawValue] ?? 0)]),
            MetricFamily(
                "thirdtouch_open_tasks", .gauge, help: "Tasks that wait for a rep.",
                [.init(census.openTasks)]),
            MetricFamily(
                "thirdtouch_overdue_tasks", .gauge, help: "Open tasks whose time has passed.",
                [.init(census.overdueTasks)]),
        ]
    }

    private func lateness() throws -> [MetricFamily] {
        let now = engine.now
        let backlog = try store.backlog(now: now)
        return [
            MetricFamily(
                "thirdtouch_due_steps", .gauge,
                help: "Steps that are due and not yet taken up; near 0 while the engine keeps up.",
                [.init(backlog.count)]),
            MetricFamily(
                "thirdtouch_due_steps_lateness", .gauge, unit: .seconds,
                help: "How late the longest due step is; 0 when none is.",
                [.init(Self.seconds(from: backlog.earliestAt ?? now, to: now))]),
        ]
    }

    private func lanes(_ mailboxes: [MailboxRow], _ census: Census) throws -> [MetricFamily] {
        let now = engine.now
        let depths = try mailboxes.map { ($0.address, try store.laneDepth(of: $0.address)) }
        let state = "thirdtouch_mailbox_state"
        return [
            MetricFamily(
                "thirdtouch_sends", .counter,
                help: "E-mails of sequences that passed their commit point, by mailbox.",
                mailboxes.map { .init([Self.label($0)], census.sends[$0.address] ?? 0) }),
            MetricFamily(
                "thirdtouch_queue_depth", .gauge, help: "E-mails that wait for their lane.",
                depths.map { .init([.init("mailbox", $0)], $1.queued) }),
            MetricFamily(
                "thirdtouch_queue_age", .gauge, unit: .seconds,
                help: "Since the oldest waiting e-mail became due; 0 when none waits.",
                depths.map { address, depth in
                    .init(
                        [.init("mailbox", address)],
                        Self.seconds(from: depth.oldestDueAt ?? now, to: now))
                }),
            MetricFamily(
                "thirdtouch_cap", .gauge,
                help: "E-mails that may leave the mailbox in any 24 hours, as of today.",
                mailboxes.compactMap { mailbox in
                    engine.laneStatus(of: mailbox.address).map {
                        .init([Self.label(mailbox)], $0.cap)
                    }
                }),
            MetricFamily(
                "thirdtouch_sent_in_day", .gauge,
                help: "E-mails that count under the cap now: of the last 24 hours.",
                try mailboxes.map {
                    .init(
                        [Self.label($0)],
                        try store.committedCount(mailbox: $0.address, after: now - .hours(24)))
                }),
            MetricFamily(
                state, .stateSet, help: "What the mailbox's lane does.",
                mailboxes.flatMap {
                    MetricFamily.states(
                        of: MailboxState.allCases, now: self.state(of: $0), in: state,
                        [Self.label($0)])
                }),
        ]
    }

    private func fences(_ mailboxes: [MailboxRow]) throws -> [MetricFamily] {
        let now = engine.now
        return [
            MetricFamily(
                "thirdtouch_fence_open", .gauge,
                help: "1 while the mailbox can be read to its end; at 0 no follow-up leaves.",
                mailboxes.map {
                    let isOpen = $0.fenceCause == nil && $0.sweepCompletedAt != nil
                    return .init([Self.label($0)], isOpen ? 1 : 0)
                }),
            MetricFamily(
                "thirdtouch_fence_age", .gauge, unit: .seconds,
                help: "Since the last complete reading of the mailbox began.",
                mailboxes.compactMap { mailbox in
                    mailbox.sweepStartedAt.map {
                        .init([Self.label(mailbox)], Self.seconds(from: $0, to: now))
                    }
                }),
            MetricFamily(
                "thirdtouch_last_sweep_timestamp", .gauge, unit: .seconds,
                help: "When the last complete reading of the mailbox ended, in Unix time.",
                mailboxes.compactMap { mailbox in
                    mailbox.sweepCompletedAt.map {
                        .init([Self.label(mailbox)], Self.seconds($0))
                    }
                }),
        ]
    }

    private static func label(_ mailbox: MailboxRow) -> MetricFamily.Label {
        .init("mailbox", mailbox.address)
    }

    private static func seconds(_ instant: Instant) -> Double {
        Double(instant.milliseconds) / 1000
    }

    /// Never negative: a clock that was set back is no news of a lane.
    private static func seconds(from start: Instant, to now: Instant) -> Double {
        max(0, Double(now.milliseconds - start.milliseconds) / 1000)
    }
}
