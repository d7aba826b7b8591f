import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addImportRoutes(to router: Router<ControlContext>, parts: Parts) {
        let turns = ImportTurns()
        router.handleTable(Routes.importLeads) { asked in
            try asked.caller.mustHandOver()
            let order = try asked.filter(LeadImportOrder.self)
            let (chunk, problems) = try await parts.views { views in
                try parts.read(asked, order, views)
            }
            let caller = asked.caller.name
            if order.isDryRun {
                let outcome = try await parts.views { try $0.store.previewImport(of: chunk) }
                return LeadImportReply(outcome, problems: problems)
            }
            let write = { @Sendable in
                try await parts.views { try $0.engine.importLeads(chunk, by: caller) }
            }
            let outcome: ImportOutcome
            switch (chunk.batch, order.part) {
            case (let batch?, let part?):
                outcome = try await turns.take(
                    part, of: .init(number: batch, caller: caller), write)
            case (_?, nil): outcome = try await write()
            case (nil, _):
                outcome = try await write()
                if let batch = outcome.batch {
                    await turns.begin(.init(number: batch, caller: caller))
                }
            }
            return LeadImportReply(outcome, problems: problems)
        }
    }
}

extension ControlServer.Parts {
    /// The part as leads, and the lines that are none.
    fileprivate func read(
        _ asked: Asked<[UInt8]>, _ order: LeadImportOrder, _ views: ViewBuilder
    ) throws -> (ImportChunk, [LeadImportProblem]) {
        let file = order.file.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...200).contains(file.count) else {
            throw APIError(
                .usage, "the table's name must have 1 to 200 characters", advice: "shorten it")
        }
        try ControlServer.check(owner: order.owner, caller: asked.caller, parts: self)
        let reps = try views.engine.loader.reps()
        let table = try ImportTable(
            asked.body, owner: order.owner, isRep: { reps[$0] != nil }, isZoneKnown: isZoneKnown)
        let chunk = ImportChunk(
            batch: order.batch.map { Int64($0) }, file: file, source: order.source,
            isHot: order.isHot, columns: table.columns, leads: table.leads)
        return (chunk, table.problems)
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
