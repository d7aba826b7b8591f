import API
import Sequencing

extension MigrationView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(sequence) to version \(version)")
        guard !lines.isEmpty else {
            page.line("Nobody is on another version.")
            return
        }
        page.table(
            [
                .text("id"), .text("lead", least: 16), .text("state"), .number("from"),
                .text("step"), .text("due", least: 16), .text("new step"),
                .text("new due", least: 16), .text("can't move", least: 20),
            ],
            lines.map { line in
                [
                    .init("\(line.enrollment)", .cyan), .init(line.email),
                    .init(line.state.rawValue),
                    .init(line.fromVersion), .init(line.step), .init(page.time(line.dueAt)),
                    .init(line.ends ? "end" : line.newStep, .green),
                    .init(page.time(line.newDueAt)),
                    .init(
                        line.obstacle.map { "\($0); \(line.advice ?? "")" }, .yellow),
                ]
            })
        page.line()
        let who = TextPage.count(movable, "enrollment", "enrollments")
        let rest = stuck > 0 ? ", \(stuck) can't" : ""
        page.line(
            isApplied
                ? page.pen.paint("moved", .green) + " \(who)\(rest)."
                : "\(who) would move\(rest). Nothing was changed: add --yes to do it.")
    }
}
