import Sequencing

/// SplitMix64: the same seed gives the same numbers on every machine.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// One of many independent rows of numbers of a seed: who draws more from one leaves the others alone.
    package init(seed: UInt64, of purpose: String) {
        self.init(seed: seed.mixed ^ UInt64(stableHashOf: purpose))
    }

    package mutating func next() -> UInt64 {
        state &+= .goldenGamma
        return state.mixed
    }

    /// True so many times in a hundred.
    package mutating func chance(percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    /// True once in so many times.
    package mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &self) == 0
    }

    package mutating func seconds(_ range: ClosedRange<Int>) -> Duration {
        .milliseconds(
            Int.random(in: range.lowerBound * 1000...range.upperBound * 1000, using: &self))
    }
}
