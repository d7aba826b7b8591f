import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addLeadRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.leads) { asked in
            let filter = try asked.filter(LeadFilter.self)
            let owner = try asked.caller.scope(asked: filter.owner)
            return try await parts.views { views in
                let leads = try views.store.leads(
                    owner: owner, source: filter.source, limit: filter.limit + 1)
                return Page(
                    oneMore: try leads.map { try views.view($0) }, limit: filter.limit)
            }
        }
        router.handle(Routes.addLead) { asked in
            try await parts.views { views in
                let new = try newLead(asked.body, caller: asked.caller, parts: parts)
                let lead = try views.engine.add(new, by: asked.caller.name)
                return try views.view(lead)
            }
        }
        router.handle(Routes.lead) { asked in
            let key = try asked.parameter("key")
            return try await parts.views { views in
                let lead = try views.lead(key)
                try asked.caller.mustReach(owner: lead.owner, what: "\(lead.id)")
                let report = try views.engine.touchGapReport(lead: lead.id)
                var view = try views.view(lead, report: report)
                view.clocks = report.lines.last.map { line in
                    report.clocks(of: line).map { ClockView($0) }
                }
                return view
            }
        }
        router.handle(Routes.editLead) { asked in
            let key = try asked.parameter("key")
            return try await parts.views { views in
                let lead = try views.lead(key)
                try asked.caller.mustReach(owner: lead.owner, what: "\(lead.id)")
                let edited = try apply(asked.body, to: lead, caller: asked.caller, parts: parts)
                try views.engine.edit(
                    edited, why: changes(from: lead, to: edited), by: asked.caller.name)
                return try views.view(views.store.lead(lead.id))
            }
        }
        router.handle(Routes.explanation) { try await parts.explanation($0) }
        router.handle(Routes.exportLead) { asked in
            let key = try asked.parameter("key")
            return try await parts.views { views in
                let lead = try views.lead(key)
                try asked.caller.mustReach(owner: lead.owner, what: "\(lead.id)")
                return try views.export(of: lead)
            }
        }
        router.handle(Routes.forgetLead) { asked in
            let key = try asked.parameter("key")
            try asked.caller.mustAdminister("have people forgotten")
            return try await parts.views { views in
                do {
                    return ForgetReply(try views.engine.forget(key, by: asked.caller.name))
                } catch let mistake as EmailAddress.Mistake {
                    throw APIError(
                        .notFound, "there is no lead “\(key)”, and as an address it \(mistake)",
                        advice: "see thirdtouch lead list")
                }
            }
        }
    }

    private static func newLead(
        _ body: AddLeadRequest, caller: Caller, parts: Parts
    ) throws -> NewLead {
        // A rep keeps what they add; for others the rules of assignment come first.
        let isOwn = caller.access == .rep
        let owner = body.owner ?? (isOwn ? caller.name : nil)
        try check(owner: owner, caller: caller, parts: parts)
        try LeadFieldCheck.check(body.fields, isZoneKnown: parts.isZoneKnown)
        return NewLead(
            email: try LeadFieldCheck.address(body.email), fields: body.fields.mergeFields,
            country: body.fields.country?.uppercased(), zone: body.fields.zone, role: body.role,
            tier: try LeadFieldCheck.tier(body.tier),
            owner: owner ?? ownWithoutRules(caller, parts: parts),
            source: body.source ?? (isOwn ? HandOffSource.rep : nil), isHot: body.isHot,
            accountZone: try LeadFieldCheck.zone(
                body.accountZone, isZoneKnown: parts.isZoneKnown))
    }

    /// Managers who are reps keep what they add where the installation has no rules.
    private static func ownWithoutRules(_ caller: Caller, parts: Parts) -> String? {
        let hasRules = !parts.engine.settings.assignment.rules.isEmpty
        return hasRules || !caller.isRep || caller.access == .marketing ? nil : caller.name
    }

    private static func apply(
        _ body: EditLeadRequest, to lead: Lead, caller: Caller, parts: Parts
    ) throws -> Lead {
        var lead = lead
        if let email = body.email { lead.email = try LeadFieldCheck.address(email) }
        if let owner = body.owner {
            try check(owner: owner, caller: caller, parts: parts)
            lead.owner = owner.isEmpty ? nil : owner
        }
        if let role = body.role { lead.role = role }
        if let tier = body.tier { lead.tier = try LeadFieldCheck.tier(tier) }
        let before = LeadFields(
            mergeFields: lead.fields, country: lead.country, zone: lead.zone)
        let fields = before.applying(body.fields)
        try LeadFieldCheck.check(fields, isZoneKnown: parts.isZoneKnown)
        lead.fields = fields.mergeFields
        lead.country = fields.country?.uppercased()
        lead.zone = fields.zone
        if let zone = body.accountZone {
            lead.accountZone =
                zone.isEmpty ? nil : try LeadFieldCheck.zone(zone, isZoneKnown: parts.isZoneKnown)
        }
        return lead
    }

    static func check(owner: String?, caller: Caller, parts: Parts) throws {
        guard let owner, !owner.isEmpty else { return }
        let reps = try parts.engine.loader.reps()
        guard reps[owner] != nil else {
            throw APIError(
                .usage, "there is no rep “\(owner)”",
                advice: "reps are: \(reps.keys.sorted().joined(separator: ", "))")
        }
        guard caller.seesAll || owner == caller.name else {
            throw APIError(
                .notAllowed, "\(caller.name) may not give leads to \(owner)",
                advice: "ask a manager")
        }
    }

    /// Names of what was changed, never the values: they may be private.
    private static func changes(from old: Lead, to new: Lead) -> String {
        var names = Set(old.fields.keys).union(new.fields.keys).filter {
            old.fields[$0] != new.fields[$0]
        }
        if old.email != new.email { names.insert("email") }
        if old.owner != new.owner { names.insert("owner") }
        if old.zone != new.zone { names.insert("zone") }
        if old.accountZone != new.accountZone { names.insert("account zone") }
        if old.country != new.country { names.insert("country") }
        if old.role != new.role { names.insert("role") }
        if old.tier != new.tier { names.insert("tier") }
        return names.isEmpty
            ? "nothing was changed" : "changed: \(names.sorted().joined(separator: ", "))"
    }
}

extension ControlServer.Parts {
    /// The API and the page both ask this.
    func explanation(_ asked: Asked<NoBody>) async throws -> ExplanationView {
        let key = try asked.parameter("key")
        return try await views { views in
            let lead = try views.lead(key)
            try asked.caller.mustReach(owner: lead.owner, what: "\(lead.id)")
            return try views.explanation(of: lead)
        }
    }
}

extension ForgetReply {
    fileprivate init(_ erasure: Erasure) {
        self.init(
            lead: erasure.lead, isNew: erasure.isNew, ended: erasure.ended,
            deliveries: erasure.deliveries, replies: erasure.replies, tasks: erasure.tasks,
            historyLines: erasure.historyLines, files: erasure.files)
    }
}
