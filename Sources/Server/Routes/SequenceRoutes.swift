import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addSequenceRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.sequences) { _ in
            try await parts.views { views in
                let rows = try views.store.sequences()
                return Page(
                    items: try rows.map { try views.view($0, isWhole: false) }, more: false,
                    limit: rows.count)
            }
        }
        router.handle(Routes.sequence) { asked in
            let name = try asked.parameter("name")
            let version = try asked.filter(SequenceVersionFilter.self).version
            return try await parts.views { views in
                guard let row = try views.store.sequence(named: name, version: version) else {
                    throw APIError(
                        .notFound,
                        "there is no published sequence “\(name)”"
                            + (version.map { " with version \($0)" } ?? ""),
                        advice: "see thirdtouch sequence list")
                }
                return try views.view(row, isWhole: true)
            }
        }
        router.handle(Routes.publishSequence) { asked in
            try asked.caller.mustMoveLeads()
            return try await parts.views { views in
                let sequence = try parts.readSequence(asked.body.text, asked.body.file)
                let version = try views.store.publish(
                    sequence, text: asked.body.text, now: views.engine.now, by: asked.caller.name)
                guard
                    let row = try views.store.sequence(
                        named: version.name, version: version.version)
                else { throw StoreError.notFound(table: "sequence", key: "\(version)") }
                return try views.view(row, isWhole: false)
            }
        }
        router.handle(Routes.migrateSequence) { asked in
            try asked.caller.mustAdminister("migrate a sequence")
            let name = try asked.parameter("name")
            let body = asked.body
            let order = MigrationOrder(
                sequence: name, version: body.version, from: body.from, stepMap: body.stepMap)
            return try await parts.views { views in
                guard body.isApplied else {
                    let (target, lines) = try views.engine.previewMigration(order)
                    return try views.view(lines, to: target, moved: nil)
                }
                let (target, lines, moved) = try views.engine.migrate(
                    order, by: asked.caller.name)
                return try views.view(lines, to: target, moved: moved)
            }
        }
        router.handle(Routes.planSequence) { asked in
            let body = asked.body
            guard (1...PlanRequest.maximumLeads).contains(body.leads.count) else {
                throw APIError(
                    .usage, "\(body.leads.count) leads are too many or too few for a plan",
                    advice: "give 1 to \(PlanRequest.maximumLeads)")
            }
            return try await parts.views { views in
                let order = try planOrder(body, caller: asked.caller, parts: parts)
                return PlanViewBuilder(
                    plan: try views.engine.plan(order), order: order, lines: body.leads.map(\.line),
                    zone: { views.engine.loader.zone(named: $0) }
                ).view(limit: body.limit)
            }
        }
    }

    private static func planOrder(
        _ body: PlanRequest, caller: Caller, parts: Parts
    ) throws -> PlanOrder {
        guard let rep = body.rep ?? (caller.isRep ? caller.name : nil) else {
            throw APIError(
                .usage, "it is not known whose mailboxes to plan with", advice: "add --rep NAME")
        }
        guard try parts.engine.loader.reps()[rep] != nil else {
            throw APIError(
                .usage, "there is no rep “\(rep)”",
                advice: "reps are: "
                    + (try parts.engine.loader.reps().keys.sorted().joined(separator: ", ")))
        }
        _ = try caller.scope(asked: rep)
        try check(startAt: body.startAt, now: parts.engine.now)
        let mailbox = body.mailbox.map { EmailAddress.canonical(of: $0) }
        if let mailbox,
            !(try parts.engine.store.mailboxes().contains {
                $0.isActive && $0.rep == rep && $0.address == mailbox
            })
        {
            throw APIError(
                .usage, "\(mailbox) is not a mailbox of \(rep)",
                advice: "see thirdtouch mailbox list")
        }
        return PlanOrder(
            sequence: try parts.readSequence(body.text, body.file),
            leads: try body.leads.map { try plannedLead($0, parts: parts) }, rep: rep,
            mailbox: mailbox, startAt: body.startAt?.instant)
    }

    private static func plannedLead(
        _ lead: PlanRequest.Lead, parts: Parts
    ) throws(APIError) -> PlanOrder.Lead {
        do {
            try LeadFieldCheck.check(lead.fields, isZoneKnown: parts.isZoneKnown)
            return PlanOrder.Lead(
                email: try LeadFieldCheck.address(lead.email), fields: lead.fields.mergeFields,
                country: lead.fields.country?.uppercased(), zone: lead.fields.zone)
        } catch {
            throw APIError(
                error.code, "line \(lead.line): \(error.message)", advice: error.advice)
        }
    }
}
