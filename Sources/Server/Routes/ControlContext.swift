import API
import FoundationEssentials
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// One request, and who asks.
struct ControlContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    var knownCaller: Caller?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Set for every route by `IdentityMiddleware`.
    var caller: Caller {
        get throws(APIError) {
            guard let knownCaller else { throw APIError(.fault, "nobody is known to have asked") }
            return knownCaller
        }
    }
}

extension Router<ControlContext> {
    /// Answers an endpoint: the body decoded, the reply as JSON, errors as `APIError`.
    func handle<Body, Reply>(
        _ endpoint: Endpoint<Body, Reply>,
        _ answer: @escaping @Sendable (Asked<Body>) async throws -> Reply
    ) {
        let method: HTTPRequest.Method = endpoint.method == .get ? .get : .post
        on(RouterPath(endpoint.pattern), method: method) { request, context -> Response in
            let body = try await Self.body(of: request, as: Body.self)
            let items = request.uri.queryParameters.map {
                QueryItem(String($0.key), String($0.value))
            }
            let parameters = Dictionary(
                context.parameters.map { (String($0.key), String($0.value)) }
            ) { first, _ in first }
            let reply = try await answer(
                Asked(body: body, query: items, parameters: parameters, caller: context.caller))
            return try Response.json(reply, status: .ok)
        }
    }

    /// Answers an endpoint whose body is a part of a table, not JSON.
    func handleTable<Reply>(
        _ endpoint: Endpoint<NoBody, Reply>,
        _ answer: @escaping @Sendable (Asked<[UInt8]>) async throws -> Reply
    ) {
        on(RouterPath(endpoint.pattern), method: .post) { request, context -> Response in
            let body = try await Self.bytes(of: request)
            let items = request.uri.queryParameters.map {
                QueryItem(String($0.key), String($0.value))
            }
            let reply = try await answer(
                Asked(
                    body: Array(body.readableBytesView), query: items, parameters: [:],
                    caller: context.caller))
            return try Response.json(reply, status: .ok)
        }
    }

    private static func body<Body: Decodable>(
        of request: Request, as type: Body.Type
    ) async throws -> Body {
        if let nothing = NoBody() as? Body { return nothing }
        let buffer = try await bytes(of: request)
        do {
            return try WireJSON.decode(type, from: Data(buffer.readableBytesView))
        } catch {
            throw APIError(.usage, "the request is no valid JSON for this: \(error)")
        }
    }

    private static func bytes(of request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: ControlServer.largestBody)
        } catch {
            throw APIError(
                .tooLarge, "the request is larger than \(ControlServer.largestBody) bytes",
                advice: "send it in parts")
        }
    }
}

/// A decoded request.
struct Asked<Body: Sendable>: Sendable {
    var body: Body
    var query: [QueryItem]
    var parameters: [String: String]
    var caller: Caller

    func parameter(_ name: String) throws(APIError) -> String {
        guard let value = parameters[name].flatMap({ PathText.decode($0) }) else {
            throw APIError(.usage, "the path has no valid \(name)")
        }
        return value
    }

    func filter<Chosen: Filter>(_ type: Chosen.Type) throws(APIError) -> Chosen {
        try Chosen(query: query)
    }
}

extension Response {
    static func json(_ value: some Encodable, status: HTTPResponse.Status) throws -> Response {
        let data = try WireJSON.encode(value)
        return Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }
}
