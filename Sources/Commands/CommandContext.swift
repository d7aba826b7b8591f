import API
package import Sequencing

/// Everything a command takes from the outside: whom to ask, the time, where to write.
package struct CommandContext {
    package var environment: [String: String]
    package var now: Instant
    package var zone: LocalZone
    package var terminal: Terminal
    /// Folder of the system's zone files: a zone is known when its file is there.
    package var zoneFolder: String
    package var write: (String) -> Void
    package var writeError: (String) -> Void
    /// Puts a question to the person at the terminal and reads a line; nil where nobody sits there.
    package var ask: ((String) -> String?)?
    /// Waits for one key of the person at the terminal, nil at its end; nil where nobody sits there.
    package var readKey: (() -> Character?)?
    /// Lets some time pass between two questions to the daemon.
    package var pause: (Duration) -> Void

    package init(
        environment: [String: String], now: Instant, zone: LocalZone, terminal: Terminal,
        zoneFolder: String = "/usr/share/zoneinfo", write: @escaping (String) -> Void,
        writeError: @escaping (String) -> Void, ask: ((String) -> String?)? = nil,
        readKey: (() -> Character?)? = nil,
        pause: @escaping (Duration) -> Void = { _ in }
    ) {
        self.ask = ask
        self.readKey = readKey
        self.pause = pause
        self.environment = environment
        self.now = now
        self.zone = zone
        self.terminal = terminal
        self.zoneFolder = zoneFolder
        self.write = write
        self.writeError = writeError
    }

    /// What the output is written on.
    package struct Terminal: Equatable, Sendable {
        package var isTerminal: Bool
        package var usesColor: Bool
        /// In character cells; nil when it is not a terminal, so that nothing is cut.
        package var width: Int?

        package init(isTerminal: Bool, usesColor: Bool, width: Int?) {
            self.isTerminal = isTerminal
            self.usesColor = usesColor
            self.width = width
        }

        package static let pipe = Terminal(isTerminal: false, usesColor: false, width: nil)
    }

    func client(_ shared: SharedOptions) -> Client {
        Client(socket: SocketPath.resolve(option: shared.socket, environment: environment))
    }

    /// Prints the wire value with `--json`, otherwise its page for people.
    func show(_ value: some Rendered, _ shared: SharedOptions) throws {
        try show(value, asJSON: shared.json)
    }

    /// Asks before something that can't be taken back; `known` is what speaks for and against it.
    ///
    /// Where nobody can be asked it is refused, with the flag that stands for the answer.
    func confirm(_ question: String, known: some Rendered, orRun command: String) throws {
        guard let ask else {
            throw CommandFailure(
                .refused, "\(question) Nobody can be asked here.", advice: "if so: \(command)")
        }
        var page = TextPage(now: now, zone: zone, terminal: terminal)
        known.render(on: &page)
        writeError(page.text + "\n")
        let answer = ask("\(question) Type yes to go on: ")
        guard answer?.lowercased().filter({ !$0.isWhitespace }) == "yes" else {
            throw CommandFailure(.refused, "Nothing was changed.")
        }
    }

    func show(_ value: some Rendered, asJSON isJSON: Bool) throws {
        if isJSON {
            write(try JSONOutput.text(of: value))
        } else {
            var page = TextPage(now: now, zone: zone, terminal: terminal)
            value.render(on: &page)
            write(page.text)
        }
    }
}

/// The reader's own zone, for times on the page.
package struct LocalZone: Sendable {
    /// Local time and the zone's abbreviation, as in `CET`.
    package var local: @Sendable (Instant) -> (LocalDateTime, String)
    package var instant: @Sendable (LocalDateTime) -> Instant

    package init(
        local: @escaping @Sendable (Instant) -> (LocalDateTime, String),
        instant: @escaping @Sendable (LocalDateTime) -> Instant
    ) {
        self.local = local
        self.instant = instant
    }

    /// An offset that never changes.
    package static func fixed(offsetSeconds: Int, name: String) -> LocalZone {
        let offset = Int64(offsetSeconds)
        return LocalZone(
            local: { instant in
                let seconds = instant.milliseconds.flooredDivision(by: 1000) + offset
                return (LocalDateTime(secondsSince1970: seconds), name)
            },
            instant: { local in
                Instant(milliseconds: (local.secondsSince1970 - offset) * 1000)
            })
    }
}
