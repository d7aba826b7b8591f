@preconcurrency import Glibc
import Sequencing

extension CommandContext {
    /// The process's own environment, clock, zone and standard streams.
    package static func system() -> CommandContext {
        let environment = systemEnvironment()
        tzset()
        return CommandContext(
            environment: environment, now: systemNow(), zone: .system,
            terminal: .standardOutput(environment),
            write: { text in write(text, to: STDOUT_FILENO) },
            writeError: { text in write(text, to: STDERR_FILENO) },
            ask: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
                ? { question in
                    write(question, to: STDERR_FILENO)
                    return readLine()
                } : nil,
            readKey: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
                ? { KeyReader.read() } : nil,
            pause: { usleep(UInt32(clamping: $0.components.seconds * 1_000_000)) })
    }

    private static func systemEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let parts = String(cString: pointer).split(separator: "=", maxSplits: 1)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }

    private static func systemNow() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Stops at the first failure: a reader that has gone wants no more.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension CommandContext.Terminal {
    /// Colours only on a terminal, and never where NO_COLOR says so (no-color.org) or it is dumb.
    static func standardOutput(_ environment: [String: String]) -> Self {
        guard isatty(STDOUT_FILENO) == 1 else { return .pipe }
        var size = winsize()
        let isSized = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Self(isTerminal: true, usesColor: !isPlain, width: isSized ? Int(size.ws_col) : 80)
    }
}

extension LocalZone {
    /// By the system's zone files and `TZ`, as every other program on the machine shows times.
    static let system = LocalZone(
        local: { instant in
            var seconds = time_t(instant.milliseconds.flooredDivision(by: 1000))
            var parts = tm()
            localtime_r(&seconds, &parts)
            let local = LocalDateTime(secondsSince1970: Int64(seconds) + Int64(parts.tm_gmtoff))
            return (local, parts.tm_zone.map { String(cString: $0) } ?? "")
        },
        instant: { local in
            var parts = tm()
            parts.tm_year = Int32(local.date.year - 1900)
            parts.tm_mon = Int32(local.date.month - 1)
            parts.tm_mday = Int32(local.date.day)
            parts.tm_sec = Int32(local.time.secondOfDay)
            parts.tm_isdst = -1
            return Instant(milliseconds: Int64(mktime(&parts)) * 1000)
        })
}
