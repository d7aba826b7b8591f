import GRDB
package import Sequencing

/// Handing a lead over once more.
extension Store {
    /// Hands a known lead over once more. Without an owner it goes to the lead's own, else by the rules.
    ///
    /// Where what closed the last hand-off is not valid, `unfinished`, that one goes on.
    package func handOver(
        _ lead: LeadID, source: String?, owner named: String?, isHot: Bool,
        unfinished: HandOffID? = nil, assignment: AssignmentRules, now: Instant, by actor: String
    ) throws(StoreError) -> HandOffID {
        try write { database in
            let lead = try database.lead(lead)
            let key = lead.email.canonical
            if lead.isForgotten {
                throw StoreError.notNow(
                    what: "\(lead.id) was not handed over", why: "the person was forgotten",
                    advice: "add somebody else: thirdtouch lead add ADDRESS")
            }
            if let reason = try database.suppressionReason(of: key) {
                throw StoreError.notNow(
                    what: "\(key) was not handed over",
                    why: "it may never be contacted (\(reason))",
                    advice: "see thirdtouch suppression check \(key)")
            }
            if let last = try database.lastHandOff(of: lead.id), last.disposition == nil {
                throw StoreError.notNow(
                    what: "\(key) was not handed over",
                    why: "\(last.id) is still open, with \(last.owner ?? "nobody")",
                    advice: "thirdtouch lead assign \(key) --to REP gives it to somebody else, "
                        + "thirdtouch lead dispose \(key) --as … closes it")
            }
            return try database.handOver(
                lead, source: source, owner: named, isHot: isHot, unfinished: unfinished,
                assignment: assignment, now: now, by: actor)
        }
    }
}

extension Database {
    /// A lead whose last hand-off is closed, and that may be contacted, is given once more (docs/decisions/0051).
    func handOver(
        _ lead: Lead, source: String?, owner named: String?, isHot: Bool, unfinished: HandOffID?,
        assignment: AssignmentRules, now: Instant, by actor: String
    ) throws -> HandOffID {
        let owner =
            try named ?? lead.owner.map { try worker(for: $0, now: now) }
            ?? self.owner(
                by: assignment,
                for: .init(
                    domain: lead.email.domain, country: lead.country, source: source,
                    fields: lead.fields), now: now)
        if let unfinished,
            try reopen(
                unfinished, for: owner, isHot: isHot,
                because: "handed over again" + (source.map { " from \($0)" } ?? ""), now: now,
                by: actor)
        {
            return unfinished
        }
        if owner != lead.owner { try assign(lead, to: owner, now: now, by: actor) }
        return try openHandOff(
            NewHandOff(lead: lead.id, source: source, owner: owner, isHot: isHot), now: now,
            by: actor)
    }
}
