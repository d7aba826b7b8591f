import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// A small HTTP server at a number address and a port, with limits on all that a stranger may send.
struct PlainServer: Sendable {
    /// Without a byte.
    static let patience: Duration = .seconds(15)

    let host: String
    let port: Int
    let mostConnections: Int
    let logger: Logger

    /// Serves until the surrounding service group shuts down gracefully.
    func run(
        responder: @escaping @Sendable (Request, any Channel) async -> Response
    ) async throws {
        let server = try HTTPServerBuilder.http1(
            configuration: .init(
                idleTimeout: .seconds(Int64(Self.patience.components.seconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10,
                    maxHeaderFieldCount: 100))
        ).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    mostConnections, logger: logger)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, channel in
                let response = await responder(request, channel)
                try await writer.write(response: response.head, body: response.body)
            })
        try await server.run()
    }
}
