internal import Foundation
internal import Glibc

/// A program that runs until this value is gone, or until the test's process is, however that ends.
///
/// A shell stands between: it waits on a pipe whose other end only this process holds, and ends the
/// program when the pipe closes.
///
/// `@unchecked` because Foundation's Process is not Sendable: only `init` and `stop` touch it, and
/// the lock lets `stop` in once.
package final class ServerProcess: @unchecked Sendable {
    private let shell = Process()
    private let lifeline: Int32
    private let lock = NSLock()
    private var hasStopped = false

    /// How a program is ended; everything that it started ends with it.
    package enum Ending: String, Sendable {
        /// It may tidy up.
        case politely = "TERM"
        /// Nothing of it is needed afterwards.
        case atOnce = "KILL"
    }

    /// Starts `program`; its output goes to `logPath`.
    package init(
        _ program: String, _ arguments: [String], logPath: String, folder: String? = nil,
        environment: [String: String] = [:], ending: Ending = .politely
    ) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw LaunchError("pipe", code: errno) }
        // No other program may inherit the lifeline, or it would hold it open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        lifeline = ends[1]
        guard FileManager.default.createFile(atPath: logPath, contents: nil),
            let log = FileHandle(forWritingAtPath: logPath)
        else { throw LaunchError("can't write \(logPath)") }
        // setsid makes the program the head of a process group; early on there is no group yet.
        let end = "kill -\(ending.rawValue)"
        let script = """
            setsid "$@" </dev/null & child=$!
            read -r line
            \(end) -$child 2>/dev/null || \(end) $child 2>/dev/null
            wait $child
            """
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", script, "sh", program] + arguments
        shell.standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        shell.standardOutput = log
        shell.standardError = log
        if let folder { shell.currentDirectoryURL = URL(filePath: folder) }
        shell.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try Self.withAllSignalsOpen { try shell.run() }
    }

    deinit { stop() }

    /// Ends the program and waits for it.
    package func stop() {
        lock.withLock {
            guard !hasStopped else { return }
            hasStopped = true
            _ = Glibc.close(lifeline)
            shell.waitUntilExit()
        }
    }

    /// Dispatch blocks every signal on its threads, and a child inherits that: SIGTERM would not
    /// reach it.
    private static func withAllSignalsOpen(_ body: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Runs a program to its end; throws with its output unless it succeeds.
    package static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw LaunchError("\(program): \(String(decoding: text, as: UTF8.self))")
        }
    }
}
