import Foundation

/// A round trip of the command line with a warm daemon, beside programs that everybody knows.
enum CLIBenchmark {
    static let rounds = 60

    static func run() throws {
        let folder = try ScratchFolder("cli")
        defer { folder.remove() }
        try Crowd.make(in: folder.path, waiting: 1000, due: 0)
        let daemon = try RunningProgram(stateFolder: folder.path)
        defer { daemon.stop() }
        let programs: [(name: String, program: String, arguments: [String])] = [
            ("thirdtouch status", "thirdtouch", ["status", "--socket", daemon.socket]),
            (
                "thirdtouch lead show", "thirdtouch",
                ["lead", "show", "L1", "--socket", daemon.socket]
            ),
            ("thirdtouch --version", "thirdtouch", ["--version"]),
            (
                "curl of the same status", "/usr/bin/curl",
                ["-s", "--unix-socket", daemon.socket, "http://localhost/v1/status"]
            ),
            ("python3 -c pass", "/usr/bin/python3", ["-c", "pass"]),
            ("true", "/bin/true", []),
        ]
        var times = [[Double]](repeating: [], count: programs.count)
        // In turns, so that a busy moment of the machine strikes all alike.
        for _ in 0..<rounds {
            for (index, each) in programs.enumerated() {
                times[index].append(
                    seconds { RunningProgram.run(each.program, each.arguments) } * 1000)
            }
        }
        let reference = times[programs.count - 1].median
        for (index, each) in programs.enumerated() {
            let median = times[index].median
            Measurement(
                name: "cli.\(each.name)", value: median, unit: "ms", against: "true",
                ratio: median / reference, remark: "median of \(rounds)"
            ).report()
        }
    }
}
