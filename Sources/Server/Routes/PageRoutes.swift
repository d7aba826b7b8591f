import API
import Engine
import Hummingbird
import Sequencing

extension ControlServer {
    static func addPageRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.openPage) { asked in
            guard let door = parts.door else {
                throw APIError(
                    .notNow, "this daemon serves no page",
                    advice: "add “page: { listen: 127.0.0.1:8026 }” to the configuration, then: "
                        + "systemctl restart thirdtouchd")
            }
            guard let userID = asked.caller.userID else {
                throw APIError(
                    .notAllowed, "only a Unix user opens the page",
                    advice: "run thirdtouch page open in a shell on the server")
            }
            return PageLinkView(
                url: "\(door.place.url)/log-in/\(door.access.link(for: userID))",
                name: asked.caller.name, access: asked.caller.access,
                expiresAt: Timestamp(parts.engine.now + PageAccess.linkLife),
                tunnelPort: door.place.isHTTPS ? nil : door.place.port)
        }
    }
}
