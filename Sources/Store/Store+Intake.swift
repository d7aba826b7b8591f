import GRDB
import Sequencing

/// An effort on a lead that is to begin.
struct NewHandOff {
    var lead: LeadID
    var source: String?
    var owner: String?
    var isHot = false
    /// The one whose wake date has come.
    var recycledFrom: HandOffID?
}

extension Database {
    /// The hand-off that is open, or a new one: one effort on one lead.
    func openHandOff(
        _ new: NewHandOff, now: Instant, by actor: String
    ) throws -> HandOffID {
        let statement = try cachedStatement(
            sql: "SELECT id FROM handOff WHERE leadID = ? AND disposition IS NULL")
        if let open = try Int64.fetchOne(statement, arguments: [new.lead.rawValue]) {
            return HandOffID(open)
        }
        try cachedStatement(
            sql: """
                INSERT INTO handOff (leadID, source, owner, isHot, givenAt, givenBy, recycledFromID)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            new.lead.rawValue, new.source, new.owner, new.isHot, now.milliseconds, actor,
            new.recycledFrom?.rawValue,
        ])
        let id = HandOffID(lastInsertedRowID)
        let why = new.owner.map { "handed over to \($0)" } ?? "handed over, owner not named"
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: new.lead, handOff: id), "handed-off",
            why: why + (new.recycledFrom.map { "; the wake date of \($0) has come" } ?? ""))
        return id
    }

    /// Whom the rules name for a lead, or whoever stands in for them, and the turn passes on; nil when no rule
    /// fits.
    func owner(
        by rules: AssignmentRules, for intake: @autoclosure () -> AssignmentRules.Intake,
        now: Instant
    ) throws -> String? {
        try ruled(by: rules, for: intake()).map { try worker(for: $0, now: now) }
    }

    private func ruled(
        by rules: AssignmentRules, for intake: @autoclosure () -> AssignmentRules.Intake
    ) throws -> String? {
        guard !rules.rules.isEmpty, let rule = rules.rule(for: intake()) else { return nil }
        guard rule.owners.count > 1 else { return rule.owners[0] }
        let turn =
            try Int.fetchOne(
                cachedStatement(sql: "SELECT turn FROM rotation WHERE rule = ?"),
                arguments: [rule.name]) ?? 0
        let place = turn % rule.owners.count
        try cachedStatement(
            sql: """
                INSERT INTO rotation (rule, turn) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET turn = excluded.turn
                """
        ).execute(arguments: [rule.name, (place + 1) % rule.owners.count])
        return rule.owners[place]
    }
}

extension NewLead {
    var intake: AssignmentRules.Intake {
        .init(domain: email.domain, country: country, source: source, fields: fields)
    }
}
