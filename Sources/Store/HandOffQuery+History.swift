import GRDB
import Sequencing

/// What a hand-off's history says of it, in its order.
struct HandOffEvent {
    /// To what a line `reopened` leads where the hand-off was not hot before.
    static let hot = "hot"

    var event: String
    var at: Instant
    var actor: String
    var from: String?
    var to: String?
    var why: String
}

extension HandOffQuery {
    /// Who gave, took on and closed each hand-off; all of it, for what came later tells what was before. That a server has
    /// accepted a message is a word of its enrollment.
    func events() throws -> [HandOffID: [HandOffEvent]] {
        let rows = try fetch(
            """
            SELECT history.handOffID, event, history.at, history.actor, history.fromState,
                history.toState, history.why
            FROM handOff JOIN history ON history.handOffID = handOff.id
                AND (event = 'assigned' OR event = 'accepted' AND history.enrollmentID IS NULL
                    OR event = 'disposed' OR event = 'rejected' OR event = 'reopened')
            WHERE \(condition) ORDER BY history.id
            """)
        return Dictionary(grouping: rows) { HandOffID($0["handOffID"]) }.mapValues { rows in
            rows.map { row in
                HandOffEvent(
                    event: row["event"], at: Instant(milliseconds: row["at"]), actor: row["actor"],
                    from: row["fromState"], to: row["toState"], why: row["why"])
            }
        }
    }

    /// Rests with a date that the lead or a person asked for, from their beginning to their end or to the moment
    /// in question; enrollments that rest beside each other make one of theirs.
    func rests() throws -> [HandOffID: [Range<Instant>]] {
        let rows = try fetch(
            """
            SELECT history.handOffID, history.enrollmentID, history.at, history.fromState,
                history.toState
            FROM handOff JOIN history ON history.handOffID = handOff.id
            WHERE (history.fromState >= 'paused' AND history.fromState < 'pausee'
                    OR history.toState >= 'paused' AND history.toState < 'pausee')
                AND history.toState IS NOT NULL AND history.at <= ?4 AND \(condition)
            ORDER BY history.id
            """)
        var begun: [Int64: (handOff: HandOffID, at: Instant, until: Instant)] = [:]
        var rests: [HandOffID: [Range<Instant>]] = [:]
        func end(_ rest: (handOff: HandOffID, at: Instant, until: Instant), at moment: Instant) {
            let end = min(moment, rest.until)
            if rest.at < end { rests[rest.handOff, default: []].append(rest.at..<end) }
        }
        for row in rows {
            let enrollment: Int64 = row["enrollmentID"] ?? 0
            let at = Instant(milliseconds: row["at"])
            if let rest = begun.removeValue(forKey: enrollment) { end(rest, at: at) }
            if case .paused(_, let cause, let until?)? = EnrollmentState(
                summary: row["toState"], why: ""),
                cause == .outOfOffice || cause == .contactLater
            {
                begun[enrollment] = (HandOffID(row["handOffID"]), at, until)
            }
        }
        for rest in begun.values { end(rest, at: asOf ?? .distantFuture) }
        return rests.mapValues { Array(RangeSet($0).ranges) }
    }
}

extension HandOffRow {
    /// Owner, acceptance and disposition, by the events up to `asOf`; the columns know those of today alone.
    mutating func tell(_ events: [HandOffEvent], asOf: Instant?, enrolledAt: [Instant]) {
        let limit = asOf ?? .distantFuture
        let known = events.filter { $0.at <= limit }
        if let next = events.first(where: { $0.event == "assigned" && $0.at > limit }) {
            owner = next.from
        }
        if events.contains(where: {
            $0.to == HandOffEvent.hot && $0.event == "reopened" && $0.at > limit
        }) {
            isHot = false
        }
        let given = known.filter { $0.event == "assigned" && $0.from != $0.to }
        let firstOwner = given.first.map(\.from) ?? owner
        firstOwnedAt = firstOwner != nil ? givenAt : given.first { $0.to != nil }?.at
        if let last = given.last { (ownedAt, givenBy) = (last.at, last.actor) }
        disposedBy = known.last { $0.event == "disposed" || $0.event == "rejected" }?.actor
        guard asOf != nil else { return }
        tellAcceptance(known, limit: limit, enrolledAt: enrolledAt)
        if disposedAt.map({ $0 > limit }) ?? true { tellDisposition(known, of: events) }
        if disposition != .recycled { wakeAt = nil }
    }

    /// Whoever enrolls has accepted, and no event says so.
    private mutating func tellAcceptance(
        _ known: [HandOffEvent], limit: Instant, enrolledAt: [Instant]
    ) {
        if let acceptedAt, acceptedAt <= limit, acceptedAt >= ownedAt { return }
        let accepted = known.first { $0.event == "accepted" && $0.at >= ownedAt }
        let enrolled = enrolledAt.filter { $0 >= ownedAt && $0 <= limit }.min()
        acceptedAt = [accepted?.at, enrolled].compactMap { $0 }.min()
        acceptedBy = acceptedAt == nil ? nil : accepted?.actor ?? owner
    }

    /// Of one that is open today, or was closed anew since.
    private mutating func tellDisposition(_ known: [HandOffEvent], of events: [HandOffEvent]) {
        let words = ["disposed", "rejected", "reopened"]
        guard let last = known.last(where: { words.contains($0.event) }),
            last.event != "reopened"
        else {
            (disposition, disposedAt) = (nil, nil)
            return
        }
        // Its own line has the word among a person's, which an erasure takes; that of its end has it alone.
        let end = events.dropFirst(known.count).first { $0.event == "reopened" }
        disposition = end?.from.flatMap(Disposition.init)
        disposedAt = last.at
    }
}
