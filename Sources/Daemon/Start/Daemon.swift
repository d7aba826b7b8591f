import API
import Engine
import Glibc
package import Logging
import PlainYAML
import SequenceFile
import Sequencing
import Server
import ServiceLifecycle
import Store
import UnixSignals
import ZoneData

/// Version of the program, in `--version`, `status` and the server's header.
package enum ProgramVersion {
    package static let text = "0.1.0"
}

/// Why the daemon did not start: what failed, what it means, what to do.
package struct StartFault: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
}

/// The daemon: configuration, store, engine and control socket, from start to a stop in good order.
package struct Daemon: Sendable {
    private let configurationFile: String
    private let environment: [String: String]
    private let logger: Logger
    private let clock = SystemClock()
    private let zones = ZoneDatabase()

    /// `environment` is that of the process: systemd's folders and sockets are named in it.
    package init(configurationFile: String, environment: [String: String], logger: Logger) {
        self.configurationFile = configurationFile
        self.environment = environment
        self.logger = logger
    }

    /// Reads the configuration, every secret, holiday and sequence file that it names, and changes nothing.
    package func check() throws {
        let configuration = try readConfiguration()
        let factory = MailboxFactory(
            stateFolder: configuration.stateFolder, environment: environment, logger: logger)
        for mailbox in configuration.mailboxes { _ = try factory.ports(for: mailbox) }
        _ = try configuration.holidaysFolder.map { try HolidayCalendars(folder: $0) }
        guard let folder = configuration.sequencesFolder else { return }
        var mistakes: [String] = []
        for file in try SequenceFolder(path: folder).files() {
            do {
                _ = try SequenceFile.read(
                    try file.text.get(), file: file.path,
                    knownZones: { (try? zones.rules(named: $0)) != nil })  // why: named there
            } catch {
                mistakes.append("\(error)")
            }
        }
        guard mistakes.isEmpty else {
            throw StartFault(description: mistakes.joined(separator: "\n"))
        }
    }

    /// Puts a backup in place of the database of the configuration's state folder; no daemon may hold that.
    package func restore(_ file: String) throws -> RestoreReport {
        let configuration = try readConfiguration()
        umask(0o077)
        try Self.makeFolder(configuration.stateFolder, mode: 0o700)
        return RestoreReport(
            try StoreRestore(
                source: file, folder: configuration.stateFolder, now: clock.now()
            ).run(), source: file)
    }

    /// Runs until SIGTERM or SIGINT; SIGHUP reads the configuration again.
    package func run() async throws {
        let configuration = try readConfiguration()
        umask(0o007)
        try prepareFolders(configuration)
        let store = try Store(folder: configuration.stateFolder, logger: logger)
        let room = EngineRoom(
            store: store, zones: zones, clock: clock, environment: environment, logger: logger)
        do {
            try room.start(configuration)
        } catch {
            store.close()
            throw error
        }
        let notifier = SystemdNotifier(environment: environment)
        let parts = parts(room, configuration)
        let server = ControlServer(
            parts: parts, socketPath: configuration.socket,
            socketGroup: try configuration.socketGroup.map(Self.groupID), logger: quietLogger)
        let listening = try listeningServices(room, configuration, parts)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: listening.map { .init(service: $0) } + [
                    .init(service: EngineService(room: room, notifier: notifier)),
                    .init(
                        service: ControlService(
                            server: server, notifier: notifier, logger: logger)),
                    .init(
                        service: ReloadService(
                            room: room, notifier: notifier, clock: clock, logger: logger,
                            readConfiguration: readConfiguration)),
                    .init(service: ZoneService(room: room, logger: logger)),
                    .init(service: WatchdogService(room: room, notifier: notifier)),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger))
        try await group.run()
        store.close()
        logger.notice("The daemon has stopped in good order")
    }

    /// The lifecycle's own steps interest nobody in the journal.
    private var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        return quiet
    }

    /// What the configuration switches on, each at its own address.
    private func listeningServices(
        _ room: EngineRoom, _ configuration: DaemonConfiguration, _ parts: ControlServer.Parts
    ) throws -> [ListeningService] {
        var services: [ListeningService] = []
        if let listener = configuration.optOut?.listener {
            let server = OptOutServer(
                currentEngine: { room.engine }, host: listener.host, port: listener.port,
                logger: quietLogger)
            services.append(
                ListeningService(section: "unsubscribe", listener: listener, serve: server.run))
        }
        if let intake = configuration.intake {
            let server = IntakeServer(
                parts: parts, host: intake.listener.host, port: intake.listener.port,
                names: intake.hosts, logger: quietLogger)
            services.append(
                ListeningService(section: "intake", listener: intake.listener, serve: server.run))
        }
        if let listener = configuration.metrics {
            let server = MetricsServer(
                currentEngine: { room.engine }, version: ProgramVersion.text,
                startedAt: clock.now(), host: listener.host, port: listener.port,
                logger: quietLogger)
            services.append(
                ListeningService(section: "metrics", listener: listener, serve: server.run))
        }
        if let door = parts.door {
            let server = try PageServer(parts: parts, door: door, logger: quietLogger)
            services.append(
                ListeningService(
                    section: "page",
                    listener: Listener(host: door.place.host, port: door.place.port),
                    serve: server.run))
        }
        return services
    }

    private func parts(
        _ room: EngineRoom, _ configuration: DaemonConfiguration
    ) -> ControlServer.Parts {
        let isZoneKnown: @Sendable (String) -> Bool = { room.isZoneKnown($0) }
        let clock = clock
        return ControlServer.Parts(
            currentEngine: { room.engine }, version: ProgramVersion.text, startedAt: clock.now(),
            readSequence: { text, file in
                try SequenceReading.read(text, file: file, isZoneKnown: isZoneKnown)
            }, isZoneKnown: isZoneKnown, complaints: { try room.complaints },
            door: configuration.page.map { place in
                PageServer.Door(
                    access: PageAccess(
                        uptime: { clock.uptime() }, secret: { Secrets.random(count: 32) }),
                    place: place)
            })
    }

    private static func groupID(_ name: String) throws(StartFault) -> UInt32 {
        guard let entry = getgrnam(name) else {
            throw StartFault(
                description: "socket-group: there is no Unix group “\(name)”; "
                    + "make it: groupadd --system \(name)")
        }
        return entry.pointee.gr_gid
    }

    private func readConfiguration() throws -> DaemonConfiguration {
        let text: String
        do {
            text = try TextFile.read(configurationFile)
        } catch {
            throw StartFault(
                description: "the configuration \(error); name another with --config, "
                    + "or begin from the example in docs/configuration.md")
        }
        return try ConfigurationReader(
            file: configurationFile,
            isZoneKnown: { (try? zones.rules(named: $0)) != nil },  // why: the key is named there
            environment: environment
        ).read(text)
    }

    private func prepareFolders(_ configuration: DaemonConfiguration) throws(StartFault) {
        try Self.makeFolder(configuration.stateFolder, mode: 0o700)
        let socketFolder = configuration.socket.split(separator: "/").dropLast()
        try Self.makeFolder("/" + socketFolder.joined(separator: "/"), mode: 0o755)
        guard configuration.socket.hasPrefix("/"), configuration.socket.utf8.count <= 107 else {
            throw StartFault(
                description: "socket: \(configuration.socket) must be an absolute path of at most "
                    + "107 bytes")
        }
    }

    /// The last folder of a path alone is made; those above it must exist.
    private static func makeFolder(_ path: String, mode: UInt32) throws(StartFault) {
        guard access(path, F_OK) != 0, mkdir(path, mode) != 0 else { return }
        throw StartFault(
            description: "the folder \(path) can't be made: \(String(cString: strerror(errno))); "
                + "make it, owned by the user that runs thirdtouchd")
    }
}
