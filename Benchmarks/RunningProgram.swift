import Foundation
@preconcurrency import Glibc
import Sequencing

/// The daemon beside this program, on a state folder that was made before.
final class RunningProgram {
    static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    let process = Process()
    let socket: String

    /// - Parameter transport: the mailbox's ways to the world as YAML, at eight spaces; two Maildirs unless given.
    init(stateFolder: String, transport: String? = nil) throws {
        socket = "\(stateFolder)/run.sock"
        for name in ["in", "out"] {
            for part in ["cur", "new", "tmp"] {
                try FileManager.default.createDirectory(
                    atPath: "\(stateFolder)/\(name)/\(part)", withIntermediateDirectories: true)
            }
        }
        let configuration = """
            state-folder: \(stateFolder)
            socket: \(socket)
            reps:
              - name: rep
                full-name: Robin Sender
                user: \(getuid())
                role: admin
                mailboxes:
                  - address: \(Crowd.mailbox)
            \(transport ?? "        maildir: { out: \(stateFolder)/out, in: \(stateFolder)/in }")

            """
        let file = "\(stateFolder)/thirdtouchd.yaml"
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        process.executableURL = URL(filePath: "\(Self.folder)/thirdtouchd")
        process.arguments = ["run", "--config", file, "--log-level", "error"]
        try process.run()
        let end = Date().addingTimeInterval(30)
        while Self.run("thirdtouch", ["status", "--socket", socket]) != 0 {
            precondition(Date() < end, "the daemon did not start")
            usleep(10_000)
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// As a power cut would end it.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The exit code of a program beside this one, or of one with an absolute path.
    ///
    /// By posix_spawn and waitpid: Foundation's Process looks every 50 ms whether a program has ended.
    @discardableResult
    static func run(_ program: String, _ arguments: [String]) -> Int32 {
        let path = program.hasPrefix("/") ? program : "\(folder)/\(program)"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        guard posix_spawn(&child, path, &actions, nil, &words, environ) == 0 else { return -1 }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return status
    }

    /// A number from a line of /proc/PID/status, as in `VmRSS:   1234 kB`.
    func status(_ key: String) -> Int {
        let text = Self.text(of: "/proc/\(process.processIdentifier)/status")
        return Self.number(key, in: text)
    }

    /// Voluntary context switches by thread: each is a wake-up.
    var wakeUps: [String: Int] {
        let tasks = "/proc/\(process.processIdentifier)/task"
        // Why the error is dropped: a thread may end between the two looks.
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return Dictionary(
            uniqueKeysWithValues: threads.map { thread in
                let text = Self.text(of: "\(tasks)/\(thread)/status")
                return (thread, Self.number("voluntary_ctxt_switches", in: text))
            })
    }

    private static func text(of path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""  // why: a thread may have ended
    }

    private static func number(_ key: String, in text: String) -> Int {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(key):") } ?? ""
        return Int(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "0") ?? 0
    }
}
