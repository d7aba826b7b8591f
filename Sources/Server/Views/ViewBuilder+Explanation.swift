import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    /// Lines of history that an explanation shows, the newest.
    static let longestTimeline = 500
    static let mostReplies = 100

    func explanation(of lead: Lead) throws -> ExplanationView {
        let report = try engine.touchGapReport(lead: lead.id)
        let enrollments = try store.enrollments(
            state: nil, sequence: nil, lead: lead.id, rep: nil, limit: 100)
        let history = try store.history(of: lead.id, limit: Self.longestTimeline + 1)
        return ExplanationView(
            lead: try view(lead, report: report),
            handOffs: report.lines.reversed().map { handOffView($0, in: report) },
            enrollments: try enrollments.map { try view($0) },
            next: try next(for: lead, enrollments: enrollments, report: report),
            replies: try store.replies(
                kind: nil, lead: lead.id, rep: nil, limit: Self.mostReplies
            ).map { try view($0, isWhole: false) },
            timeline: history.suffix(Self.longestTimeline).map(line),
            more: history.count > Self.longestTimeline)
    }

    func line(_ row: HistoryRow) -> HistoryLine {
        let evidence: [String?] = [
            row.handOff?.description, row.enrollment?.description, row.delivery?.description,
            row.task?.description, row.reply?.description,
        ]
        return HistoryLine(
            at: Timestamp(row.at), actor: row.actor, what: row.event, from: row.fromState,
            to: row.toState, why: row.why, evidence: evidence.compactMap { $0 })
    }

    /// What happens if nobody does anything, and what somebody could do.
    private func next(
        for lead: Lead, enrollments: [EnrollmentRow], report: TouchGapReport
    ) throws -> NextView {
        if let reason = try store.suppressionReason(of: lead.email) {
            return NextView(text: "nothing, ever: the lead may not be contacted (\(reason))")
        }
        let finding = report.lines.last?.assessment.primary
        guard let live = enrollments.first(where: { $0.state.name != .ended }) else {
            return NextView(
                text: enrollments.isEmpty
                    ? "nothing: the lead is not enrolled" : "nothing: the enrollment is over",
                command: finding?.command
                    ?? (enrollments.isEmpty
                        ? "thirdtouch enroll \(lead.email) --sequence NAME" : nil))
        }
        let shown = try view(live)
        let step = "step \(shown.step ?? 0) of \(shown.stepCount)"
        switch live.state {
        case .waiting(_, let dueAt):
            return NextView(
                text: "\(step), \(shown.channel?.noun ?? "an act"), becomes due",
                at: Timestamp(dueAt))
        case .sending(_, let id):
            let delivery = try store.delivery(id)
            let wait = delivery.waitsFor.map { ": it waits for \($0)" } ?? ""
            return NextView(
                text: "\(id) of \(step) leaves\(wait)", at: Timestamp(delivery.notBeforeAt),
                command: delivery.state == .inDoubt
                    ? "thirdtouch delivery settle \(id)" : nil)
        case .atTask(_, let task, _):
            let row = try store.task(task)
            return NextView(
                text: "\(row.rep) does \(row.channel.noun) of \(step)"
                    + (row.expiresAt == nil ? "" : "; otherwise it expires"),
                at: Timestamp(row.expiresAt),
                command: "thirdtouch task done \(task) --outcome \(row.channel.usualOutcome)")
        case .held(_, let reason):
            return NextView(
                text: "nothing: \(step) is held, \(reason.sentence)", command: finding?.command)
        case .paused(_, let cause, let until):
            return NextView(
                text: until == nil
                    ? "nothing: paused (\(cause.rawValue)) until somebody resumes it"
                    : "it goes on with \(step) (\(cause.rawValue))", at: Timestamp(until),
                command: "thirdtouch enrollment resume \(live.id)")
        case .ended: return NextView(text: "nothing: the enrollment is over")
        }
    }
}
