import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    /// Anybody may suppress any address and ask after one: a "please stop" must not wait for the right person.
    /// The whole list is for those who see all leads.
    static func addSuppressionRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.suppressions) { asked in
            let filter = try asked.filter(SuppressionFilter.self)
            guard asked.caller.seesAll else {
                throw APIError(
                    .notAllowed, "\(asked.caller.name) may not see everybody's suppressions",
                    advice: "ask after one address: thirdtouch suppression check ADDRESS")
            }
            return try await parts.views { views in
                let rows = try views.store.suppressions(
                    containing: filter.containing, limit: filter.limit + 1)
                return Page(oneMore: rows.map { SuppressionView($0) }, limit: filter.limit)
            }
        }
        router.handle(Routes.suppression) { asked in
            let whom = try LeadFieldCheck.suppressionKey(asked.parameter("address"))
            return try await parts.views { views in
                SuppressionCheckView(
                    address: whom.text,
                    suppression: try views.store.suppression(of: whom).map {
                        SuppressionView($0)
                    })
            }
        }
        router.handle(Routes.suppress) { asked in
            let body = asked.body
            guard (1...SuppressRequest.maximumAddresses).contains(body.addresses.count) else {
                throw APIError(
                    .usage, "\(body.addresses.count) addresses at once are too many or too few",
                    advice: "give 1 to \(SuppressRequest.maximumAddresses)")
            }
            let reason = body.reason.trimmedToOneLine
            guard (1...200).contains(reason.count) else {
                throw APIError(
                    .usage, "the reason must be a line of 1 to 200 characters",
                    advice: "say how it is known, as in “asked on the phone”")
            }
            // All of them before any: a mistake in the last leaves nothing half done.
            let keys = try body.addresses.map { try LeadFieldCheck.suppressionKey($0) }
            return try await parts.views { views in
                SuppressReply(
                    items: try views.engine.suppress(
                        keys, reason: reason, evidence: body.evidence?.trimmedToOneLine,
                        by: asked.caller.name
                    ).map {
                        SuppressResult(
                            suppression: SuppressionView($0.row), isNew: $0.isNew, ended: $0.ended,
                            formerly: $0.formerly)
                    })
            }
        }
    }
}

extension SuppressionView {
    init(_ row: SuppressionRow) {
        self.init(
            scope: row.scope, address: row.address, reason: row.reason, author: row.author,
            evidence: row.evidence,
            at: Timestamp(row.at))
    }
}

extension String {
    /// Line breaks and runs of white space as one space each.
    fileprivate var trimmedToOneLine: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
