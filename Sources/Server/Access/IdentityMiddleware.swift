import API
import Glibc
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sequencing
import Store

/// The identity is the Unix user at the other end of the socket (SO_PEERCRED): nothing that the
/// client says can change it.
struct IdentityMiddleware: RouterMiddleware {
    typealias Context = ControlContext

    let store: Store
    /// Who is away changes with time.
    let now: @Sendable () -> Instant

    func handle(
        _ request: Request, context: ControlContext,
        next: (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        guard let userID = try await Self.peerUser(of: context.channel) else {
            throw APIError(.notAllowed, "the other end of the socket has no Unix user")
        }
        var context = context
        context.knownCaller = try await store.inBackground { [now] store in
            var caller = try Self.caller(userID: userID, reps: store.reps())
            if !caller.seesAll {
                caller.absentees = try store.absences().absentees(leftTo: caller.name, at: now())
            }
            return caller
        }
        return try await next(request, context)
    }

    /// The rep who is this user; the superuser and the daemon's own user administer.
    static func caller(userID: UInt32, reps: [String: Rep]) throws(APIError) -> Caller {
        let administers = userID == 0 || userID == geteuid()
        if let rep = reps.values.filter({ $0.userID == userID }).min(by: { $0.name < $1.name }) {
            return Caller(
                name: rep.name, access: administers ? .admin : rep.access, isRep: true,
                userID: userID)
        }
        guard administers else {
            throw APIError(
                .notAllowed, "the Unix user \(userID) is no rep here",
                advice: "have the administrator add “user: …” to a rep in the configuration")
        }
        return Caller(name: "uid \(userID)", access: .admin, isRep: false, userID: userID)
    }

    /// struct ucred of Linux, which the Glibc module does not import.
    private struct PeerCredentials {
        var process: Int32 = 0
        var user: UInt32 = 0
        var group: UInt32 = 0
    }

    private static func peerUser(of channel: any NIOCore.Channel) async throws -> UInt32? {
        guard let provider = channel as? any SocketOptionProvider else { return nil }
        let credentials: PeerCredentials = try await provider.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET), name: SocketOptionName(SO_PEERCRED)
        ).get()
        return credentials.user
    }
}

/// Turns every error into the `APIError` that the client shows.
struct ErrorMiddleware: RouterMiddleware {
    typealias Context = ControlContext

    func handle(
        _ request: Request, context: ControlContext,
        next: (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let answer = APIError(error)
            if answer.code == .fault {
                context.logger.error(
                    "A request could not be answered", metadata: ["api.cause": "\(error)"])
            }
            return try Response.json(answer, status: .init(code: answer.httpStatus))
        }
    }
}

extension APIError {
    /// What an error of the rooms below means for whoever asked.
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as StoreError: self.init(error)
        case let error as HTTPError where error.status == .notFound:
            self.init(
                .notFound, "there is nothing at this path",
                advice: "this thirdtouchd may be older than your thirdtouch")
        default: self.init(.fault, "the daemon could not answer: \(error)")
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .notFound(let table, let key):
            self.init(
                .notFound, "there is no \(table) \(key)", advice: "see thirdtouch \(table) list")
        case .notNow(let what, let why, let advice):
            self.init(.notNow, "\(what): \(why)", advice: advice)
        case .refused(let refusal):
            self.init(.notNow, refusal.message, advice: refusal.advice)
        case .diskFull, .inputOutput, .damaged:
            self.init(.storage, error.description)
        case .copyRefused(let file, let cause, let advice):
            self.init(.notNow, "\(file): \(cause)", advice: advice)
        case .folderInUse, .folderUnusable, .newerDatabase, .notADatabase, .missing, .corruptRow:
            self.init(.fault, error.description)
        }
    }
}
