import Sequencing
import Store
import Synchronization

/// The history as lines for people, each once.
final class Timeline: Sendable {
    private let store: Store
    private let zone: ZoneRules
    private let last = Mutex<Int64>(0)

    init(store: Store, zone: ZoneRules) {
        self.store = store
        self.zone = zone
    }

    /// What has happened since the last call; steps that only lead to the next are left out.
    func newLines() -> [String] {
        do {
            let rows = try store.history(after: last.withLock { $0 }, limit: 1000)
            if let newest = rows.last { last.withLock { $0 = newest.id } }
            return try rows.compactMap(line)
        } catch {
            return ["the timeline can't be read: \(error)"]
        }
    }

    private func line(_ row: HistoryRow) throws -> String? {
        guard let text = try text(row) else { return nil }
        let local = zone.local(row.at)
        let day = "\(local.date.weekday.rawValue.capitalizedFirst) \(local.date)"
        let who = try row.lead.map { try store.lead($0) }
        let name = who.map { lead in
            lead.displayName + (lead.fields["company"].map { ", \($0)" } ?? "")
        }
        return "\(day) \(local.time.hourAndMinute)  "
            + "\((name ?? "").padded(to: 24)) \(text)"
    }

    private func text(_ row: HistoryRow) throws -> String? {
        switch row.event {
        case "handed-off": "·  \(row.why)"
        case "enrolled": "·  \(row.why)"
        case "enroll-refused": "!  not enrolled: \(row.why)"
        case "delivery":
            switch row.toState {
            case "accepted":
                try row.delivery.map { try store.delivery($0) }.map {
                    "→  step \($0.step), e-mail “\($0.subject)” (\($0.id))"
                }
            case "refused": "!  the server refused: \(row.why)"
            case "in-doubt": "!  nobody knows whether it arrived: \(row.why)"
            case "withdrawn": "×  e-mail called back: \(row.why)"
            case "bounced": "↩  touch taken back: \(row.why)"
            default: nil
            }
        case "due": row.toState?.hasPrefix("sending") ?? true ? nil : "·  \(row.why)"
        case "task-done": "✓  \(row.actor) has done the task: \(row.why.dropFirst(6))"
        case "task-skipped": "×  \(row.actor) has \(row.why)"
        case "task-expired": "!  \(row.why)"
        case "task-opened": "·  \(row.why)"
        case "answered": "✓  \(row.why)"
        case "suppressed": "■  \(row.why)"
        case let event where event.hasPrefix("received-"):
            "←  \(row.why.split(separator: "; ").dropLast().joined(separator: "; "))"
        case "replied", "opted-out", "bounced", "complained", "stop":
            row.toState.map { "■  \($0): \(row.why)" }
        case "auto-replied", "colleague-replied", "pause", "until-reached", "resume", "released":
            row.toState.map { "…  \($0): \(row.why)" }
        case "accepted":
            row.toState?.hasPrefix("ended") ?? false ? "■  the sequence is complete" : nil
        case "fence-closed": "!  the mailbox can't be read: \(row.why)"
        default: nil
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    fileprivate func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
