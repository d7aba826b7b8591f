import API
import Engine
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sequencing
import Store

/// From a request to its answer: who asks, whether they may, and which page that is.
///
/// Whatever is refused is refused here, before a view or an action sees it, and every answer leaves by the one
/// door that puts the headers on.
struct PageResponder: Sendable {
    let parts: ControlServer.Parts
    let door: PageServer.Door
    let library: PageLibrary
    let logger: Logger
    private let hosts: HostCheck
    /// Of requests without a session: strangers.
    private let rate = RequestRate(mostAtOnce: 200, perSecond: 50)

    init(
        parts: ControlServer.Parts, door: PageServer.Door, library: PageLibrary, logger: Logger
    ) {
        self.parts = parts
        self.door = door
        self.library = library
        self.logger = logger
        hosts = HostCheck(names: [door.place.publicName])
    }

    var access: PageAccess { door.access }

    func response(to request: Request) async -> Response {
        var response = await answer(to: request)
        PageHeaders.add(to: &response, isHTTPS: door.place.isHTTPS)
        guard request.method == .head else { return response }
        // As with GET, without the body (RFC 9110 section 9.3.2).
        if let length = response.body.contentLength {
            response.headers[.contentLength] = "\(length)"
        }
        response.body = ResponseBody()
        return response
    }

    private func answer(to request: Request) async -> Response {
        guard hosts.admits(request.head.authority) else {
            return failure(
                .misdirectedRequest, "This is not the name of this page",
                advice: "Open it as \(door.place.url), or add the name to page.url.")
        }
        guard [.get, .head, .post].contains(request.method) else {
            var response = failure(.methodNotAllowed, "A page is read or sent, nothing else")
            response.headers[.allow] = "GET, HEAD, POST"
            return response
        }
        let path = request.uri.path
        if let asset = [library.style, library.mark].first(where: { $0.path == path }) {
            return serve(asset)
        }
        guard let token = PageCookie.token(in: request.headers),
            let session = access.session(token)
        else { return await strangersAnswer(to: request, path: path) }
        do {
            let visit = try await visit(session, token: token)
            return await answer(to: request, path: path, visit: visit)
        } catch {
            // Whoever is no rep any more is logged out.
            access.end(session: token)
            return failure(error)
        }
    }

    /// To somebody who is logged in.
    private func answer(to request: Request, path: String, visit: PageVisit) async -> Response {
        do {
            guard request.method == .post else {
                if path.hasPrefix("/log-in/") { return await doorPage(path) }
                return try await page(path, query: request.uri.query ?? "", visit: visit)
            }
            guard isFromHere(request) else { throw Self.forged }
            let form = try await form(of: request)
            if path == "/log-in" { return logIn(form) }
            guard let given = form["token"], given.isSameSecret(as: visit.formToken) else {
                throw Self.forged
            }
            return try await act(path, form: form, visit: visit)
        } catch {
            return failure(error, visit: visit)
        }
    }

    /// To somebody who is not.
    private func strangersAnswer(to request: Request, path: String) async -> Response {
        guard rate.admits() else {
            var response = failure(.tooManyRequests, "Too many requests at once")
            response.headers[.retryAfter] = "5"
            return response
        }
        do {
            guard request.method == .post else {
                return path.hasPrefix("/log-in/")
                    ? await doorPage(path) : doorPage(DoorPage(), status: .forbidden)
            }
            guard path == "/log-in" else { return doorPage(DoorPage(), status: .forbidden) }
            guard isFromHere(request) else { throw Self.forged }
            return logIn(try await form(of: request))
        } catch {
            return failure(error)
        }
    }

    private static let forged = APIError(
        .notAllowed, "this did not come from a page of this session",
        advice: "open the page again and repeat it there")

    /// Browsers say where a form stood; one that does not say so is held to the form's token alone.
    private func isFromHere(_ request: Request) -> Bool {
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority?.lowercased() else { return false }
        // Through a tunnel to a page that has a public name too.
        let isLoopback = ["localhost", "127.0.0.1", "[::1]"].contains {
            authority == $0 || authority.hasPrefix("\($0):")
        }
        let schemes = isLoopback ? ["http", "https"] : [door.place.isHTTPS ? "https" : "http"]
        return schemes.contains { origin.lowercased() == "\($0)://\(authority)" }
    }

    private func form(of request: Request) async throws -> PageForm {
        switch await PageForm.read(request) {
        case .whole(let form): return form
        case .otherType: throw APIError(.usage, "a form is expected")
        case .tooLarge: throw APIError(.tooLarge, "the form is too large", advice: "tick fewer")
        case .broken: throw APIError(.usage, "the form did not arrive whole", advice: "try again")
        }
    }

    /// Who asks, by the configuration of now.
    private func visit(_ session: PageAccess.Session, token: String) async throws -> PageVisit {
        let engine = parts.engine
        let userID = session.userID
        let (caller, reps) = try await engine.store.inBackground { store in
            let reps = try store.reps()
            return (try IdentityMiddleware.caller(userID: userID, reps: reps), reps)
        }
        let zoneName = reps[caller.name]?.zone ?? engine.settings.zone
        return PageVisit(
            caller: caller, reps: reps,
            clock: PageClock(
                now: engine.now, zone: engine.loader.zone(named: zoneName), zoneName: zoneName),
            token: token, formToken: session.formToken)
    }
}

/// One request of somebody who is logged in.
struct PageVisit: Sendable {
    let caller: Caller
    /// By short name.
    let reps: [String: Rep]
    let clock: PageClock
    /// Of the session.
    let token: String
    /// What a form must bring back.
    let formToken: String

    /// Whether the caller may move leads at all.
    var mayMove: Bool { caller.access != .marketing }
    /// Whether the caller may give leads to others.
    var mayAssign: Bool { caller.access == .manager || caller.access == .admin }
}
