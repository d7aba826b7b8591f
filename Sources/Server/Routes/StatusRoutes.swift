import API
import Hummingbird
import Store

extension ControlServer {
    static func addStatusRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.status) { asked in
            try await parts.views { try $0.status(parts, caller: asked.caller) }
        }
        router.handle(Routes.mailboxes) { asked in
            try await parts.views { views in
                let owner = try asked.caller.scope(asked: nil)
                let rows = try views.store.mailboxes().filter { owner == nil || $0.rep == owner }
                return Page(
                    items: try rows.map { try views.view($0) }, more: false, limit: rows.count)
            }
        }
    }
}
