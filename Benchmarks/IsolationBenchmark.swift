import Foundation
import Support

/// Enrolling by the command line while the mailbox's server hangs in DATA, beside the same with a healthy one.
enum IsolationBenchmark {
    static let rounds = 60
    /// Milliseconds.
    static let goal = 100

    private final class Side {
        let sink: SMTPSink
        let folder: ScratchFolder
        let daemon: RunningProgram

        init(_ name: String, flags: [String]) throws {
            sink = try SMTPSink(flags: flags)
            folder = try ScratchFolder("isolation-\(name)")
            let password = "\(folder.path)/password"
            try "secret\n".write(toFile: password, atomically: true, encoding: .utf8)
            chmod(password, 0o600)
            // Nobody can read this mailbox, on both sides: first messages need no proof.
            daemon = try RunningProgram(
                stateFolder: folder.path,
                transport: "        smtp: { host: 127.0.0.1, port: \(sink.port), security: none }\n"
                    + "        imap: { host: 127.0.0.1, port: 9, security: none, user: rep, "
                    + "password-file: \(password) }")
            let sequence = "\(folder.path)/quick.yaml"
            try """
            title: For a measurement
            window: { days: mon-sun, hours: "00:00-24:00", zone: UTC, holidays: none }
            unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:
              - id: hello
                email: { subject: Hello, body: Hi. }

            """.write(toFile: sequence, atomically: true, encoding: .utf8)
            ask("sequence", "publish", sequence)
            for number in 0...rounds { ask("lead", "add", "lead\(number)@customer.example") }
        }

        func ask(_ arguments: String...) {
            let status = RunningProgram.run("thirdtouch", arguments + ["--socket", daemon.socket])
            precondition(status == 0, "thirdtouch \(arguments) failed with \(status)")
        }

        func enroll(_ number: Int) {
            ask("enroll", "lead\(number)@customer.example", "--sequence", "quick")
        }

        func end() {
            // A message in flight would be waited for.
            kill(daemon.process.processIdentifier, SIGKILL)
            daemon.process.waitUntilExit()
            sink.stop()
            folder.remove()
        }
    }

    static func run() throws {
        let healthy = try Side("healthy", flags: [])
        defer { healthy.end() }
        // smtp-sink waits so many seconds before it answers DATA.
        let hanging = try Side("hanging", flags: ["-w", "3600"])
        defer { hanging.end() }
        let sides = [healthy, hanging]
        for side in sides { side.enroll(0) }
        // By now the one has sent its message and the other hangs with it.
        sleep(3)
        var times = [[Double]](repeating: [], count: 2)
        for number in 1...rounds {
            for (index, side) in sides.enumerated() {
                times[index].append(seconds { side.enroll(number) } * 1000)
            }
        }
        let slowest = times[1].max() ?? 0
        Measurement(
            name: "isolation.enroll", value: times[1].median, unit: "ms",
            against: "the same with a healthy server", ratio: times[1].median / times[0].median,
            remark: "median of \(rounds), the slowest \(Int(slowest.rounded())) ms; "
                + "goal below \(goal) ms"
        ).report()
    }
}
