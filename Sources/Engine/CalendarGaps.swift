import Sequencing
import Store

/// What a published sequence or a rep asks of the calendars that nobody has: it is dealt with, and a person
/// should know.
package struct CalendarGap: Equatable, Sendable {
    /// `zone-unknown` or `holidays-unknown`.
    package var code: String
    package var message: String
    package var advice: String
}

extension Engine {
    /// Of the newest version of each sequence, and of the reps; empty when all is there.
    package var calendarGaps: [CalendarGap] {
        get throws {
            let sequences = try store.sequences()
            let reps = try loader.reps().values.sorted { $0.name < $1.name }
            return try sequences.flatMap { try gaps(of: $0) }
                + reps.compactMap { rep in
                    guard let zone = rep.zone, !loader.calendars.knows(zone: zone) else {
                        return nil
                    }
                    return .unknownZone(zone, askedBy: "the rep \(rep.name)")
                }
        }
    }

    private func gaps(of row: SequenceRow) throws -> [CalendarGap] {
        var gaps: [CalendarGap] = []
        let window = row.sequence.window
        if case .named(let zone) = window.zone, !loader.calendars.knows(zone: zone) {
            gaps.append(.unknownZone(zone, askedBy: "\(row.version)"))
        }
        if case .countries(let countries) = window.holidays {
            gaps += countries.filter { !loader.calendars.knows(holidaysOf: $0) }.map { country in
                CalendarGap(
                    code: "holidays-unknown",
                    message:
                        "\(row.version) keeps the holidays of \(country), and there is no file "
                        + "of them",
                    advice: "put \(country).yaml into the holidays-folder, then: systemctl reload "
                        + "thirdtouchd")
            }
        }
        return gaps
    }
}

extension CalendarGap {
    fileprivate static func unknownZone(_ zone: String, askedBy asker: String) -> CalendarGap {
        CalendarGap(
            code: "zone-unknown",
            message:
                "\(asker) asks for the zone \(zone), which this machine does not know; the next "
                + "zone that is known counts, within narrow hours",
            advice: "apt install --reinstall tzdata, then: systemctl reload thirdtouchd")
    }
}
