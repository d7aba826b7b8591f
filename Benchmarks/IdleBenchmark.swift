import Foundation

/// What an idle daemon with 100,000 waiting enrollments costs.
enum IdleBenchmark {
    static func run() throws {
        let folder = try ScratchFolder("idle")
        defer { folder.remove() }
        try Crowd.make(in: folder.path, waiting: 100_000, due: 0)
        let daemon = try RunningProgram(stateFolder: folder.path)
        defer { daemon.stop() }
        // Threads of the start have ended by then.
        sleep(12)
        let before = daemon.wakeUps
        let window = 30
        sleep(UInt32(window))
        // A thread that began in between counts whole, one that ended counts until then not at all.
        let count = daemon.wakeUps.reduce(0) { $0 + max(0, $1.value - (before[$1.key] ?? 0)) }
        let wakeUps = Double(count) / Double(window)
        let memory = Double(daemon.status("VmRSS")) / 1024
        Measurement(
            name: "idle.memory", value: memory, unit: "MB", remark: "goal: below 60"
        ).report()
        Measurement(
            name: "idle.wake-ups", value: wakeUps, unit: "a second",
            remark: "over \(window) s, goal: below 2"
        ).report()
    }
}
