/// A time zone as values: what a TZif file says (RFC 9636), read by module `ZoneData`.
package struct ZoneRules: Equatable, Sendable {
    package struct Transition: Equatable, Sendable {
        /// Seconds since 1970.
        package var at: Int64
        /// East of UTC from then on.
        package var offsetSeconds: Int

        package init(at: Int64, offsetSeconds: Int) {
            self.at = at
            self.offsetSeconds = offsetSeconds
        }
    }

    /// IANA name.
    package let name: String
    private let initialOffset: Int
    private let transitions: [Transition]
    private let footer: PosixZone?

    /// `transitions` in order of time; `footer` rules after the last of them.
    package init(
        name: String, initialOffset: Int, transitions: [Transition], footer: PosixZone?
    ) {
        self.name = name
        self.initialOffset = initialOffset
        self.transitions = transitions
        self.footer = footer
    }

    package static let utc = ZoneRules(
        name: "UTC", initialOffset: 0, transitions: [], footer: nil)

    /// Seconds east of UTC.
    package func offsetSeconds(at instant: Instant) -> Int {
        offset(atSeconds: instant.milliseconds.flooredDivision(by: 1000))
    }

    private func offset(atSeconds seconds: Int64) -> Int {
        if let last = transitions.last, seconds >= last.at {
            return footer?.offsetSeconds(at: seconds) ?? last.offsetSeconds
        }
        guard let first = transitions.first else {
            return footer?.offsetSeconds(at: seconds) ?? initialOffset
        }
        guard seconds >= first.at else { return initialOffset }
        // The last transition at or before the moment.
        var (low, high) = (0, transitions.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if transitions[middle].at <= seconds { low = middle } else { high = middle - 1 }
        }
        return transitions[low].offsetSeconds
    }

    /// The date and time on the wall.
    package func local(_ instant: Instant) -> LocalDateTime {
        let seconds = instant.milliseconds.flooredDivision(by: 1000)
        return LocalDateTime(secondsSince1970: seconds + Int64(offset(atSeconds: seconds)))
    }

    /// The moment at which the wall shows `local`.
    ///
    /// A time inside a gap takes the offset before the gap, an ambiguous one its first occurrence
    /// (RFC 5545 section 3.3.5).
    package func instant(_ local: LocalDateTime) -> Instant {
        if let first = occurrences(of: local).first { return first }
        let wall = local.secondsSince1970
        let before = offset(atSeconds: bracket(wall).early)
        return Instant(milliseconds: (wall - Int64(before)) * 1000)
    }

    /// Every moment at which the wall shows `local`, in order: none inside a gap, two when ambiguous.
    package func occurrences(of local: LocalDateTime) -> [Instant] {
        let wall = local.secondsSince1970
        let (early, late) = bracket(wall)
        let (before, after) = (offset(atSeconds: early), offset(atSeconds: late))
        if before == after {
            // Nearly every day of the year: the clock is left alone.
            let only = wall - Int64(before)
            return offset(atSeconds: only) == before ? [Instant(milliseconds: only * 1000)] : []
        }
        return [max(before, after), min(before, after)]
            .map { wall - Int64($0) }
            .filter { $0 + Int64(offset(atSeconds: $0)) == wall }
            .map { Instant(milliseconds: $0 * 1000) }
    }

    /// The moment, within a day of `local`, from which another offset holds; nil when the clock is left alone.
    package func change(near local: LocalDateTime) -> Instant? {
        var (low, high) = bracket(local.secondsSince1970)
        let before = offset(atSeconds: low)
        guard offset(atSeconds: high) != before else { return nil }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(atSeconds: middle) == before { low = middle } else { high = middle }
        }
        return Instant(milliseconds: high * 1000)
    }

    /// Moments a day before and after the wall shows `wall`: between them lies every change that matters.
    private func bracket(_ wall: Int64) -> (early: Int64, late: Int64) {
        let about = wall - Int64(offset(atSeconds: wall))
        return (about - 86400, about + 86400)
    }
}
