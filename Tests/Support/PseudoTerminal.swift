internal import Foundation
internal import Glibc

/// A terminal of its own, with a program in it and somebody who types.
package final class PseudoTerminal {
    private let master: Int32
    /// Kept open, so that the terminal's settings can be asked after the program has gone.
    private let slave: Int32
    private let process = Process()
    private var received: [UInt8] = []

    /// TIOCSPTLCK and TIOCGPTN of ioctl_tty(2), which the Glibc module does not import.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    /// Starts `program` with the terminal as its controlling one.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String]
    ) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | Int32(O_CLOEXEC))
        var (number, lock): (Int32, Int32) = (0, 0)
        guard master >= 0, ioctl(master, Self.setLock, &lock) == 0,
            ioctl(master, Self.getNumber, &number) == 0
        else { throw LaunchError("opening a terminal", code: errno) }
        slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | Int32(O_CLOEXEC))
        guard slave >= 0 else { throw LaunchError("opening the terminal", code: errno) }
        process.executableURL = URL(filePath: "/usr/bin/setsid")
        process.arguments = ["--ctty", "--wait", program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            environment.merging(["TERM": "dumb"]) { first, _ in first }
        ) { $1 }
        let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(slave)
        close(master)
    }

    /// Everything shown so far.
    package var text: String { String(decoding: received, as: UTF8.self) }

    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Waits until `words` are shown after what was shown at the last call; throws after ten seconds.
    package func awaitText(_ words: String) throws {
        let wanted = Array(words.utf8)
        let end = Date().addingTimeInterval(10)
        while Date() < end {
            if let found = received[seen...].firstRange(of: wanted) {
                seen = found.upperBound
                return
            }
            take(milliseconds: 50)
        }
        throw LaunchError("waited in vain for “\(words)”; shown was: \(text)")
    }

    /// Waits for a question that one key answers: what is typed before it is thrown away.
    package func awaitKey() throws {
        try awaitText("> ")
        let end = Date().addingTimeInterval(10)
        while isUsual, Date() < end { take(milliseconds: 5) }
        if isUsual { throw LaunchError("it waits for no key: \(text)") }
    }

    private var seen = 0

    private func take(milliseconds: Int32) {
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &chunk, chunk.count)
        if count > 0 { received += chunk.prefix(count) }
    }

    /// Waits until the program has gone, at most ten seconds; its exit code.
    package func ending() throws -> Int32 {
        let end = Date().addingTimeInterval(10)
        while process.isRunning, Date() < end { take(milliseconds: 20) }
        guard !process.isRunning else { throw LaunchError("it goes on: \(text)") }
        // What it said last may still be on its way.
        var before = -1
        while received.count > before {
            before = received.count
            take(milliseconds: 20)
        }
        return process.terminationStatus
    }

    /// Whether the terminal takes lines and shows what is typed, as shells leave it.
    package var isUsual: Bool {
        var settings = termios()
        guard tcgetattr(slave, &settings) == 0 else { return false }
        let usual = tcflag_t(ICANON | ECHO | ISIG)
        return settings.c_lflag & usual == usual
    }
}
