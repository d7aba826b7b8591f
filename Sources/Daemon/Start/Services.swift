import Dispatch
import Engine
import Logging
import Sequencing
import Server
import ServiceLifecycle
import UnixSignals
import ZoneData

/// Stops the engine as soon as the daemon is told to stop, and waits for the messages in flight.
struct EngineService: Service {
    let room: EngineRoom
    let notifier: SystemdNotifier

    func run() async throws {
        try await gracefulShutdown()
        notifier.stopping()
        let room = room
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { @Sendable in
                room.stop()
                continuation.resume()
            }
        }
    }
}

/// Serves the control socket and says when it takes connections.
struct ControlService: Service {
    let server: ControlServer
    let notifier: SystemdNotifier
    let logger: Logger

    func run() async throws {
        let (notifier, logger) = (notifier, logger)
        try await server.run {
            notifier.ready()
            logger.notice("The daemon is ready")
        }
    }
}

/// Listens at an address that the configuration names: for opt-outs by link, metrics, the page.
struct ListeningService: Service {
    /// The section of the configuration.
    let section: String
    let listener: Listener
    let serve: @Sendable () async throws -> Void

    func run() async throws {
        do {
            try await serve()
        } catch is CancellationError {
            return
        } catch {
            throw StartFault(
                description:
                    "\(section).listen: \(listener.host):\(listener.port) can't be listened at "
                    + "(\(error)); name another one, or end who has it")
        }
    }
}

/// Looks at the zone files from time to time: `apt upgrade` changes them and tells nobody.
struct ZoneService: Service {
    static let rest: Duration = .seconds(600)

    let room: EngineRoom
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Why an error is the end: only the cancelling throws.
            while (try? await Task.sleep(for: Self.rest, tolerance: .seconds(60))) != nil {
                guard room.rereadZones() else { continue }
                logger.notice("The time zone data have changed")
                room.engine.refresh()
            }
        }
    }
}

/// Reads the configuration again at SIGHUP; a mistake in it leaves everything as it was.
struct ReloadService: Service {
    let room: EngineRoom
    let notifier: SystemdNotifier
    let clock: SystemClock
    let logger: Logger
    let readConfiguration: @Sendable () throws -> DaemonConfiguration

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            notifier.reloading(monotonicMicroseconds: Self.monotonicMicroseconds())
            await reload()
            notifier.ready()
        }
    }

    private func reload() async {
        let work: @Sendable () -> Void = {
            do {
                _ = room.rereadZones()
                try room.start(readConfiguration())
                logger.notice("The configuration was read again")
            } catch {
                room.noteRefusedReload("\(error)")
                logger.error(
                    "The configuration was not taken over; the one before stays in force",
                    metadata: ["configuration.cause": "\(error)"])
            }
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { @Sendable in
                work()
                continuation.resume()
            }
        }
    }

    /// CLOCK_MONOTONIC, as sd_notify(3) wants it with RELOADING=1.
    private static func monotonicMicroseconds() -> Int64 {
        Int64(DispatchTime.now().uptimeNanoseconds / 1000)
    }
}

/// Tells the service manager that the engine's own worker still works.
struct WatchdogService: Service {
    let room: EngineRoom
    let notifier: SystemdNotifier

    func run() async throws {
        guard let interval = notifier.watchdogInterval else {
            try await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let notifier = notifier
                room.workers.run(.engine) { @Sendable in notifier.alive() }
                // Why the error is dropped: it says that the daemon stops. Thrown on, it would break
                // off the other services, and with them the message in flight.
                try? await Task.sleep(for: interval)
            }
        }
    }
}
