import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addMailRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.replies) { asked in
            let filter = try asked.filter(ReplyFilter.self)
            let rep = try asked.caller.scope(asked: filter.rep)
            return try await parts.views { views in
                let rows = try views.store.replies(
                    kind: filter.kind?.rawValue, intent: filter.intent?.rawValue,
                    lead: filter.lead.map { try views.lead($0).id },
                    rep: rep, isUnanswered: filter.isUnanswered, limit: filter.limit + 1)
                return Page(
                    oneMore: try rows.map { try views.view($0, isWhole: false) },
                    limit: filter.limit)
            }
        }
        router.handle(Routes.reply) { asked in
            let text = try asked.parameter("id")
            return try await parts.views { views in
                let row = try views.store.reply(views.id(text, of: ReplyNoun.self))
                try asked.caller.mustReach(
                    owner: try views.store.lead(row.lead).owner, what: "\(row.id)")
                return try views.view(row, isWhole: true)
            }
        }
        router.handle(Routes.classifyReply) { asked in
            try asked.caller.mustMoveLeads()
            let text = try asked.parameter("id")
            let backOn = try asked.body.day
            return try await parts.views { views in
                let id = try views.id(text, of: ReplyNoun.self)
                let row = try views.store.reply(id)
                try asked.caller.mustReach(
                    owner: try views.store.lead(row.lead).owner, what: "\(id)")
                let done = try views.engine.classify(
                    id, as: asked.body.kind, backOn: backOn, why: asked.body.why,
                    by: asked.caller.name)
                return try views.view(done)
            }
        }
        router.handle(Routes.deliveries) { asked in
            let filter = try asked.filter(DeliveryFilter.self)
            let rep = try asked.caller.scope(asked: nil)
            return try await parts.views { views in
                let rows = try views.store.deliveries(
                    state: filter.state, lead: filter.lead.map { try views.lead($0).id },
                    mailbox: filter.mailbox.map { EmailAddress.canonical(of: $0) }, rep: rep,
                    limit: filter.limit + 1)
                return Page(
                    oneMore: try rows.map { try views.view($0, isWhole: false) },
                    limit: filter.limit)
            }
        }
        router.handle(Routes.delivery) { asked in
            let text = try asked.parameter("id")
            return try await parts.views { views in
                let row = try views.reachableDelivery(text, caller: asked.caller)
                return try views.view(row, isWhole: true)
            }
        }
        router.handle(Routes.settleDelivery) { try await parts.settle($0) }
    }
}

extension ControlServer.Parts {
    /// The API and the page both ask this.
    func settle(_ asked: Asked<SettleRequest>) async throws -> SettleReply {
        try asked.caller.mustMoveLeads()
        let text = try asked.parameter("id")
        return try await views { views in
            let row = try views.reachableDelivery(text, caller: asked.caller)
            return try views.settle(row, asked.body, by: asked.caller.name)
        }
    }
}

extension ClassifyRequest {
    /// The day of return, if one was named; what does not belong together is refused.
    fileprivate var day: LocalDate? {
        get throws(APIError) {
            guard let backOn else { return nil }
            guard kind == .outOfOffice else {
                throw APIError(
                    .usage, "a day of return belongs to out-of-office only",
                    advice: "leave --back-on out")
            }
            guard let day = LocalDate(text: backOn) else {
                throw APIError(
                    .usage, "“\(backOn)” is no day", advice: "write one, as in 2026-12-01")
            }
            return day
        }
    }
}

extension ViewBuilder {
    fileprivate func view(_ done: Engine.Classification) throws -> ClassifyReply {
        let lead = try store.lead(done.reply.lead)
        let isFree = try store.suppressionReason(of: lead.email) == nil
        let advice = done.ended.map { row in
            AdviceView(
                text: "\(row.id) has ended, and nothing restarts it"
                    + (isFree ? "; to go on, enroll the lead again" : ""),
                command: isFree
                    ? "thirdtouch enroll \(lead.email) --sequence \(row.sequence.name)" : nil)
        }
        return ClassifyReply(
            reply: try view(done.reply, isWhole: false), changes: done.changes.map(line),
            advice: advice)
    }

    fileprivate func settle(
        _ row: DeliveryRow, _ request: SettleRequest, by actor: String
    ) throws -> SettleReply {
        let before = try doubt(of: row)
        let notInDoubt = APIError(
            .notNow, "\(row.id) is \(row.state.name.rawValue), not in doubt",
            advice: "only a message in doubt can be settled: "
                + "thirdtouch delivery list --state in-doubt")
        guard row.state == .inDoubt else { throw notInDoubt }
        guard request.settlement != .resend || request.mayBeSecondCopy == true else {
            throw APIError(
                .notNow, "the lead may get a second copy: \(before.text)",
                advice: "if that may be: thirdtouch delivery settle \(row.id) resend --yes")
        }
        let last = try store.history(of: row.lead, limit: 1).last?.id ?? 0
        guard try engine.settle(row.id, as: request.settlement, by: actor) == .moved else {
            throw notInDoubt
        }
        let changes = try store.history(of: row.lead, limit: 20).filter {
            $0.id > last && $0.enrollment == row.enrollment
        }
        return SettleReply(
            before: before, delivery: try view(store.delivery(row.id), isWhole: false),
            changes: changes.map(line))
    }

    fileprivate func reachableDelivery(_ text: String, caller: Caller) throws -> DeliveryRow {
        let row = try store.delivery(id(text, of: DeliveryNoun.self))
        let enrollment = try store.enrollment(row.enrollment)
        try mustReach(enrollment.handOff, of: enrollment.rep, by: caller, what: "\(row.id)")
        return row
    }
}
