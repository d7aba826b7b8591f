import Engine
import Glibc
import Logging
import SequenceFile
import Sequencing
import Server
import ServiceLifecycle
import Store
import UnixSignals
import ZoneData

/// After the play: the control socket of the demo's engine, and `thirdtouch` asking it.
extension Demo {
    /// Serves the result on a socket in the state folder while `ask` runs, then stops; with `page`, an address to
    /// listen at, the page too, until somebody ends it.
    package func serve(
        _ result: Result, page: String? = nil,
        ask: @escaping @Sendable (_ socket: String) async -> Void
    ) async throws {
        let door = try page.map { try Self.door(at: $0) }
        let socket = "\(result.store.file.split(separator: "/").dropLast().joined(separator: "/"))"
        let path = "/\(socket)/thirdtouchd.sock"
        var quiet = logger
        quiet.logLevel = .critical
        let zones = zones
        let isZoneKnown: @Sendable (String) -> Bool = {
            (try? zones.rules(named: $0)) != nil  // why: only whether it is known
        }
        let parts = ControlServer.Parts(
            currentEngine: { result.engine }, version: ProgramVersion.text,
            startedAt: result.engine.now,
            readSequence: { text, file in
                try SequenceReading.read(text, file: file, isZoneKnown: isZoneKnown)
            }, isZoneKnown: isZoneKnown, door: door)
        let server = ControlServer(
            parts: parts, socketPath: path, socketGroup: nil, logger: quiet)
        let pages = try door.map { door in
            let server = try PageServer(parts: parts, door: door, logger: quiet)
            return ListeningService(
                section: "page", listener: Listener(host: door.place.host, port: door.place.port),
                serve: server.run)
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (pages.map { [.init(service: $0)] } ?? []) + [
                    .init(
                        service: AskingService(
                            server: server, path: path, stays: door != nil, ask: ask),
                        successTerminationBehavior: .gracefullyShutdownGroup)
                ], gracefulShutdownSignals: door == nil ? [] : [.sigint, .sigterm],
                logger: quiet))
        try await group.run()
        result.store.close()
    }
}

extension Demo {
    private static func door(at text: String) throws(StartFault) -> PageServer.Door {
        guard let listener = Listener(text) else {
            throw StartFault(
                description: "“\(text)” is no address to listen at; write a number address and a "
                    + "port: 127.0.0.1:8026")
        }
        let clock = SystemClock()
        return PageServer.Door(
            access: PageAccess(
                uptime: { clock.uptime() }, secret: { Secrets.random(count: 32) }),
            place: PageServer.Place(
                host: listener.host, port: listener.port,
                url: "http://localhost:\(listener.port)"))
    }
}

/// A server that stops when the one question has been asked.
private struct AskingService: Service {
    let server: ControlServer
    let path: String
    /// Whether it goes on until somebody ends it.
    let stays: Bool
    let ask: @Sendable (String) async -> Void

    func run() async throws {
        let (path, ask) = (path, ask)
        let (ready, continuation) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await server.run { continuation.finish() }
            }
            for await _ in ready {}
            await ask(path)
            // Why the error is dropped: it says that somebody has ended it.
            if stays { try? await gracefulShutdown() }
            group.cancelAll()
            do {
                try await group.waitForAll()
            } catch is CancellationError {
                // The question has been asked: the server was told to end like this.
            }
        }
    }
}
