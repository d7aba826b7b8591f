import API
import Engine
import HTTPTypes
import Hummingbird
import NIOCore
import Sequencing
import Store

/// The way in and the way out.
extension PageResponder {
    /// The page of a link: a button, because scanners and previews follow links and must not use them up.
    func doorPage(_ path: String) async -> Response {
        let token = String(path.dropFirst("/log-in/".count))
        guard PageCookie.isToken(token), let userID = access.owner(ofLink: token) else {
            return doorPage(DoorPage(isLinkOver: true), status: .forbidden)
        }
        do {
            let name = try await parts.engine.store.inBackground { store in
                let reps = try store.reps()
                let caller = try IdentityMiddleware.caller(userID: userID, reps: reps)
                return reps[caller.name]?.fullName ?? caller.name
            }
            return doorPage(DoorPage(link: token, name: name), status: .ok)
        } catch {
            return failure(error)
        }
    }

    func doorPage(_ page: DoorPage, status: HTTPResponse.Status) -> Response {
        html(
            library.html(
                .door, page,
                in: frame(title: page.link == nil ? "Log in" : "Log in as \(page.name)")),
            status: status)
    }

    func logIn(_ form: PageForm) -> Response {
        guard let link = form["link"], PageCookie.isToken(link),
            let session = access.redeem(link: link)
        else { return doorPage(DoorPage(isLinkOver: true), status: .forbidden) }
        var response = redirect(to: "/")
        response.headers[.setCookie] = PageCookie.set(session)
        return response
    }

    func logOut(_ visit: PageVisit) -> Response {
        access.end(session: visit.token)
        var response = doorPage(DoorPage(isLoggedOut: true), status: .ok)
        response.headers[.setCookie] = PageCookie.cleared
        if let name = HTTPField.Name("Clear-Site-Data") {
            response.headers[name] = "\"cache\""
        }
        return response
    }
}

/// What stands at the door.
struct DoorPage: Sendable {
    /// A link that is good, and whose it is.
    var link: String?
    var name = ""
    var isLinkOver = false
    var isLoggedOut = false
}
