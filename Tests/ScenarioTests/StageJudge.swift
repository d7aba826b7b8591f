import MailMessage
import Sequencing
import Simulation
import Store

/// The promises, checked against what left a stage and what is stored there (docs/reliability.md).
struct StageJudge {
    private let store: Store
    private let isOpen: (LeadID, SequenceVersion, Instant) throws -> Bool

    /// `isOpen` says whether a lead's window on a sequence version is open at a moment.
    init(
        store: Store, isOpen: @escaping (LeadID, SequenceVersion, Instant) throws -> Bool
    ) {
        self.store = store
        self.isOpen = isOpen
    }

    /// What was broken, in words; empty when everything holds.
    func broken(dots: [Dot], cap: Int, classes: Int, handOffs: Int) throws -> [String] {
        var broken: [String] = []
        var sent: [String: [Dot]] = [:]
        for dot in dots {
            let parsed = try MessageParser.parse(dot.bytes)
            guard let id = parsed.messageID, parsed.from.count == 1, parsed.to.count == 1,
                parsed.date != nil, !parsed.subject.isEmpty
            else {
                broken.append("I12 a message to \(dot.recipient) lacks a header")
                continue
            }
            sent[id, default: []].append(dot)
        }
        for (id, dots) in sent where dots.count > 1 {
            broken.append("I1 \(dots.count) dots for \(id)")
        }
        for mailbox in Set(dots.map(\.mailbox)) {
            let moments = dots.filter { $0.mailbox == mailbox }.map(\.at).sorted()
            for (index, moment) in moments.enumerated() where index >= cap {
                if moment.since(moments[index - cap]) < .hours(24) {
                    broken.append("I6 \(mailbox) sent more than \(cap) in 24 hours at \(moment)")
                    break
                }
            }
        }
        for row in try store.deliveries(
            state: nil, lead: nil, mailbox: nil, rep: nil, limit: 1_000_000)
        {
            broken += try check(row, dots: sent[row.messageID] ?? [])
        }
        if classes != handOffs {
            broken.append("I13 the classes add up to \(classes) of \(handOffs) hand-offs")
        }
        broken += try unequalHistories()
        return broken
    }

    private func check(_ row: DeliveryRow, dots: [Dot]) throws -> [String] {
        var broken: [String] = []
        switch row.state {
        case .accepted, .bounced:
            if dots.isEmpty { broken.append("I2 \(row.id) is accepted and no dot left") }
        case .queued, .withdrawn:
            if !dots.isEmpty { broken.append("I2 \(row.id) is \(row.state.name) and a dot left") }
        case .submitting, .committing: broken.append("I10 \(row.id) is \(row.state.name)")
        case .refused, .inDoubt: break
        }
        let enrollment = try store.enrollment(row.enrollment)
        for dot in dots {
            if !(try isOpen(row.lead, enrollment.sequence, dot.at)) {
                broken.append("I5 \(row.id) left outside the window at \(dot.at)")
            }
            if let stopped = try stopEvent(before: dot.at, lead: row.lead, of: row.enrollment) {
                broken.append("I3 \(row.id) left at \(dot.at), after \(stopped)")
            }
        }
        return broken
    }

    /// What had ended the enrollment before a moment, as the history tells it.
    private func stopEvent(
        before moment: Instant, lead: LeadID, of enrollment: EnrollmentID
    ) throws -> String? {
        let stops = ["replied", "bounced", "opted-out", "complained", "suppressed", "stop"]
        return try store.history(of: lead, limit: 100_000).first {
            $0.enrollment == enrollment && stops.contains($0.event) && $0.toState != nil
                && $0.at < moment
        }.map { "\($0.event) at \($0.at)" }
    }

    /// Every enrollment's row against the last move that its history tells (I14).
    private func unequalHistories() throws -> [String] {
        var broken: [String] = []
        for row in try store.enrollments(
            state: nil, sequence: nil, lead: nil, rep: nil, limit: 1_000_000)
        {
            let last = try store.history(of: row.lead, limit: 100_000).last {
                $0.enrollment == row.id && $0.toState != nil && $0.event != "delivery"
                    && $0.event != "task-opened"
            }
            if last?.toState != row.state.summary {
                broken.append(
                    "I14 \(row.id) is \(row.state.summary), its history says "
                        + "\(last?.toState ?? "nothing")")
            }
        }
        return broken
    }
}
