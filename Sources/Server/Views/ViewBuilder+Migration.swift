import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    /// `moved` is nil for a preview.
    func view(
        _ lines: [MigrationLine], to target: SequenceRow, moved: Set<EnrollmentID>?
    ) throws -> MigrationView {
        let views = try lines.map { try view($0, moved: moved) }
        let stuck = views.count { $0.obstacle != nil }
        return MigrationView(
            sequence: target.version.name, version: target.version.version,
            isApplied: moved != nil, movable: views.count - stuck, stuck: stuck, lines: views)
    }

    private func view(_ line: MigrationLine, moved: Set<EnrollmentID>?) throws -> MigrationLineView
    {
        var view = MigrationLineView(
            enrollment: line.row.id, lead: line.row.lead,
            email: try store.lead(line.row.lead).email.text, state: line.row.state.name,
            fromVersion: line.row.sequence.version, step: line.step, newStep: line.newStep)
        switch line.row.state {
        case .waiting(_, let dueAt), .atTask(_, _, let dueAt): view.dueAt = Timestamp(dueAt)
        case .sending, .held, .paused, .ended: break
        }
        switch (line.next, line.row.state) {
        case (.step(_, let dueAt), .waiting), (.step(_, let dueAt), .held):
            view.newDueAt = Timestamp(dueAt)
        // The task stays as it is, and a pause keeps its end.
        case (.step, .atTask): view.newDueAt = view.dueAt
        case (.end, _): view.ends = true
        case (.step, _), (.hold, _), (nil, _): break
        }
        if let moved, line.next != nil, !moved.contains(line.row.id) {
            view.obstacle = "it moved by itself in between"
            view.advice = "look again: thirdtouch sequence migrate \(line.row.sequence.name)"
        } else {
            view.obstacle = line.obstacle?.why
            view.advice = line.obstacle?.advice
        }
        return view
    }
}
