import API
import Engine
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import Sequencing
import Store
import Synchronization

/// Hand-offs from marketing tools and reports for other programs, by token, behind the company's reverse proxy.
///
/// A token is asked for before anything else is looked at, and what it may not do is as unknown to it as what is not there.
package struct IntakeServer: Sendable {
    /// Of a request's body.
    static let largestBody = 1 << 20
    static let mostConnections = 200
    static let patience: Duration = .seconds(15)
    static let longestKey = 200

    package let host: String
    package let port: Int
    private let parts: ControlServer.Parts
    private let hosts: HostCheck
    private let logger: Logger
    /// Of all, before anybody is known: behind the proxy every request comes from the same address.
    private let rate = RequestRate(mostAtOnce: 200, perSecond: 50)
    private let tokenRates = TokenRates()

    /// `names` are those by which the proxy is asked.
    package init(
        parts: ControlServer.Parts, host: String, port: Int, names: [String], logger: Logger
    ) {
        self.parts = parts
        self.host = host
        self.port = port
        self.logger = logger
        hosts = HostCheck(names: names)
    }

    /// Serves until the surrounding service group shuts down gracefully.
    package func run() async throws {
        let reports = Self.reportRouter(parts: parts).buildResponder()
        let server = PlainServer(
            host: host, port: port, mostConnections: Self.mostConnections, logger: logger)
        try await server.run { request, channel in
            await response(to: request) { caller in
                var context = ControlContext(source: .init(channel: channel, logger: logger))
                context.knownCaller = caller
                return try await reports.respond(to: request, context: context)
            }
        }
    }

    private static func reportRouter(parts: ControlServer.Parts) -> Router<ControlContext> {
        let router = Router(context: ControlContext.self)
        router.middlewares.add(ErrorMiddleware())
        ControlServer.addReportRoutes(to: router, parts: parts)
        return router
    }

    private func response(
        to request: Request, report: (Caller) async throws -> Response
    ) async -> Response {
        do {
            guard rate.admits() else { throw APIError.tooManyRequests }
            guard hosts.admits(request.head.authority) else {
                throw APIError(
                    .notHere, "this name leads to somebody else",
                    advice: "name it in intake.hosts of the configuration")
            }
            let token = try await token(of: request)
            guard tokenRates.admits(token.id) else { throw APIError.tooManyRequests }
            switch (request.method, request.uri.path) {
            case (.post, "/v1/hand-offs"):
                try Self.require(.handOffWrite, of: token)
                return try await takeIn(request, token: token)
            case (.get, let path) where path.hasPrefix("/v1/reports/"):
                try Self.require(.reportRead, of: token)
                try await noteUse(of: token)
                return try await report(
                    Caller(name: token.actor, access: .marketing, isRep: false))
            default:
                throw APIError(
                    .notFound, "there is nothing at this path",
                    advice: "POST /v1/hand-offs, or GET /v1/reports/touch-gap")
            }
        } catch {
            return refusal(APIError(error), cause: error)
        }
    }

    private func refusal(_ answer: APIError, cause: any Error) -> Response {
        if answer.code == .fault || answer.code == .storage {
            logger.error("A request over HTTP failed", metadata: ["api.cause": "\(cause)"])
        }
        do {
            var response = try Response.json(answer, status: .init(code: answer.httpStatus))
            switch answer.code {
            case .unknownCaller: response.headers[.wwwAuthenticate] = "Bearer"
            case .tooMany: response.headers[.retryAfter] = "5"
            case .tooLarge: response.headers[.connection] = "close"
            case .usage, .notAllowed, .notFound, .notNow, .sequenceInvalid, .storage,
                .unavailable, .fault, .notHere:
                break
            }
            response.headers[.xContentTypeOptions] = "nosniff"
            return response
        } catch {
            return Response(status: .internalServerError)
        }
    }

    // MARK: Who asks

    /// The live token of the `Authorization` field; every way of having none is told alike.
    private func token(of request: Request) async throws -> TokenRow {
        let unknown = APIError(
            .unknownCaller, "no token is known by this",
            advice: "send Authorization: Bearer tt_…; an administrator makes one: "
                + "thirdtouch token add NAME --scope SCOPE")
        guard let field = request.headers[.authorization] else { throw unknown }
        let words = field.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer",
            let secret = TokenSecret(text: words[1])
        else { throw unknown }
        guard
            let token = try await parts.engine.store.inBackground({ store in
                try store.token(hash: secret.hash)
            })
        else { throw unknown }
        return token
    }

    private static func require(_ scope: TokenScope, of token: TokenRow) throws(APIError) {
        guard token.scopes.contains(scope) else {
            throw APIError(
                .notAllowed, "the token \(token.name) has not the scope \(scope.rawValue)",
                advice: "have another one made: thirdtouch token add NAME --scope "
                    + scope.rawValue)
        }
    }

    private func noteUse(of token: TokenRow) async throws {
        let engine = parts.engine
        try await engine.store.inBackground { try $0.noteUse(of: token, now: engine.now) }
    }

    // MARK: Hand-offs

    private func takeIn(_ request: Request, token: TokenRow) async throws -> Response {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { $0 != " " }
        guard type?.lowercased() == "application/json" else {
            throw APIError(
                .usage, "the body's type is not application/json",
                advice: "send Content-Type: application/json")
        }
        let key = try Self.key(of: request)
        let body: [UInt8]
        switch await RequestBody.read(
            of: request, upTo: Self.largestBody, within: Self.patience)
        {
        case .whole(let bytes): body = bytes
        case .tooLarge:
            throw APIError(
                .tooLarge, "the body is larger than \(Self.largestBody) bytes",
                advice: "send the leads in several requests")
        case .broken: throw APIError(.usage, "the body did not arrive whole", advice: "again")
        }
        let parts = parts
        let (answer, leads) = try await parts.engine.store.inBackground { store in
            let engine = parts.engine
            let reps = try engine.loader.reps()
            let leads = try IntakeReader(
                isRep: { reps[$0] != nil }, isZoneKnown: parts.isZoneKnown
            ).read(body)
            let digest = SHA256.authenticationCode(of: body, key: engine.settings.messageIDKey)
            let answer = try engine.takeIn(
                IntakeOrder(
                    token: token, leads: leads, key: key,
                    digest: TokenSecret.hexadecimal(digest)))
            try store.noteUse(of: token, now: engine.now)
            return (answer, leads)
        }
        switch answer {
        case .done(let results):
            return try Response.json(IntakeView(results, of: leads), status: .ok)
        case .repeated(let results):
            var view = IntakeView(results, of: leads)
            view.isRepeated = true
            return try Response.json(view, status: .ok)
        case .keyTaken:
            throw APIError(
                .notNow, "this Idempotency-Key was used for another body",
                advice: "use a new key for a new request")
        case .revoked:
            throw APIError(.unknownCaller, "the token was revoked", advice: "ask for a new one")
        }
    }

    private static func key(of request: Request) throws(APIError) -> String? {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name]
        else { return nil }
        let isPlain = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard (1...longestKey).contains(key.utf8.count), isPlain else {
            throw APIError(
                .usage, "Idempotency-Key must be 1 to \(longestKey) visible characters",
                advice: "send a UUID")
        }
        return key
    }
}

/// What each token may ask in some time.
private final class TokenRates: Sendable {
    private let rates = Mutex<[Int64: RequestRate]>([:])

    func admits(_ token: Int64) -> Bool {
        let rate = rates.withLock { rates in
            let rate = rates[token] ?? RequestRate(mostAtOnce: 60, perSecond: 10)
            rates[token] = rate
            return rate
        }
        return rate.admits()
    }
}

extension APIError {
    fileprivate static let tooManyRequests = APIError(
        .tooMany, "too many requests at once", advice: "ask again in five seconds")
}

extension IntakeView {
    fileprivate init(_ results: [IntakeResult], of leads: [NewLead]) {
        self.init(
            items: zip(results, leads).map { result, lead in
                Item(
                    email: lead.email.text, outcome: result.outcome.rawValue, lead: result.lead,
                    handOff: result.handOff, owner: result.owner)
            })
    }
}
