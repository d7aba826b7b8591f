import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addMailboxRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.mailboxes) { asked in
            try await parts.views { views in
                let owner = try asked.caller.scope(asked: nil)
                let rows = try views.store.mailboxes().filter { owner == nil || $0.rep == owner }
                return Page(
                    items: try rows.map { try views.view($0) }, more: false, limit: rows.count)
            }
        }
        router.handle(Routes.mailbox) { asked in
            let address = EmailAddress.canonical(of: try asked.parameter("address"))
            return try await parts.views { views in
                let row = try views.mailbox(address)
                try asked.caller.mustReach(owner: row.rep, what: address)
                return try views.view(row)
            }
        }
        router.handle(Routes.probeMailbox) { asked in
            try await parts.moved(asked) { engine, mailbox in
                guard mailbox.isActive else {
                    throw APIError(
                        .notNow, "\(mailbox.address) is not in the configuration any more",
                        advice: "see thirdtouch mailbox list")
                }
                _ = try engine.probe(mailbox: mailbox.address, by: asked.caller.name)
            }
        }
        router.handle(Routes.pauseMailbox) { asked in
            try await parts.moved(asked) { engine, mailbox in
                if let until = asked.body.until, until.instant <= engine.now {
                    throw APIError(
                        .usage, "\(until) is not in the future",
                        advice: "leave --until out, or name a later moment")
                }
                try engine.pause(
                    mailbox: mailbox.address, until: asked.body.until?.instant,
                    why: asked.body.reason ?? "paused by \(asked.caller.name)",
                    by: asked.caller.name)
            }
        }
        router.handle(Routes.resumeMailbox) { asked in
            try await parts.moved(asked) { engine, mailbox in
                guard try engine.resume(mailbox: mailbox.address, by: asked.caller.name) else {
                    throw APIError(
                        .notNow, "\(mailbox.address) is not paused",
                        advice: "see thirdtouch mailbox list")
                }
            }
        }
    }
}

extension ControlServer.Parts {
    /// Changes the mailbox of the path, if it is the caller's, and answers how it stands then.
    fileprivate func moved<Body>(
        _ asked: Asked<Body>, _ move: @escaping @Sendable (Engine, MailboxRow) throws -> Void
    ) async throws -> MailboxView {
        try asked.caller.mustMoveLeads()
        let address = EmailAddress.canonical(of: try asked.parameter("address"))
        return try await views { views in
            let row = try views.mailbox(address)
            try asked.caller.mustReach(owner: row.rep, what: address)
            try move(views.engine, row)
            return try views.view(views.store.mailbox(address))
        }
    }
}

extension ViewBuilder {
    fileprivate func mailbox(_ address: String) throws -> MailboxRow {
        guard let row = try store.mailboxes().first(where: { $0.address == address }) else {
            throw APIError(
                .notFound, "there is no mailbox “\(address)”",
                advice: "see thirdtouch mailbox list")
        }
        return row
    }
}
