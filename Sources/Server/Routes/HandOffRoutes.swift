import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addHandOffRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.handOver) { asked in
            try asked.caller.mustHandOver()
            return try await parts.views { views in
                try check(owner: asked.body.owner, caller: asked.caller, parts: parts)
                let id = try handOver(asked.body, caller: asked.caller, views: views, parts: parts)
                return try views.reply(to: id)
            }
        }
        router.handle(Routes.acceptHandOff) { try await parts.accept($0) }
        router.handle(Routes.disposeHandOff) { try await parts.dispose($0) }
        router.handle(Routes.assignHandOff) { try await parts.assign($0) }
    }

    private static func handOver(
        _ body: HandOverRequest, caller: Caller, views: ViewBuilder, parts: Parts
    ) throws -> HandOffID {
        let engine = views.engine
        if let lead = try views.store.lead(typed: body.lead) {
            guard body.fields == LeadFields(), body.role == .unknown, body.tier == nil else {
                throw APIError(
                    .notNow, "\(lead.email) is \(lead.id) already, and what is known of it stays",
                    advice: "change it first: thirdtouch lead edit \(lead.email)")
            }
            return try engine.handOver(
                lead.id, source: body.source, owner: body.owner, isHot: body.isHot,
                by: caller.name)
        }
        guard body.lead.contains("@") else {
            _ = try views.lead(body.lead)
            throw APIError(.notFound, "there is no lead “\(body.lead)”")
        }
        let email = try LeadFieldCheck.address(body.lead)
        try LeadFieldCheck.check(body.fields, isZoneKnown: parts.isZoneKnown)
        if let reason = try views.store.suppressionReason(of: email) {
            throw APIError(
                .notNow,
                "\(email.canonical) was not handed over: it may never be contacted (\(reason))",
                advice: "see thirdtouch suppression check \(email.canonical)")
        }
        let lead = try engine.add(
            NewLead(
                email: email, fields: body.fields.mergeFields,
                country: body.fields.country?.uppercased(), zone: body.fields.zone,
                role: body.role, tier: try LeadFieldCheck.tier(body.tier), owner: body.owner,
                source: body.source, isHot: body.isHot),
            by: caller.name)
        guard let handOff = try views.store.lastHandOff(of: lead.id) else {
            throw APIError(.fault, "\(lead.id) was added without a hand-off")
        }
        return handOff.id
    }

}

/// What the API and the page both ask.
extension ControlServer.Parts {
    func accept(_ asked: Asked<NoBody>) async throws -> HandOffReply {
        try await handOff(asked) { engine, record in
            try engine.accept(record.id, by: asked.caller.name)
        }
    }

    func dispose(_ asked: Asked<DisposeRequest>) async throws -> HandOffReply {
        let why = asked.body.why.map(Self.oneLine)
        if let why, why.count > 200 {
            throw APIError(
                .usage, "the note is longer than 200 characters", advice: "shorten it")
        }
        return try await handOff(asked) { engine, record in
            try engine.dispose(
                record.id, as: asked.body.disposition, wakeAt: asked.body.wakeAt?.instant,
                why: why, by: asked.caller.name)
        }
    }

    func assign(_ asked: Asked<AssignRequest>) async throws -> HandOffReply {
        try asked.caller.mustAdminister("give leads to others")
        return try await handOff(asked) { engine, record in
            guard !asked.body.owner.isEmpty else {
                throw APIError(.usage, "no rep is named", advice: "add --to REP")
            }
            try ControlServer.check(owner: asked.body.owner, caller: asked.caller, parts: self)
            try engine.assign(record.id, to: asked.body.owner, by: asked.caller.name)
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Moves the hand-off of the path, if it is the caller's, and answers how it stands then.
    private func handOff<Body>(
        _ asked: Asked<Body>,
        _ move: @escaping @Sendable (Engine, HandOffRecord) throws -> Void
    ) async throws -> HandOffReply {
        try asked.caller.mustMoveLeads()
        let key = try asked.parameter("key")
        return try await views { views in
            let record = try views.handOff(key)
            try asked.caller.mustReach(owner: record.owner, what: "\(record.id)")
            try move(views.engine, record)
            return try views.reply(to: record.id)
        }
    }
}

extension ViewBuilder {
    /// Refuses what is neither the caller's nor of a hand-off of theirs: after `lead assign`, a sequence goes on in
    /// the name of whoever began it, and what the report asks for is its new owner's.
    func mustReach(_ handOff: HandOffID, of rep: String, by caller: Caller, what: String) throws {
        if try caller.reaches(owner: rep) || caller.reaches(owner: store.handOff(handOff).owner) {
            return
        }
        try caller.mustReach(owner: rep, what: what)
    }

    /// Nil for what names a lead: a number without a letter is one.
    static func handOffID(_ key: String) -> HandOffID? {
        key.first == "H" || key.first == "h" ? HandOffID(typed: key) : nil
    }

    /// By `H12`, or the newest of a lead.
    fileprivate func handOff(_ key: String) throws -> HandOffRecord {
        if let id = Self.handOffID(key) { return try store.handOff(id) }
        let lead = try lead(key)
        guard let record = try store.lastHandOff(of: lead.id) else {
            throw APIError(
                .notFound, "\(lead.id) was never handed over",
                advice: "thirdtouch lead hand-off \(lead.email)")
        }
        return record
    }

    fileprivate func reply(to id: HandOffID) throws -> HandOffReply {
        let record = try store.handOff(id)
        let report = try engine.touchGapReport(lead: record.lead)
        guard let line = report.lines.first(where: { $0.row.id == id }) else {
            throw APIError(.fault, "\(id) is in no report")
        }
        return HandOffReply(
            lead: record.lead, email: line.row.lead.email.text,
            handOff: handOffView(line, in: report),
            advice: advice(on: line))
    }

    /// What the caller may not expect.
    private func advice(on line: TouchGapReport.Line) -> [NextView] {
        let row = line.row
        guard let disposition = row.disposition else {
            if row.owner == nil {
                return [
                    NextView(
                        text: "nobody owns it: no rule of assignment fits",
                        command: "thirdtouch lead assign \(row.lead.email) --to REP")
                ]
            }
            // Who was given the lead writes from their own mailbox only when it is enrolled anew.
            guard let enrollment = row.enrollment, enrollment.state.name != .ended,
                enrollment.rep != row.owner
            else { return [] }
            return [
                NextView(
                    text: "\(enrollment.id) goes on from \(enrollment.rep)'s mailbox",
                    command: "thirdtouch enrollment stop \(enrollment.id)")
            ]
        }
        guard !disposition.isValid(line.facts.effort, minimum: line.facts.minimum) else {
            return []
        }
        let (effort, minimum) = (line.facts.effort, line.facts.minimum)
        return [
            NextView(
                text: "\(effort.touches) of \(minimum.touches) touches, \(effort.channels) of "
                    + "\(minimum.channels) channels, \(effort.businessDays) of "
                    + "\(minimum.businessDays) business days: below the minimum, so the report goes "
                    + "on showing it as \(line.assessment.class.rawValue)",
                command: line.assessment.primary?.command)
        ]
    }
}
