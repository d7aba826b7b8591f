import API
import ArgumentParser
import Sequencing

/// A time as people type it: `2026-12-01`, `2026-12-01T09:00` (both local), or RFC 3339.
package struct MomentArgument: ExpressibleByArgument, Equatable, Sendable {
    private enum Form: Equatable, Sendable {
        case instant(Timestamp)
        case local(LocalDateTime)
    }

    private let form: Form

    package init?(argument: String) {
        if let timestamp = Timestamp(text: argument) {
            form = .instant(timestamp)
            return
        }
        guard let date = LocalDate(text: argument.prefix(10)) else { return nil }
        let rest = argument.dropFirst(10)
        if rest.isEmpty {
            form = .local(LocalDateTime(date: date, time: LocalTime(hour: 0, minute: 0)))
            return
        }
        guard rest.hasPrefix("T") || rest.hasPrefix(" "),
            let time = LocalTime(text: rest.dropFirst())
        else { return nil }
        form = .local(LocalDateTime(date: date, time: time))
    }

    func timestamp(in zone: LocalZone) -> Timestamp {
        switch form {
        case .instant(let timestamp): timestamp
        case .local(let local): Timestamp(zone.instant(local))
        }
    }

    static let help = "2026-12-01, 2026-12-01T09:00 (your zone) or 2026-12-01T08:00:00Z"
}
