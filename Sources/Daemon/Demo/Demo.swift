import Engine
import Glibc
package import Logging
import MailTransport
import SequenceFile
package import Sequencing
import Simulation
import Store
import ZoneData

/// The whole product in one terminal on a virtual clock: real engine, real SQLite, mail in Maildirs,
/// scripted leads and reps, the shipped sequences.
package struct Demo: Sendable {
    package struct Settings: Sendable {
        /// Made if it is not there; must not hold another database.
        package var stateFolder: String
        package var sequencesFolder: String
        /// Simulated days.
        package var days: Int
        /// Leads beside those of the script, made up (`DemoCrowd`).
        package var crowd: Int
        /// The first morning; a Monday is best.
        package var start: LocalDate
        /// Between two lines of the timeline; zero on a pipe.
        package var pace: Duration

        package init(
            stateFolder: String, sequencesFolder: String, days: Int, crowd: Int = 0,
            start: LocalDate, pace: Duration
        ) {
            self.crowd = crowd
            self.stateFolder = stateFolder
            self.sequencesFolder = sequencesFolder
            self.days = days
            self.start = start
            self.pace = pace
        }
    }

    private let settings: Settings
    let logger: Logger
    let zones = ZoneDatabase()

    package init(settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// What is left at the end, for `Demo.serve` and for the reader.
    package struct Result: Sendable {
        let engine: Engine
        let store: Store
        package var databaseFile: String { store.file }
        package let mailFolder: String
        package let mistakes: [String]
    }

    /// Plays the script from the first morning to the last evening; `print` gets each line.
    package func play(print: @escaping @Sendable (String) -> Void) throws -> Result {
        try makeFolders()
        let time = VirtualTime(startingAt: startInstant)
        let store = try Store(folder: settings.stateFolder, logger: logger)
        guard try store.counts().leads == 0 else {
            store.close()
            throw StartFault(
                description: "\(settings.stateFolder) holds a database with leads already; "
                    + "name an empty folder with --state-folder")
        }
        try store.configure(
            reps: reps, mailboxes: reps.compactMap { rep in rep.email.map { ($0, rep.name) } })
        try publishSequences(store, now: time.now())
        let crowd = DemoCrowd(count: settings.crowd, from: startInstant, days: settings.days)
        let people =
            DemoCast.members.map { ($0.lead, $0.reaction) }
            + crowd.members.map { ($0.lead, $0.reaction) }
        let world = ScriptedWorld(
            time: time,
            leads: people.map { lead, reaction in
                ScriptedLead(
                    email: lead.email, name: lead.fields["first_name"] ?? "", reaction: reaction)
            }, post: post)
        let engine = try makeEngine(store: store, time: time, world: world)
        time.onAlarm { @Sendable in engine.wake() }
        let stage = DemoStage(time: time, engine: engine)
        stage.schedule(from: startInstant, days: settings.days)
        stage.schedule(crowd, until: startInstant + .days(settings.days))
        let timeline = try Timeline(store: store, zone: zones.rules(named: "UTC"))
        try engine.start()
        time.run(until: startInstant + .days(settings.days)) {
            for line in timeline.newLines() {
                print(line)
                if settings.pace > .zero {
                    usleep(UInt32(settings.pace.wholeMilliseconds) * 1000)
                }
            }
        }
        return Result(
            engine: engine, store: store, mailFolder: mailFolder,
            mistakes: world.mistakes + stage.mistakes)
    }

    /// The crowd needs more hands than the script. Whoever runs the demo looks at the result as the first of them.
    private var reps: [Rep] {
        var reps = settings.crowd > 0 ? DemoTeam.reps : DemoCast.reps
        reps[0].userID = getuid()
        reps[0].access = .manager
        return reps
    }

    private var mailFolder: String { "\(settings.stateFolder)/mail" }

    /// Seven o'clock UTC on the first morning.
    private var startInstant: Instant {
        let local = LocalDateTime(date: settings.start, time: LocalTime(hour: 7, minute: 0))
        return Instant(milliseconds: local.secondsSince1970 * 1000)
    }

    private func inbox(of address: EmailAddress) -> String { "\(mailFolder)/\(address)/inbox" }
    private func sent(by address: EmailAddress) -> String { "\(mailFolder)/\(address)/sent" }

    private func makeFolders() throws(StartFault) {
        var folders = [settings.stateFolder, mailFolder]
        for address in reps.compactMap(\.email) {
            folders.append("\(mailFolder)/\(address)")
            for folder in [inbox(of: address), sent(by: address)] {
                folders += [folder] + ["tmp", "new", "cur"].map { "\(folder)/\($0)" }
            }
        }
        for folder in folders where access(folder, F_OK) != 0 {
            guard mkdir(folder, 0o700) == 0 else {
                throw StartFault(
                    description: "the folder \(folder) can't be made: "
                        + "\(String(cString: strerror(errno))); name another with --state-folder")
            }
        }
    }

    /// What a mail server at home would do: the whole message into the rep's inbox.
    private var post: @Sendable ([UInt8], EmailAddress) throws -> Void {
        let folder = mailFolder
        return { bytes, address in
            let submitter = MaildirSubmitter(
                path: "\(folder)/\(address)/inbox", logger: Logger(label: "thirdtouch.demo"))
            let message = OutgoingMessage(sender: address, recipient: address, bytes: bytes)
            guard case .accepted = submitter.submit(message, atCommitPoint: { true }) else {
                throw StartFault(description: "an answer could not be put into \(folder)")
            }
        }
    }

    private func publishSequences(_ store: Store, now: Instant) throws {
        for file in try SequenceFolder(path: settings.sequencesFolder).files() {
            let text = try file.text.get()
            let sequence = try SequenceFile.read(
                text, file: file.path,
                knownZones: { (try? zones.rules(named: $0)) != nil })  // why: only known or not
            _ = try store.publish(sequence, text: text, now: now, by: "demo")
        }
    }

    private func makeEngine(
        store: Store, time: VirtualTime, world: ScriptedWorld
    ) throws -> Engine {
        let key = try Secrets.key(named: "message-id.key", folder: settings.stateFolder)
        let announcement = Announcement()
        let ports = reps.compactMap { rep in
            rep.email.map { address in
                MailboxPorts(
                    address: address, rep: rep.name,
                    submitter: world.observing(
                        LaneSubmitter(
                            MaildirSubmitter(path: sent(by: address), logger: logger)),
                        announce: { announcement.engine?.sweep($0) }),
                    inbox: WatchedInbox(MaildirInbox(path: inbox(of: address), logger: logger)),
                    limits: LaneLimits())
            }
        }
        let holidaysFolder = "\(settings.sequencesFolder)/holidays"
        let holidays =
            access(holidaysFolder, F_OK) == 0
            ? try HolidayCalendars(folder: holidaysFolder) : nil
        let engine = Engine(
            store: store, clock: time,
            calendars: SystemCalendars(zones: zones, holidays: holidays), workers: time,
            alarm: time, mailboxes: ports,
            settings: EngineSettings(zone: "Europe/Berlin", messageIDKey: key), logger: logger)
        announcement.engine = engine
        return engine
    }
}
