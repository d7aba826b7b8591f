import API
import Hummingbird
import Store

extension ControlServer {
    static func addStatusRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.status) { asked in
            try await parts.views { try $0.status(parts, caller: asked.caller) }
        }
    }
}
