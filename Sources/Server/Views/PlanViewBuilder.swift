import API
import Engine
import Sequencing

/// From a plan to its value on the wire.
struct PlanViewBuilder {
    /// A message that leaves so much later than it was due is spoken of.
    static let spokenDelay: Duration = .hours(24)

    let plan: SequencePlan
    let order: PlanOrder
    /// Where each lead stands in its file.
    let lines: [Int]
    let zone: (String) -> ZoneRules

    func view(limit: Int?) -> PlanView {
        let touches = plan.lines.flatMap(\.touches)
        let shown = limit.map { min($0, plan.lines.count) } ?? plan.lines.count
        return PlanView(
            sequence: plan.sequence.name, title: plan.sequence.title, rep: order.rep,
            asOf: Timestamp(plan.now), horizon: Timestamp(plan.horizon), leads: plan.lines.count,
            touches: touches.count, firstTouchAt: Timestamp(touches.map(\.at).min()),
            lastTouchAt: Timestamp(touches.map(\.at).max()), days: days, mailboxes: mailboxes,
            warnings: warnings(touches),
            lines: zip(plan.lines, lines).prefix(shown).map { view($0, at: $1) },
            omitted: plan.lines.count - shown)
    }

    private func view(_ line: SequencePlan.Line, at number: Int) -> PlanLineView {
        let zone = zone(line.zone)
        return PlanLineView(
            line: number, email: line.email.text, name: line.name, zone: line.zone,
            mailbox: line.mailbox,
            touches: line.touches.map { touch in
                let local = zone.local(touch.at)
                let late = touch.at.since(touch.dueAt).wholeMilliseconds / 60_000
                return PlanTouchView(
                    step: touch.step.position + 1,
                    id: plan.sequence.steps[touch.step.position].id, channel: touch.channel,
                    at: Timestamp(touch.at),
                    localTime: "\(local.date.weekday.rawValue) \(local.date) "
                        + local.time.hourAndMinute, lateMinutes: Int(max(0, late)))
            }, lastTouchAt: Timestamp(line.touches.map(\.at).max()),
            missingFields: line.missingFields,
            heldText: line.hold.map { "step \($0.step): \($0.reason.sentence)" },
            refusal: line.refusal.map { RefusalView($0) }, isUnfinished: line.isUnfinished)
    }

    private var days: [PlanDayView] {
        var days: [LocalDate: PlanDayView] = [:]
        for line in plan.lines {
            let zone = zone(line.zone)
            for touch in line.touches {
                let date = zone.local(touch.at).date
                var day = days[date] ?? PlanDayView(date: "\(date)")
                switch touch.channel {
                case .email: day.email += 1
                case .call: day.call += 1
                case .linkedIn: day.linkedin += 1
                case .task: day.task += 1
                }
                days[date] = day
            }
        }
        return days.values.sorted { $0.date < $1.date }
    }

    private var mailboxes: [PlanMailboxView] {
        var moments: [String: [Instant]] = [:]
        for line in plan.lines {
            guard let mailbox = line.mailbox else { continue }
            moments[mailbox, default: []] += line.touches.filter { $0.channel == .email }.map(\.at)
        }
        return moments.sorted { $0.key < $1.key }.map {
            PlanMailboxView(
                address: $0.key, messages: $0.value.count, lastMessageAt: Timestamp($0.value.max()))
        }
    }

    // MARK: - Warnings

    private func warnings(_ touches: [ForecastResult.Touch]) -> [WarningView] {
        [missing, channels, refused, closed, noMailbox, late(touches), undrained].compactMap { $0 }
    }

    private func leads(_ count: Int) -> String { count == 1 ? "1 lead" : "\(count) leads" }

    private var missing: WarningView? {
        let lacking = plan.lines.filter { !$0.missingFields.isEmpty }
        guard !lacking.isEmpty else { return nil }
        let fields = Set(lacking.flatMap(\.missingFields)).sorted().joined(separator: ", ")
        return WarningView(
            code: "merge-field-missing",
            message: "\(leads(lacking.count)) would be held: no \(fields)",
            advice: "add the columns, or a fallback in the file: {{field|fallback}}")
    }

    private var channels: WarningView? {
        let lacking = plan.lines.compactMap { line -> Channel? in
            guard case .channelDataMissing(let channel)? = line.hold?.reason else { return nil }
            return channel
        }
        guard !lacking.isEmpty else { return nil }
        let names = Set(lacking.map { $0 == .linkedIn ? "linkedin" : "phone" }).sorted()
        return WarningView(
            code: "channel-data-missing",
            message: "\(leads(lacking.count)) would be held: no \(names.joined(separator: ", "))",
            advice: "add the columns, or a condition to the step: only-if: lead.\(names[0])")
    }

    private var refused: WarningView? {
        let refused = plan.lines.filter { $0.refusal != nil }
        guard !refused.isEmpty else { return nil }
        return WarningView(
            code: "would-be-refused",
            message:
                "\(leads(refused.count)) would be refused; their touches are foreseen all the same",
            advice: "the first, \(refused[0].email.text): \(refused[0].refusal?.advice ?? "")")
    }

    private var closed: WarningView? {
        let closed = plan.lines.count { $0.hold?.reason == .noWindow }
        guard closed > 0 else { return nil }
        return WarningView(
            code: "no-window",
            message: "the window never opens for \(leads(closed)) within 400 days",
            advice: "widen window.days and window.hours, or look at the holidays")
    }

    private var noMailbox: WarningView? {
        guard plan.lines.contains(where: { $0.mailbox == nil }) else { return nil }
        return WarningView(
            code: "mailbox-missing", message: "\(order.rep) has no mailbox to send from",
            advice: "add one to the configuration, or plan for another rep: --rep NAME")
    }

    private func late(_ touches: [ForecastResult.Touch]) -> WarningView? {
        let delays = touches.filter { $0.channel == .email }.map { $0.at.since($0.dueAt) }
            .filter { $0 > Self.spokenDelay }
        guard let longest = delays.max() else { return nil }
        let days = longest.wholeMilliseconds / 86_400_000
        return WarningView(
            code: "cap-reached",
            message:
                "\(delays.count) of \(touches.count { $0.channel == .email }) messages leave more "
                + "than a day after they are due, the latest \(days == 1 ? "1 day" : "\(days) days"): "
                + "the mailboxes' limits are in the way",
            advice: "enroll fewer leads a day, or use more mailboxes; see thirdtouch mailbox list")
    }

    private var undrained: WarningView? {
        let unfinished = plan.lines.count(where: \.isUnfinished)
        guard unfinished > 0 else { return nil }
        return WarningView(
            code: "never-drains",
            message:
                plan.lines.allSatisfy(\.touches.isEmpty)
                ? "nothing would happen in 400 days: the start is later than that, or the mailboxes "
                    + "are paused"
                : "\(leads(unfinished)) would not be through in 400 days: the mailboxes can't drain "
                    + "their queue, or are paused",
            advice: "see thirdtouch mailbox list")
    }
}
