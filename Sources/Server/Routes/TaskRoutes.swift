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
                    absentees: views.absentees(leftTo: rep),
                    lead: filter.lead.map { try views.lead($0).id },
                    channel: filter.channel, limit: filter.limit + 1)
                return Page(oneMore: try rows.map { try views.view($0) }, limit: filter.limit)
            }
        }
        router.handle(Routes.doTask, parts.done)
        router.handle(Routes.task) { asked in
            let text = try asked.parameter("id")
            return try await parts.views { views in
                let task = try views.store.task(views.id(text, of: TaskNoun.self))
                try views.mustReach(
                    task.handOff, of: task.rep, by: asked.caller, what: "\(task.id)")
                return try views.view(task)
            }
        }
        router.handle(Routes.approveTask) { asked in
            try asked.caller.mustMoveLeads()
            let (subject, text) = (asked.body.subject, asked.body.text)
            guard subject.map(isHeaderText) ?? true else {
                throw APIError(
                    .usage, "the subject has more than one line, or nothing in it",
                    advice: "write 1 to 200 characters on one line")
            }
            guard text.map({ !$0.allSatisfy(\.isWhitespace) && $0.utf8.count <= 100_000 }) ?? true
            else {
                throw APIError(
                    .usage, "the text is empty or longer than 100,000 bytes", advice: "write one")
            }
            let number = try asked.parameter("id")
            return try await parts.views { views in
                let id = try views.id(number, of: TaskNoun.self)
                let task = try views.store.task(id)
                try views.mustReach(
                    task.handOff, of: task.rep, by: asked.caller, what: "\(id)")
                return try views.view(
                    views.engine.approve(id, subject: subject, text: text, by: asked.caller.name))
            }
        }
        router.handle(Routes.skipTask) { asked in
            try await parts.closed(asked, .skipped(reason: asked.body.reason))
        }
    }
}

private func isHeaderText(_ text: String) -> Bool {
    !text.allSatisfy(\.isWhitespace) && text.count <= 200
        && !text.unicodeScalars.contains(where: \.isControl)
}

extension ControlServer.Parts {
    func done(_ asked: Asked<TaskDoneRequest>) async throws -> TaskView {
        let outcome = asked.body.outcome
        guard !outcome.isEmpty, outcome.utf8.count <= 60,
            outcome.unicodeScalars.allSatisfy({ $0.isASCIILetterOrDigit || $0 == "-" })
        else {
            throw APIError(
                .usage, "“\(outcome)” is no outcome",
                advice: "write one word, as in connected, no-answer, voicemail, done")
        }
        return try await closed(asked, .done(outcome: outcome, note: asked.body.note))
    }

    fileprivate func closed<Body>(
        _ asked: Asked<Body>, _ closure: TaskClosure
    ) async throws -> TaskView {
        try asked.caller.mustMoveLeads()
        let text = try asked.parameter("id")
        return try await views { views in
            let id = try views.id(text, of: TaskNoun.self)
            let task = try views.store.task(id)
            try views.mustReach(
                task.handOff, of: task.rep, by: asked.caller, what: "\(id)")
            return try views.view(
                views.engine.close(id, closure, by: asked.caller.name))
        }
    }
}
