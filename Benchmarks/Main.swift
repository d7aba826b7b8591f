import Foundation

/// Side-by-side measurements: `thirdtouch-bench [--json] [NAME…]`, all without names.
@main
struct Main {
    static func main() throws {
        let wanted = CommandLine.arguments.dropFirst().filter { $0 != "--json" }
        let known: [(name: String, run: () throws -> Void)] = [
            ("steps", StepBenchmark.run), ("idle", IdleBenchmark.run), ("cli", CLIBenchmark.run),
            ("openings", OpeningBenchmark.run), ("plan", PlanBenchmark.run),
            ("lint", LintBenchmark.run), ("mail", MailBenchmark.run),
            ("sweep", SweepBenchmark.run), ("sends", SendBenchmark.run),
            ("recovery", RecoveryBenchmark.run), ("isolation", IsolationBenchmark.run),
            ("import", ImportBenchmark.run), ("touch-gap", TouchGapBenchmark.run),
        ]
        for name in wanted where !known.contains(where: { $0.name == name }) {
            print("unknown benchmark \(name); use: \(known.map(\.name).joined(separator: ", "))")
            exit(64)
        }
        for each in known where wanted.isEmpty || wanted.contains(each.name) {
            try each.run()
        }
    }
}

/// A folder that is gone at the end.
struct ScratchFolder {
    let path: String

    init(_ name: String) throws {
        path =
            FileManager.default.temporaryDirectory.appending(
                path: "thirdtouch-bench-\(name)-\(getpid())"
            ).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    func remove() {
        // Why the error is dropped: a leftover in the temporary folder does no harm.
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension [Double] {
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

/// Seconds that some work takes.
func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    let (whole, fraction) = start.duration(to: clock.now).components
    return Double(whole) + Double(fraction) / 1e18
}
