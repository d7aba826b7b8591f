import API
import Sequencing

extension EnrollmentView: Listed {
    static var columns: [Table.Column] {
        [
            .text("id"), .text("lead", least: 16), .text("sequence", least: 12), .text("rep"),
            .text("state"), .text("in words", least: 20), .text("due or until", least: 16),
        ]
    }

    static var noneText: String {
        "No enrollments. Begin with: thirdtouch enroll LEAD --sequence NAME"
    }

    func cells(on page: TextPage) -> [Table.Cell] {
        [
            .init("\(id)", .cyan), .init(email), .init("\(sequence)@\(version)"), .init(rep),
            .init(state.rawValue, state.ink), .init(stateText),
            .init(page.time(dueAt ?? untilAt)),
        ]
    }
}

extension EnrollmentView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(id) \(name)")
        page.pairs([
            ("lead", "\(lead) \(email)"), ("sequence", "\(sequence)@\(version)"),
            ("state", stateText), ("due", page.time(dueAt)),
            ("until", page.time(untilAt)), ("outcome", outcome), ("mailbox", mailbox),
            ("rep", rep), ("task", task.map { "\($0)" }), ("delivery", delivery.map { "\($0)" }),
            ("since", page.time(changedAt)),
        ])
    }
}

extension EnrollmentState.Name {
    var ink: Pen.Ink {
        switch self {
        case .waiting, .sending: .green
        case .atTask, .paused: .yellow
        case .held: .red
        case .ended: .faint
        }
    }
}

extension EnrollReply: Rendered {
    func render(on page: inout TextPage) {
        for item in items {
            if let enrollment = item.enrollment {
                let due =
                    page.time(enrollment.dueAt).map { ", first step \($0)" }
                    ?? ", \(enrollment.stateText)"
                page.line(
                    page.pen.paint("enrolled", .green) + "  "
                        + SafeText.line(
                            "\(enrollment.email) in \(enrollment.sequence)@\(enrollment.version) "
                                + "as \(enrollment.id)\(due)"))
            } else if let refusal = item.refusal {
                page.line(
                    page.pen.paint("refused ", .red) + "  "
                        + SafeText.line("\(item.lead): \(refusal.message)"))
                page.line("          Next: \(SafeText.line(refusal.advice))")
            }
        }
        let refused = items.count { $0.refusal != nil }
        if items.count > 1 {
            page.line("\(items.count - refused) enrolled, \(refused) refused.")
        }
    }
}
