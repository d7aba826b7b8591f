import API
package import Engine
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
package import Sequencing
import Store

/// `/metrics` for the monitoring of the installation, in OpenMetrics text: numbers and mailboxes, no lead.
package struct MetricsServer: Sendable {
    static let mostConnections = 20

    package let host: String
    package let port: Int
    private let currentEngine: @Sendable () -> Engine
    private let version: String
    private let startedAt: Instant
    private let logger: Logger
    private let hosts: HostCheck
    private let book = CensusBook()

    package init(
        currentEngine: @escaping @Sendable () -> Engine, version: String, startedAt: Instant,
        host: String, port: Int, logger: Logger
    ) {
        self.currentEngine = currentEngine
        self.version = version
        self.startedAt = startedAt
        self.host = host
        self.port = port
        self.logger = logger
        hosts = HostCheck(names: [])
    }

    /// Serves until the surrounding service group shuts down gracefully.
    package func run() async throws {
        let server = PlainServer(
            host: host, port: port, mostConnections: Self.mostConnections, logger: logger)
        try await server.run { request, _ in await response(to: request) }
    }

    private func response(to request: Request) async -> Response {
        guard hosts.admits(request.head.authority) else {
            return plain(.misdirectedRequest, "Ask by number, or by localhost.")
        }
        guard request.uri.path == "/metrics" else {
            return plain(.notFound, "There is /metrics alone.")
        }
        guard request.method == .get || request.method == .head else {
            return plain(.methodNotAllowed, "Only GET and HEAD.", [.allow: "GET, HEAD"])
        }
        let engine = currentEngine()
        do {
            let page = try await engine.store.inBackground { _ in
                let census = try book.census { try Census.count(engine) }
                return try ViewBuilder(engine: engine).metrics(
                    census, version: version, startedAt: startedAt)
            }
            let bytes = ByteBuffer(string: page.text)
            var headers = Self.commonHeaders
            headers[.contentType] = MetricsPage.contentType
            guard request.method == .get else {
                headers[.contentLength] = "\(bytes.readableBytes)"
                return Response(status: .ok, headers: headers)
            }
            return Response(
                status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
        } catch {
            logger.error("The metrics could not be counted", metadata: ["store.cause": "\(error)"])
            return plain(.serviceUnavailable, "They could not be counted.")
        }
    }

    private func plain(
        _ status: HTTPResponse.Status, _ text: String, _ extra: HTTPFields = [:]
    ) -> Response {
        var headers = Self.commonHeaders
        headers[.contentType] = "text/plain; charset=utf-8"
        for field in extra { headers[field.name] = field.value }
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
    }

    private static let commonHeaders: HTTPFields = [
        .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
    ]
}
