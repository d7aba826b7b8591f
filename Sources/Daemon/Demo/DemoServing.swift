import Engine
import Glibc
import Logging
import SequenceFile
import Sequencing
import Server
import ServiceLifecycle
import Store
import ZoneData

/// After the play: the control socket of the demo's engine, and `thirdtouch` asking it.
extension Demo {
    /// Serves the result on a socket in the state folder while `ask` runs, then stops.
    package func serve(
        _ result: Result, ask: @escaping @Sendable (_ socket: String) async -> Void
    ) async throws {
        let socket = "\(result.store.file.split(separator: "/").dropLast().joined(separator: "/"))"
        let path = "/\(socket)/thirdtouchd.sock"
        var quiet = logger
        quiet.logLevel = .critical
        let zones = zones
        let isZoneKnown: @Sendable (String) -> Bool = {
            (try? zones.rules(named: $0)) != nil  // why: only whether it is known
        }
        let server = ControlServer(
            parts: ControlServer.Parts(
                currentEngine: { result.engine }, version: ProgramVersion.text,
                startedAt: result.engine.now,
                readSequence: { text, file in
                    try SequenceReading.read(text, file: file, isZoneKnown: isZoneKnown)
                }, isZoneKnown: isZoneKnown), socketPath: path, socketGroup: nil, logger: quiet)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: AskingService(server: server, path: path, ask: ask),
                        successTerminationBehavior: .gracefullyShutdownGroup)
                ], logger: quiet))
        try await group.run()
        result.store.close()
    }
}

/// A server that stops when the one question has been asked.
private struct AskingService: Service {
    let server: ControlServer
    let path: String
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
            group.cancelAll()
            do {
                try await group.waitForAll()
            } catch is CancellationError {
                // The question has been asked: the server was told to end like this.
            }
        }
    }
}
