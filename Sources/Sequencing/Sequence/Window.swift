/// When a lead may be contacted, as the sequence file says it: not yet tied to one lead.
package struct Window: Codable, Equatable, Sendable {
    /// The hours of each day that opens: in order, not overlapping, never empty.
    package var hoursByDay: [Weekday: [Hours]]
    package var zone: ZoneChoice
    package var holidays: HolidayChoice

    package init(
        days: Set<Weekday>, hours: [Hours], zone: ZoneChoice, holidays: HolidayChoice
    ) {
        self.init(
            hoursByDay: Dictionary(uniqueKeysWithValues: days.map { ($0, hours) }), zone: zone,
            holidays: holidays)
    }

    package init(
        hoursByDay: [Weekday: [Hours]], zone: ZoneChoice, holidays: HolidayChoice
    ) {
        self.hoursByDay = hoursByDay
        self.zone = zone
        self.holidays = holidays
    }

    package var days: Set<Weekday> { Set(hoursByDay.keys) }

    /// Every span that opens on some day, the earliest first; what a step's own hours must meet.
    package var everyHours: [Hours] {
        Set(hoursByDay.values.joined()).sorted {
            ($0.opens, $0.closes) < ($1.opens, $1.closes)
        }
    }

    /// From `opens` up to, but not including, `closes`; both local times of one day.
    package struct Hours: Codable, Hashable, Sendable {
        package var opens: LocalTime
        /// At most 24:00.
        package var closes: LocalTime

        package init(opens: LocalTime, closes: LocalTime) {
            self.opens = opens
            self.closes = closes
        }

        /// The hours that are in both; nil when they never meet.
        package func common(with other: Hours) -> Hours? {
            let (opens, closes) = (max(opens, other.opens), min(closes, other.closes))
            return opens < closes ? Hours(opens: opens, closes: closes) : nil
        }
    }

    package enum ZoneChoice: Codable, Equatable, Sendable {
        case lead
        case rep
        /// An IANA name.
        case named(String)
    }

    package enum HolidayChoice: Codable, Equatable, Sendable {
        /// Those of the lead's country.
        case lead
        case none
        /// ISO 3166-1 alpha-2 codes.
        case countries([String])
    }

    package static let workdays: Set<Weekday> = [.mon, .tue, .wed, .thu, .fri]

    /// For a lead whose zone nobody knows: narrow, so that it is office time in most places.
    package static let narrowHours = [
        Hours(opens: LocalTime(hour: 9, minute: 30), closes: LocalTime(hour: 16, minute: 0))
    ]
}
