package import Sequencing
import Synchronization

/// The working calendar of each lead on each sequence, made from zones and holidays and kept.
package final class CalendarBook: Sendable {
    private struct Key: Hashable {
        var zone: String
        var isNarrow: Bool
        var country: String?
        var window: String
    }

    private let source: any CalendarSource
    private let installationZone: String
    private let made = Mutex<[Key: WorkingCalendar]>([:])

    package init(source: any CalendarSource, installationZone: String) {
        self.source = source
        self.installationZone = installationZone
    }

    var fingerprint: String { source.fingerprint }

    /// An empty book of the same zones and holidays, for windows that are not published.
    package func copy() -> CalendarBook {
        CalendarBook(source: source, installationZone: installationZone)
    }

    /// Forgets everything: the zone data or the holidays have changed.
    package func forget() { made.withLock { $0 = [:] } }

    package func zone(named name: String?) -> ZoneRules {
        name.flatMap { source.zone(named: $0) } ?? source.zone(named: installationZone) ?? .utc
    }

    /// The calendar for a lead; nil `sequence` stands for office hours on workdays.
    ///
    /// Where the zone is one that nobody knows (any more) the lead gets the account's, then the rep's, then the installation's, and the
    /// narrow window 09:30–16:00 inside the sequence's own hours.
    package func calendar(
        lead: Lead, rep: Rep?, sequence: (version: SequenceVersion, window: Window)?
    ) -> WorkingCalendar {
        let window =
            sequence?.window
            ?? Window(
                days: Window.workdays,
                hours: [
                    Window.Hours(
                        opens: .init(hour: 9, minute: 0), closes: .init(hour: 17, minute: 0))
                ],
                zone: .lead, holidays: .lead)
        let known = zoneName(window.zone, lead: lead, rep: rep)
        let name = known ?? knownZone(lead.accountZone) ?? knownZone(rep?.zone) ?? installationZone
        let key = Key(
            zone: name, isNarrow: known == nil, country: lead.country,
            window: sequence.map { "\($0.version)" } ?? "")
        return made.withLock { made in
            if let calendar = made[key] { return calendar }
            let calendar = WorkingCalendar(
                window: known == nil ? window.narrowed(to: Window.narrowHours) : window,
                zone: zone(named: name),
                holidays: holidays(window.holidays, country: lead.country))
            made[key] = calendar
            return calendar
        }
    }

    private func zoneName(_ choice: Window.ZoneChoice, lead: Lead, rep: Rep?) -> String? {
        switch choice {
        case .lead: knownZone(lead.zone)
        case .rep: rep?.zone.map { knownZone($0) } ?? installationZone
        case .named(let name): knownZone(name)
        }
    }

    private func knownZone(_ name: String?) -> String? {
        name.flatMap { knows(zone: $0) ? $0 : nil }
    }

    func knows(zone name: String) -> Bool { source.zone(named: name) != nil }

    /// A country without a single holiday is one that nobody has written down.
    func knows(holidaysOf country: String) -> Bool { !source.holidays(of: country).isEmpty }

    /// Days that are a holiday in any of these countries.
    func holidays(ofCountries countries: [String]) -> Set<LocalDate> {
        countries.reduce(into: []) { $0.formUnion(source.holidays(of: $1)) }
    }

    private func holidays(
        _ choice: Window.HolidayChoice, country: String?
    ) -> Set<LocalDate> {
        switch choice {
        case .none: []
        case .lead: country.map { source.holidays(of: $0) } ?? []
        case .countries(let countries):
            holidays(ofCountries: Array(countries))
        }
    }
}

extension Window {
    /// Open when both are: for a lead whose zone nobody knows. The other hours alone on every day when
    /// they never meet.
    func narrowed(to other: [Hours]) -> Window {
        var narrowed = self
        narrowed.hoursByDay = hoursByDay.mapValues { hours in
            hours.flatMap { mine in other.compactMap { mine.common(with: $0) } }
        }.filter { !$0.value.isEmpty }
        if narrowed.hoursByDay.isEmpty { narrowed.hoursByDay = hoursByDay.mapValues { _ in other } }
        return narrowed
    }
}
