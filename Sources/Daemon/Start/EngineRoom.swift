import API
import Engine
import Glibc
import Logging
import PlainYAML
import SequenceFile
import Sequencing
import Server
import Store
import Synchronization
import ZoneData

/// Holds the running engine and builds the next one when the configuration changes.
final class EngineRoom: Sendable {
    let store: Store
    let workers = DispatchWorkers()
    let zones: ZoneDatabase
    private let clock: any Clock
    private let environment: [String: String]
    private let logger: Logger
    private let running = Mutex<Running?>(nil)

    private struct Running: Sendable {
        var engine: Engine
        var alarm: DispatchAlarm
        /// What listens as long as the daemon runs, by the configuration's section.
        var listeners: [String: Listener]
        /// Where the page is, with the address that its links have.
        var page: PageServer.Place?
        /// What the files of the installation lack, as far as the last start or reload found.
        var complaints: [WarningView]
    }

    init(
        store: Store, zones: ZoneDatabase, clock: any Clock, environment: [String: String],
        logger: Logger
    ) {
        self.store = store
        self.zones = zones
        self.clock = clock
        self.environment = environment
        self.logger = logger
    }

    /// Never nil after `start`: the reason why it may be forced.
    var engine: Engine { running.withLock { $0!.engine } }

    /// For `thirdtouch status`: what a person should mend in the files of the installation.
    var complaints: [WarningView] {
        get throws {
            guard let running = running.withLock({ $0 }) else { return [] }
            return try running.complaints
                + running.engine.calendarGaps.map {
                    WarningView(code: $0.code, message: $0.message, advice: $0.advice)
                }
        }
    }

    /// A reload was refused: what was in force stays, and `status` says so until a reload succeeds.
    func noteRefusedReload(_ cause: String) {
        running.withLock { running in
            running?.complaints.removeAll { $0.code == "reload-refused" }
            running?.complaints.append(
                WarningView(
                    code: "reload-refused",
                    message: "the configuration was not taken over: \(cause)",
                    advice: "mend it, look: thirdtouchd check, then: systemctl reload thirdtouchd"))
        }
    }

    /// Builds and starts the engine that the configuration describes; the one before takes nothing new up, and what
    /// it has with a server it finishes beside the new one.
    func start(_ configuration: DaemonConfiguration) throws {
        try checkListeners(configuration)
        let factory = MailboxFactory(
            stateFolder: configuration.stateFolder, environment: environment, logger: logger)
        let ports = try configuration.mailboxes.map { try factory.ports(for: $0) }
        let holidays = try configuration.holidaysFolder.map { try HolidayCalendars(folder: $0) }
        let key = try Secrets.key(
            named: "message-id.key", folder: configuration.stateFolder)
        // Read while the engine before still works: a folder of files may take its time.
        let reading = readSequences(in: configuration.sequencesFolder)
        // Whatever can fail comes before the engine that works is stopped: a full disk must not leave none.
        try store.configure(
            reps: configuration.reps,
            mailboxes: configuration.mailboxes.map { ($0.address, $0.rep) })
        try publish(reading.sequences)
        let previous = replaced()
        let box = EngineBox()
        let alarm = DispatchAlarm { @Sendable in box.engine?.wake() }
        let engine = Engine(
            store: store, clock: clock,
            calendars: SystemCalendars(zones: zones, holidays: holidays), workers: workers,
            alarm: alarm, mailboxes: ports,
            settings: EngineSettings(
                zone: configuration.zone, messageIDKey: key, touchGap: configuration.touchGap,
                enrollment: configuration.enrollment,
                accountSpacing: configuration.accountSpacing,
                optOutURL: configuration.optOut?.url, assignment: configuration.assignment,
                digest: configuration.digest, build: ProgramStamp.text),
            logger: logger, after: previous)
        box.engine = engine
        running.withLock {
            $0 = Running(
                engine: engine, alarm: alarm, listeners: configuration.listeners,
                page: configuration.page,
                complaints: reading.complaints)
        }
        try engine.start()
    }

    /// A link that nobody answers would be worse than none: what listens is made at the start alone.
    private func checkListeners(_ configuration: DaemonConfiguration) throws(StartFault) {
        guard let running = running.withLock({ $0 }) else { return }
        let (before, after) = (running.listeners, configuration.listeners)
        let sections = Set(before.keys).union(after.keys).sorted()
        let changed =
            sections.first { before[$0] != after[$0] }
            ?? (running.page == configuration.page ? nil : "page")
        guard let changed else { return }
        throw StartFault(
            description:
                "\(changed): where it is listened has changed, and that takes a new start: "
                + "systemctl restart thirdtouchd")
    }

    /// The longest that one message may be on its way: the server may think for ten minutes.
    static let longestFlight: Duration = .minutes(11)

    /// The engine before, stopped and out of its steps.
    private func replaced() -> Engine? {
        guard let running = running.withLock({ $0 }) else { return nil }
        running.alarm.cancel()
        running.engine.stop()
        _ = workers.drain([.engine], limit: Self.longestFlight)
        return running.engine
    }

    /// Takes nothing new up and returns when the messages in flight are settled.
    func stop() {
        guard let running = running.withLock({ $0 }) else { return }
        running.alarm.cancel()
        running.engine.stop()
        if !workers.drain(running.engine.workerKeys, limit: Self.longestFlight) {
            logger.warning("A message was still on its way when its time was over")
        }
    }

    private struct SequenceReading {
        var sequences: [(sequence: Sequencing.Sequence, text: String)] = []
        var complaints: [WarningView] = []
    }

    /// Each file by itself: a mistake in one keeps none of the others away.
    private func readSequences(in folder: String?) -> SequenceReading {
        var reading = SequenceReading()
        guard let folder else { return reading }
        func complain(_ cause: String, about path: String) {
            logger.error(
                "A sequence file was not published; what is published stays as it is",
                metadata: ["sequence.cause": "\(cause)"])
            reading.complaints.append(
                WarningView(
                    code: "sequence-file", message: "\(path) is not published: \(cause)",
                    advice: "thirdtouch sequence lint \(path)"))
        }
        let files: [SequenceFolder.File]
        do {
            files = try SequenceFolder(path: folder).files()
        } catch {
            complain("\(error)", about: folder)
            return reading
        }
        for file in files {
            do {
                let text = try file.text.get()
                let sequence = try SequenceFile.read(
                    text, file: file.path, knownZones: isZoneKnown)
                reading.sequences.append((sequence, text))
            } catch {
                complain("\(error)", about: file.path)
            }
        }
        return reading
    }

    private func publish(_ sequences: [(sequence: Sequencing.Sequence, text: String)]) throws {
        for (sequence, text) in sequences {
            let version = try store.publish(
                sequence, text: text, now: clock.now(), by: "configuration")
            logger.info("A sequence is published", metadata: ["sequence.version": "\(version)"])
        }
    }

    /// Looks at the zone files; true when a zone is another one now. What can't be read any more stays as it was,
    /// and that is said.
    func rereadZones() -> Bool {
        let reload = zones.reloadIfChanged()
        for loss in reload.lost {
            logger.error(
                "A time zone can't be read any more; what was read before stays in force",
                metadata: ["zone.cause": "\(loss)"])
        }
        return reload.hasChanges
    }

    func isZoneKnown(_ name: String) -> Bool {
        // Why the error is dropped: the caller says what is wrong with the name.
        (try? zones.rules(named: name)) != nil
    }
}

/// Lets the alarm know the engine that is made after it.
private final class EngineBox: Sendable {
    private let box = Mutex<Weak>(Weak())

    private struct Weak: Sendable {
        weak var engine: Engine?
    }

    var engine: Engine? {
        get { box.withLock { $0.engine } }
        set { box.withLock { $0.engine = newValue } }
    }
}
