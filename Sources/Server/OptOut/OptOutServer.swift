package import Engine
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// The one-click opt-out of RFC 8058, behind the company's reverse proxy.
///
/// GET shows a page with a button and changes nothing, because scanners follow every link. POST is the
/// opt-out, without cookies, without redirects; it is answered with 200 once the suppression is durable. The
/// token is all that is asked, and a wrong one gets the same answers: nothing can be learned here.
package struct OptOutServer: Sendable {
    /// Of a request body; a form of ours has fewer than a hundred.
    static let largestBody = 4096
    static let mostConnections = 200
    /// Without a byte, and for the whole of a body.
    static let patience: Duration = .seconds(15)

    package let host: String
    package let port: Int
    private let responder: OptOutResponder
    private let logger: Logger

    package init(
        currentEngine: @escaping @Sendable () -> Engine, host: String, port: Int, logger: Logger
    ) {
        self.host = host
        self.port = port
        self.logger = logger
        responder = OptOutResponder(currentEngine: currentEngine, logger: logger)
    }

    /// Serves until the surrounding service group shuts down gracefully.
    package func run() async throws {
        let (responder, seconds) = (responder, Int64(Self.patience.components.seconds))
        let server = try HTTPServerBuilder.http1(
            configuration: .init(
                idleTimeout: .seconds(seconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10,
                    maxHeaderFieldCount: 100))
        ).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    Self.mostConnections, logger: logger)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, _ in
                let response = await responder.response(to: request)
                try await writer.write(response: response.head, body: response.body)
            })
        try await server.run()
    }
}
