import API
import Sequencing

/// Moments as the reader sees them: in their zone, and how far they are from now.
struct PageClock: Sendable {
    let now: Instant
    let zone: ZoneRules
    /// IANA name.
    let zoneName: String

    /// For the piece `moment`.
    struct Moment: Sendable, Equatable {
        /// For machines: `2026-03-02T10:15:00Z`.
        var iso: String
        /// `Mon 2 Mar, 10:15`, with the year where it is another one.
        var text: String
        /// `3 days ago`, `in 2 hours`.
        var distance: String
    }

    func moment(_ timestamp: Timestamp?) -> Moment? {
        timestamp.map { moment($0.instant) }
    }

    func moment(_ instant: Instant) -> Moment {
        Moment(
            iso: "\(Timestamp(instant))", text: text(instant), distance: distance(to: instant))
    }

    func text(_ instant: Instant) -> String {
        let (local, today) = (zone.local(instant), zone.local(now).date)
        return "\(day(local.date, today: today)), \(local.time.hourAndMinute)"
    }

    func day(_ instant: Instant) -> String {
        day(zone.local(instant).date, today: zone.local(now).date)
    }

    private func day(_ date: LocalDate, today: LocalDate) -> String {
        let weekday = date.weekday.rawValue
        let year = date.year == today.year ? "" : " \(date.year)"
        return weekday.prefix(1).uppercased() + weekday.dropFirst()
            + " \(date.day) \(Self.months[date.month - 1])\(year)"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private func distance(to instant: Instant) -> String {
        let isAhead = instant > now
        let span = isAhead ? instant.since(now) : now.since(instant)
        let words = Self.words(for: span)
        return isAhead ? "in \(words)" : "\(words) ago"
    }

    /// The largest unit alone: `3 days`, `5 hours`, `1 minute`.
    static func words(for span: Duration) -> String {
        let minutes = Int(span.wholeMilliseconds / 60_000)
        let (count, unit): (Int, String) =
            switch minutes {
            case ..<60: (minutes, "minute")
            case ..<2880: (minutes / 60, "hour")
            case ..<86_400: (minutes / 1440, "day")
            default: (minutes / 10_080, "week")
            }
        return "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
}
