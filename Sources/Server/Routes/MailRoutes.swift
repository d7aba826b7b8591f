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
                    kind: filter.kind?.rawValue, lead: filter.lead.map { try views.lead($0).id },
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
        router.handle(Routes.deliveries) { asked in
            let filter = try asked.filter(DeliveryFilter.self)
            let rep = try asked.caller.scope(asked: nil)
            return try await parts.views { views in
                let rows = try views.store.deliveries(
                    state: filter.state, lead: filter.lead.map { try views.lead($0).id },
                    mailbox: filter.mailbox?.lowercased(), rep: rep, limit: filter.limit + 1)
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
        router.handle(Routes.settleDelivery) { asked in
            try asked.caller.mustMoveLeads()
            let text = try asked.parameter("id")
            return try await parts.views { views in
                let row = try views.reachableDelivery(text, caller: asked.caller)
                let reaction = try views.engine.settle(
                    row.id, as: asked.body.settlement, by: asked.caller.name)
                guard reaction == .moved else {
                    throw APIError(
                        .notNow, "\(row.id) is \(row.state.name.rawValue), not in doubt",
                        advice: "only a message in doubt can be settled: "
                            + "thirdtouch delivery list --state in-doubt")
                }
                return try views.view(views.store.delivery(row.id), isWhole: false)
            }
        }
    }
}

extension ViewBuilder {
    fileprivate func reachableDelivery(_ text: String, caller: Caller) throws -> DeliveryRow {
        let row = try store.delivery(id(text, of: DeliveryNoun.self))
        try caller.mustReach(owner: try store.enrollment(row.enrollment).rep, what: "\(row.id)")
        return row
    }
}
