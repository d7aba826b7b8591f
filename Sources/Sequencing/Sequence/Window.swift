/// When a lead may be contacted, as the sequence file says it: not yet tied to one lead.
package struct Window: Codable, Equatable, Sendable {
    package var days: Set<Weekday>
    /// In order, not overlapping, never empty.
    package var hours: [Hours]
    package var zone: ZoneChoice
    package var holidays: HolidayChoice

    package init(
        days: Set<Weekday>, hours: [Hours], zone: ZoneChoice, holidays: HolidayChoice
    ) {
        self.days = days
        self.hours = hours
        self.zone = zone
        self.holidays = holidays
    }

    /// From `opens` up to, but not including, `closes`; both local times of one day.
    package struct Hours: Codable, Equatable, Sendable {
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
