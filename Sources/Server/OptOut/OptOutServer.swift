package import Engine
package import Logging

/// The one-click opt-out of RFC 8058, behind the company's reverse proxy.
///
/// GET shows a page with a button and changes nothing, because scanners follow every link. POST is the
/// opt-out, without cookies, without redirects; it is answered with 200 once the suppression is durable. The
/// token is all that is asked, and a wrong one gets the same answers: nothing can be learned here.
package struct OptOutServer: Sendable {
    /// Of a request body; a form of ours has fewer than a hundred.
    static let largestBody = 4096
    static let mostConnections = 200
    /// For the whole of a body.
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
        let responder = responder
        try await PlainServer(
            host: host, port: port, mostConnections: Self.mostConnections, logger: logger
        ).run { request, _ in await responder.response(to: request) }
    }
}
