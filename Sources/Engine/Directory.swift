import Sequencing
import Store
import Synchronization

/// Reps and published sequences that were read before. Bounded: versions are few.
final class Directory: Sendable {
    private struct Known: Sendable {
        var sequences: [SequenceVersion: Sequencing.Sequence] = [:]
        var reps: [String: Rep]?
    }

    private static let mostSequences = 1000
    private let known = Mutex(Known())

    func forget() { known.withLock { $0 = Known() } }

    func reps(load: () throws -> [String: Rep]) throws -> [String: Rep] {
        if let reps = known.withLock({ $0.reps }) { return reps }
        let reps = try load()
        known.withLock { $0.reps = reps }
        return reps
    }

    func sequence(
        _ version: SequenceVersion, load: () throws -> Sequencing.Sequence
    ) throws -> Sequencing.Sequence {
        if let sequence = known.withLock({ $0.sequences[version] }) { return sequence }
        let sequence = try load()
        known.withLock { known in
            if known.sequences.count >= Self.mostSequences { known.sequences = [:] }
            known.sequences[version] = sequence
        }
        return sequence
    }
}
