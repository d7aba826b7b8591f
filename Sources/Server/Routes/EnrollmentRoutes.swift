import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addEnrollmentRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.enrollments) { asked in
            let filter = try asked.filter(EnrollmentFilter.self)
            let rep = try asked.caller.scope(asked: filter.rep)
            return try await parts.views { views in
                let rows = try views.store.enrollments(
                    state: filter.state, sequence: filter.sequence,
                    lead: filter.lead.map { try views.lead($0).id }, rep: rep,
                    isOpenAfterRestore: filter.isOpenAfterRestore, limit: filter.limit + 1)
                return Page(oneMore: try rows.map { try views.view($0) }, limit: filter.limit)
            }
        }
        router.handle(Routes.enroll) { try await parts.enroll($0) }
        router.handle(Routes.pauseEnrollment) { asked in
            try await parts.moved(asked) { engine, id in
                if let until = asked.body.until, until.instant <= engine.now {
                    throw APIError(
                        .usage, "\(until) is not in the future",
                        advice: "leave --until out, or "
                            + "name a later moment")
                }
                return try engine.pause(
                    id, until: asked.body.until?.instant,
                    why: asked.body.reason ?? "paused by \(asked.caller.name)",
                    by: asked.caller.name)
            }
        }
        router.handle(Routes.resumeEnrollment) { try await parts.resume($0) }
        router.handle(Routes.settleEnrollments) { asked in
            try asked.caller.mustMoveLeads()
            let (body, caller) = (asked.body, asked.caller)
            let rep = caller.seesAll ? nil : caller.name
            return try await parts.views { views in
                // All of them before any: one that is somebody else's leaves nothing half done.
                for id in body.enrollments ?? [] {
                    try caller.mustReach(
                        owner: try views.store.enrollment(id).rep, what: "\(id)")
                }
                let settled = try views.engine.settleRestore(
                    of: body.enrollments, rep: rep, as: .init(body.settlement), by: caller.name)
                return SettledView(
                    settled: settled, open: try views.store.restoration(rep: rep)?.open ?? 0)
            }
        }
        router.handle(Routes.stopEnrollment) { asked in
            try await parts.moved(asked) { engine, id in
                try engine.stop(
                    id, why: asked.body.reason ?? "stopped by \(asked.caller.name)",
                    disposition: asked.body.disposition, by: asked.caller.name)
            }
        }
    }

    /// A start of long ago, or beyond what a forecast sees, is a slip of the keyboard.
    static func check(startAt: Timestamp?, now: Instant) throws(APIError) {
        guard let startAt else { return }
        guard startAt.instant > now - .days(1) else {
            throw APIError(
                .usage, "the start \(startAt) is past", advice: "leave --start-at out to begin now")
        }
        guard startAt.instant < now + Engine.planHorizon else {
            throw APIError(
                .usage, "the start \(startAt) is more than 400 days ahead",
                advice: "name an earlier day, or enroll when it comes")
        }
    }

    fileprivate static func enroll(
        _ key: String, _ body: EnrollRequest, caller: Caller, views: ViewBuilder
    ) throws -> EnrollResult {
        let handOff = ViewBuilder.handOffID(key)
        let named = try handOff.map { try views.lead(of: $0) } ?? views.store.lead(typed: key)
        guard let lead = named else {
            return EnrollResult(
                lead: key,
                refusal: RefusalView(
                    code: .leadUnknown,
                    message: "there is no \(handOff == nil ? "lead" : "hand-off") “\(key)”",
                    advice: handOff == nil
                        ? "add it first: thirdtouch lead add \(key)" : "see thirdtouch lead list"))
        }
        guard let rep = lead.owner ?? (caller.isRep ? caller.name : nil) else {
            return EnrollResult(
                lead: key,
                refusal: RefusalView(
                    code: .notOwner, message: "nobody owns \(lead.id)",
                    advice: "thirdtouch lead edit \(lead.email) --owner REP"))
        }
        guard caller.reaches(owner: rep) else {
            return EnrollResult(
                lead: key,
                refusal: RefusalView(
                    code: .notOwner, message: "\(lead.id) belongs to \(rep)",
                    advice: "ask \(rep) or a manager"))
        }
        let order = Engine.EnrollOrder(
            lead: lead.id, sequence: body.sequence, mailbox: body.mailbox, rep: rep,
            source: body.source, startAt: body.startAt?.instant, isBeside: body.isBeside,
            handOff: handOff)
        switch try views.engine.enroll(order, by: caller.name) {
        case .success(let row):
            return EnrollResult(lead: key, enrollment: try views.view(row))
        case .failure(let refusal):
            return EnrollResult(lead: key, refusal: RefusalView(refusal))
        }
    }
}

extension ViewBuilder {
    /// Nil where there is no such hand-off.
    fileprivate func lead(of handOff: HandOffID) throws -> Lead? {
        do {
            return try store.lead(store.handOff(handOff).lead)
        } catch StoreError.notFound {
            return nil
        }
    }
}

extension Engine.RestoreSettlement {
    fileprivate init(_ word: SettleEnrollmentsRequest.Settlement) {
        switch word {
        case .sent: self = .sent
        case .resend: self = .resend
        }
    }
}

/// What the API and the page both ask.
extension ControlServer.Parts {
    func enroll(_ asked: Asked<EnrollRequest>) async throws -> EnrollReply {
        try asked.caller.mustMoveLeads()
        guard (1...EnrollRequest.maximumLeads).contains(asked.body.leads.count) else {
            throw APIError(
                .usage, "\(asked.body.leads.count) leads at once are too many or too few",
                advice: "give 1 to \(EnrollRequest.maximumLeads)")
        }
        return try await views { views in
            try ControlServer.check(startAt: asked.body.startAt, now: views.engine.now)
            return EnrollReply(
                items: try asked.body.leads.map {
                    try ControlServer.enroll(
                        $0, asked.body, caller: asked.caller, views: views)
                })
        }
    }

    func resume(_ asked: Asked<NoBody>) async throws -> EnrollmentView {
        try await moved(asked) { engine, id in
            try engine.resume(id, by: asked.caller.name)
        }
    }

    /// Moves the enrollment of the path, if it is the caller's, and answers how it stands then.
    fileprivate func moved<Body>(
        _ asked: Asked<Body>,
        _ move: @escaping @Sendable (Engine, EnrollmentID) throws -> EnrollmentReaction
    ) async throws -> EnrollmentView {
        try asked.caller.mustMoveLeads()
        let text = try asked.parameter("id")
        return try await views { views in
            let id = try views.id(text, of: EnrollmentNoun.self)
            let before = try views.store.enrollment(id)
            try views.mustReach(
                before.handOff, of: before.rep, by: asked.caller, what: "\(id)")
            if case .ignore(let reason) = try move(views.engine, id) {
                throw APIError(
                    .notNow, "\(id) did not move: it is \(before.state.summary)",
                    advice: reason == .ended
                        ? "it is over; enroll the lead again: thirdtouch enroll \(before.lead) "
                            + "--sequence \(before.sequence.name)"
                        : "see thirdtouch lead explain \(before.lead)")
            }
            return try views.view(views.store.enrollment(id))
        }
    }
}
