import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addTaskRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.tasks) { asked in
            let filter = try asked.filter(TaskFilter.self)
            let rep = try asked.caller.scope(asked: filter.rep)
            return try await parts.views { views in
                let rows = try views.store.tasks(
                    state: TaskRow.State(rawValue: (filter.state ?? .open).rawValue), rep: rep,
                    lead: filter.lead.map { try views.lead($0).id },
                    channel: filter.channel, limit: filter.limit + 1)
                return Page(oneMore: try rows.map { try views.view($0) }, limit: filter.limit)
            }
        }
        router.handle(Routes.doTask) { asked in
            let outcome = asked.body.outcome
            guard !outcome.isEmpty, outcome.utf8.count <= 60,
                outcome.unicodeScalars.allSatisfy({ $0.isASCIILetterOrDigit || $0 == "-" })
            else {
                throw APIError(
                    .usage, "“\(outcome)” is no outcome",
                    advice: "write one word, as in connected, no-answer, voicemail, done")
            }
            return try await parts.closed(
                asked, .done(outcome: outcome, note: asked.body.note))
        }
        router.handle(Routes.skipTask) { asked in
            try await parts.closed(asked, .skipped(reason: asked.body.reason))
        }
    }
}

extension ControlServer.Parts {
    fileprivate func closed<Body>(
        _ asked: Asked<Body>, _ closure: TaskClosure
    ) async throws -> TaskView {
        try asked.caller.mustMoveLeads()
        let text = try asked.parameter("id")
        return try await views { views in
            let id = try views.id(text, of: TaskNoun.self)
            let task = try views.store.task(id)
            try asked.caller.mustReach(owner: task.rep, what: "\(id)")
            return try views.view(
                views.engine.close(id, closure, by: asked.caller.name))
        }
    }
}
