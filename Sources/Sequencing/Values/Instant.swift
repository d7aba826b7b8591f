/// A moment, in UTC milliseconds since 1970-01-01T00:00:00Z.
///
/// Time is always an argument in this module; nothing here reads a clock.
package struct Instant: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Later than anything that is ever planned, and far enough from overflow to be added to.
    package static let distantFuture = Instant(milliseconds: .max / 4)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds + duration.wholeMilliseconds)
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds - duration.wholeMilliseconds)
    }

    /// The time from `start` to `self`; negative when `self` is earlier.
    package func since(_ start: Instant) -> Duration {
        .milliseconds(milliseconds - start.milliseconds)
    }
}

/// On the wire and in stored values an instant is its number of milliseconds.
extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

/// `2026-03-29T08:30:00Z`, seconds precision (RFC 3339).
extension Instant: CustomStringConvertible {
    package var description: String {
        let local = LocalDateTime(secondsSince1970: milliseconds.flooredDivision(by: 1000))
        return "\(local.date)T\(local.time)Z"
    }
}

extension Duration {
    package var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    package static func minutes(_ count: some BinaryInteger) -> Duration { .seconds(count * 60) }
    package static func hours(_ count: some BinaryInteger) -> Duration { .seconds(count * 3600) }
    package static func days(_ count: some BinaryInteger) -> Duration { .seconds(count * 86400) }
}

extension BinaryInteger {
    /// Division that rounds towards negative infinity, as calendars need before 1970.
    package func flooredDivision(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
