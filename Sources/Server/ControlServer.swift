package import API
package import Engine
import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import Sequencing
import ServiceLifecycle
import Store

/// The control API over a Unix socket: what `thirdtouch` and other programs on this machine ask.
package struct ControlServer: Sendable {
    /// Reads the text of a sequence file; throws `APIError` with line and column of each mistake.
    package typealias SequenceReader =
        @Sendable (_ text: String, _ file: String) throws -> Sequencing.Sequence

    /// What the routes need of the program around them.
    package struct Parts: Sendable {
        /// The engine of now: a reload may bring a new one.
        package var currentEngine: @Sendable () -> Engine
        package var version: String
        package var startedAt: Instant
        package var readSequence: SequenceReader
        package var isZoneKnown: @Sendable (String) -> Bool
        /// What the files of the installation lack, for `status`.
        package var complaints: @Sendable () throws -> [WarningView]
        /// Nil where the installation serves no page.
        package var door: PageServer.Door?

        package init(
            currentEngine: @escaping @Sendable () -> Engine, version: String, startedAt: Instant,
            readSequence: @escaping SequenceReader,
            isZoneKnown: @escaping @Sendable (String) -> Bool,
            complaints: @escaping @Sendable () throws -> [WarningView] = { [] },
            door: PageServer.Door? = nil
        ) {
            self.door = door
            self.currentEngine = currentEngine
            self.version = version
            self.startedAt = startedAt
            self.readSequence = readSequence
            self.isZoneKnown = isZoneKnown
            self.complaints = complaints
        }

        var engine: Engine { currentEngine() }
    }

    /// Bytes of a request body, at most.
    static let largestBody = 16 << 20

    private let parts: Parts
    private let socketPath: String
    private let socketGroup: UInt32?
    private let logger: Logger

    /// `socketGroup` may open the socket beside its owner; its mode is 0660.
    package init(parts: Parts, socketPath: String, socketGroup: UInt32?, logger: Logger) {
        self.parts = parts
        self.socketPath = socketPath
        self.socketGroup = socketGroup
        self.logger = logger
    }

    /// Serves until the surrounding service group shuts down gracefully; `whenReady` runs once the
    /// socket takes connections.
    ///
    /// The server is built without Hummingbird's `Application`, whose date cache wakes the process every
    /// second (docs/decisions/0008-server-without-a-date-cache.md).
    package func run(whenReady: @escaping @Sendable () async -> Void) async throws {
        let (path, group, logger) = (socketPath, socketGroup, logger)
        let responder = Self.router(parts: parts).buildResponder()
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(
                address: .unixDomainSocket(path: path), serverName: "thirdtouchd"),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, channel in
                let context = ControlContext(source: .init(channel: channel, logger: logger))
                // `ErrorMiddleware` has turned every error into a response before this.
                let response = try await responder.respond(to: request, context: context)
                try await writer.write(response: response.head, body: response.body)
            },
            onServerRunning: { _ in
                chmod(path, 0o660)
                if let group { chown(path, getuid(), group) }
                await whenReady()
            })
        try await server.run()
        unlink(path)
    }

    static func router(parts: Parts) -> Router<ControlContext> {
        let router = Router(context: ControlContext.self)
        router.middlewares.add(ErrorMiddleware())
        router.middlewares.add(
            IdentityMiddleware(store: parts.engine.store, now: { parts.engine.now }))
        addStatusRoutes(to: router, parts: parts)
        addBackupRoutes(to: router, parts: parts)
        addLeadRoutes(to: router, parts: parts)
        addHandOffRoutes(to: router, parts: parts)
        addImportRoutes(to: router, parts: parts)
        addEnrollmentRoutes(to: router, parts: parts)
        addTaskRoutes(to: router, parts: parts)
        addMailRoutes(to: router, parts: parts)
        addMailboxRoutes(to: router, parts: parts)
        addSuppressionRoutes(to: router, parts: parts)
        addSequenceRoutes(to: router, parts: parts)
        addTokenRoutes(to: router, parts: parts)
        addReportRoutes(to: router, parts: parts)
        addRepRoutes(to: router, parts: parts)
        addPageRoutes(to: router, parts: parts)
        return router
    }
}
