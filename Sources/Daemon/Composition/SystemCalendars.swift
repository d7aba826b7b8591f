import Engine
import Sequencing
import ZoneData

/// The system's zone files and the installation's holidays, as the engine asks for them.
struct SystemCalendars: CalendarSource {
    let zones: ZoneDatabase
    let holidays: HolidayCalendars?

    func zone(named name: String) -> ZoneRules? {
        // Why the error is dropped: the engine falls back to the next zone it knows of.
        try? zones.rules(named: name)
    }

    /// What the holiday files say, and the state of the zone files.
    var fingerprint: String { "\(zones.fingerprint) \(holidays?.fingerprint ?? "")" }

    func holidays(of country: String) -> Set<LocalDate> {
        holidays?.holidays(of: country) ?? []
    }
}
