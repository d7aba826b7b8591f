import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addImportRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handleTable(Routes.importLeads) { asked in
            try asked.caller.mustHandOver()
            let order = try asked.filter(LeadImportOrder.self)
            let file = order.file.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard (1...200).contains(file.count) else {
                throw APIError(
                    .usage, "the table's name must have 1 to 200 characters", advice: "shorten it")
            }
            return try await parts.views { views in
                try check(owner: order.owner, caller: asked.caller, parts: parts)
                let reps = try views.engine.loader.reps()
                let table = try ImportTable(
                    asked.body, owner: order.owner, isRep: { reps[$0] != nil },
                    isZoneKnown: parts.isZoneKnown)
                let chunk = ImportChunk(
                    batch: order.batch.map { Int64($0) }, file: file, source: order.source,
                    isHot: order.isHot, columns: table.columns, leads: table.leads)
                let outcome =
                    try order.isDryRun
                    ? views.store.previewImport(of: chunk)
                    : views.engine.importLeads(chunk, by: asked.caller.name)
                return LeadImportReply(outcome, problems: table.problems)
            }
        }
    }
}

extension LeadImportReply {
    fileprivate init(_ outcome: ImportOutcome, problems: [LeadImportProblem]) {
        var problems = problems
        for each in outcome.suppressed {
            problems.append(
                LeadImportProblem(
                    line: each.line, code: .suppressed, field: "email",
                    message: "\(each.email) may never be contacted (\(each.reason))",
                    advice: "leave the line out"))
        }
        for each in outcome.repeated {
            problems.append(
                LeadImportProblem(
                    line: each.line, code: .repeated, field: "email",
                    message: "\(each.email) is in line \(each.first) already",
                    advice: "leave one of them out"))
        }
        problems.sort { $0.line < $1.line }
        self.init(
            batch: outcome.batch.map { Int($0) }, added: outcome.added, known: outcome.known,
            problems: problems)
    }
}
