import Sequencing
import Simulation
import Store
import Testing

/// A life that the database forgot, and the one after it.
extension RestoreScenarios {
    /// A stage whose database was put back, and what had left in the life that it forgot.
    struct Second {
        var stage: Stage
        /// What left before the copy was made, and after that.
        var known: [Dot]
        var forgotten: [Dot]

        /// What left in the forgotten life and again.
        var leftTwice: [String] {
            let late = stage.dots.map { "\($0.recipient) \($0.text)" }
            return forgotten.map { "\($0.recipient) \($0.text)" }.filter { late.contains($0) }
        }

        func broken() throws -> [String] {
            try stage.broken(dots: known + forgotten + stage.dots)
        }
    }

    /// Plays until `copied`, copies the database, plays on until `restored`, and puts the copy back.
    func second(
        _ steps: String, copied: Duration, restored: Duration,
        first: (Stage) throws -> Void = { try $0.enroll() },
        between: (Stage) throws -> Void = { _ in }
    ) throws -> Second {
        let stage = try Stage(steps)
        try first(stage)
        stage.run(copied)
        let before = stage.dots.count
        let clock = stage.time
        _ = try stage.store.startBackup(
            named: "copy.sqlite", replacing: false, clock: { @Sendable in clock.now() })
        let run = try #require(stage.store.awaitBackup())
        try between(stage)
        stage.run(restored - copied)
        let second = try Stage(steps, putBack: (run.file, Stage.start + restored))
        return Second(
            stage: second, known: Array(stage.dots.prefix(before)),
            forgotten: Array(stage.dots.dropFirst(before)))
    }
}

extension Dot {
    /// Its last line: each step of the plans has its own.
    fileprivate var text: String {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).last
            .map(String.init) ?? ""
    }
}
