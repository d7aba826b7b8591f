import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addRepRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.reps) { _ in
            try await parts.views { views in
                let reps = try views.store.reps().values.sorted { $0.name < $1.name }
                let absences = try views.store.absences()
                return Page(
                    items: reps.map { views.view($0, absences: absences) }, more: false,
                    limit: reps.count)
            }
        }
        router.handle(Routes.recordAbsence) { asked in
            try asked.caller.mustMoveLeads()
            let name = try asked.parameter("name")
            return try await parts.views { views in
                let rep = try views.rep(name, asked.caller)
                let now = views.engine.now
                let from = asked.body.from?.instant ?? now
                let until = asked.body.until.instant
                guard until > from, until > now else {
                    throw APIError(
                        .usage, "the absence would end before it begins",
                        advice: "name the moment of return: --until 2026-12-27")
                }
                try views.check(delegate: asked.body.delegate, of: name)
                _ = try views.store.recordAbsence(
                    of: name, from: from, until: until, delegate: asked.body.delegate, now: now,
                    by: asked.caller.name)
                return views.view(rep, absences: try views.store.absences())
            }
        }
        router.handle(Routes.endAbsences) { asked in
            try asked.caller.mustMoveLeads()
            let name = try asked.parameter("name")
            return try await parts.views { views in
                let rep = try views.rep(name, asked.caller)
                let ended = try views.store.endAbsences(
                    of: name, now: views.engine.now, by: asked.caller.name)
                guard !ended.isEmpty else {
                    throw APIError(
                        .notNow, "\(name) is not away and will not be",
                        advice: "see thirdtouch rep list")
                }
                return views.view(rep, absences: try views.store.absences())
            }
        }
    }
}

extension ViewBuilder {
    /// Those whose work a rep does now; none for nobody.
    func absentees(leftTo rep: String?) throws -> [String] {
        guard let rep else { return [] }
        return try store.absences().absentees(leftTo: rep, at: engine.now)
    }

    func view(_ rep: Rep, absences: Absences) -> RepView {
        let now = engine.now
        return RepView(
            name: rep.name, fullName: rep.fullName, access: rep.access, team: rep.team,
            worker: absences.worker(for: rep.name, at: now),
            absences: absences.all.filter { $0.rep == rep.name && $0.until > now }.map {
                AbsenceView(
                    id: $0.id, from: Timestamp($0.from), until: Timestamp($0.until),
                    delegate: $0.delegate)
            })
    }

    /// A rep who is in the configuration: the caller, or anybody for a manager.
    fileprivate func rep(_ name: String, _ caller: Caller) throws -> Rep {
        guard let rep = try store.reps()[name] else {
            throw APIError(
                .notFound, "there is no rep “\(name)”", advice: "see thirdtouch rep list")
        }
        guard caller.name == name else {
            try caller.mustAdminister("say when others are away")
            return rep
        }
        return rep
    }

    fileprivate func check(delegate: String?, of name: String) throws {
        guard let delegate else { return }
        guard delegate != name else {
            throw APIError(
                .usage, "nobody stands in for themselves", advice: "name another rep")
        }
        guard let other = try store.reps()[delegate], other.access != .marketing else {
            throw APIError(
                .usage, "“\(delegate)” is no rep who works leads",
                advice: "see thirdtouch rep list")
        }
    }
}
