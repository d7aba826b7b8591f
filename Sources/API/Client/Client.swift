import FoundationEssentials

/// Asks the daemon over its Unix socket, one request at a time, and waits for the answer.
///
/// Holds nothing open between requests. Blocks its thread: never call it on the cooperative pool.
package struct Client: Sendable {
    package let socket: String
    package let limits: Limits

    package struct Limits: Sendable {
        package var replyBytes: Int
        package var connectMilliseconds: Int
        package var totalMilliseconds: Int

        package init(
            replyBytes: Int = 64 * 1_048_576, connectMilliseconds: Int = 5_000,
            totalMilliseconds: Int = 120_000
        ) {
            self.replyBytes = replyBytes
            self.connectMilliseconds = connectMilliseconds
            self.totalMilliseconds = totalMilliseconds
        }
    }

    package init(socket: String, limits: Limits = Limits()) {
        self.socket = socket
        self.limits = limits
    }

    /// Asks for what is at a path whose parameters are `parameters`, narrowed by `query`.
    package func get<Reply>(
        _ endpoint: Endpoint<NoBody, Reply>, _ parameters: String..., query: [QueryItem] = []
    ) throws(ClientError) -> Reply {
        try send(endpoint, parameters, query: query, body: nil)
    }

    /// Asks for a change.
    package func post<Body, Reply>(
        _ endpoint: Endpoint<Body, Reply>, _ parameters: String..., body: Body
    ) throws(ClientError) -> Reply {
        let data: Data
        do {
            data = try WireJSON.encode(body)
        } catch {
            throw .refused(APIError(.fault, "The request can't be written as JSON: \(error)"))
        }
        return try send(endpoint, parameters, query: [], body: data)
    }

    /// Sends a part of a table (`LeadImportOrder`).
    package func post<Reply>(
        _ endpoint: Endpoint<NoBody, Reply>, table: [UInt8], query: [QueryItem]
    ) throws(ClientError) -> Reply {
        try send(
            endpoint, [], query: query, body: Data(table), contentType: LeadImportOrder.mediaType)
    }

    private func send<Body, Reply>(
        _ endpoint: Endpoint<Body, Reply>, _ parameters: [String], query: [QueryItem], body: Data?,
        contentType: String = "application/json"
    ) throws(ClientError) -> Reply {
        let target =
            endpoint.path(parameters) + (query.isEmpty ? "" : "?\(query.queryText)")
        let exchange = HTTPExchange(
            socket: socket, target: target, body: body.map { [UInt8]($0) },
            contentType: contentType, limits: limits)
        let (status, bytes) = try exchange.perform()
        let data = Data(bytes)
        guard (200..<300).contains(status) else {
            throw Self.refusal(status: status, data)
        }
        do {
            return try WireJSON.decode(Reply.self, from: data)
        } catch {
            throw .garbled(status: status, cause: Self.describe(error))
        }
    }

    private static func refusal(status: Int, _ data: Data) -> ClientError {
        do {
            return .refused(try WireJSON.decode(APIError.self, from: data))
        } catch {
            return .garbled(status: status, cause: "it refuses without one of our reasons")
        }
    }

    /// The decoder's complaint with its place, in one line.
    private static func describe(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        let (context, missing): (DecodingError.Context, String?) =
            switch error {
            case .keyNotFound(let key, let context): (context, key.stringValue)
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .dataCorrupted(let context):
                (context, nil)
            @unknown default: (.init(codingPath: [], debugDescription: "\(error)"), nil)
            }
        let place = context.codingPath.map { key in
            key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
        }.joined()
        let complaint = missing.map { "“\($0)” is missing" } ?? context.debugDescription
        return place.isEmpty ? complaint : "at \(place): \(complaint)"
    }
}
