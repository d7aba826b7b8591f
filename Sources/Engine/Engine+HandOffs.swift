package import Sequencing
package import Store

/// What people do with hand-offs, and the recycled ones whose day has come.
extension Engine {
    /// A known lead is handed over once more.
    package func handOver(
        _ lead: LeadID, source: String?, owner: String?, isHot: Bool, by actor: String
    ) throws -> HandOffID {
        try store.handOver(
            lead, source: source, owner: owner, isHot: isHot,
            unfinished: unfinishedHandOff(of: lead), assignment: settings.assignment, now: now,
            by: actor)
    }

    /// Adds and hands over the leads of a part of a table.
    package func importLeads(
        _ chunk: ImportChunk, by actor: String
    ) throws(StoreError) -> ImportOutcome {
        try store.importLeads(chunk, assignment: settings.assignment, now: now, by: actor)
    }

    /// Takes the leads of a request over HTTP in, all or none.
    package func takeIn(_ order: IntakeOrder) throws -> IntakeAnswer {
        var unfinished: [LeadID: HandOffID] = [:]
        for new in order.leads {
            guard let known = try store.lead(typed: new.email.canonical) else { continue }
            unfinished[known.id] = try unfinishedHandOff(of: known.id)
        }
        return try store.takeIn(
            order, unfinished: unfinished, assignment: settings.assignment, now: now)
    }

    package func accept(_ id: HandOffID, by actor: String) throws(StoreError) {
        try store.accept(id, now: now, by: actor)
    }

    /// Closes a hand-off; what lives of it ends in the same transaction.
    package func dispose(
        _ id: HandOffID, as disposition: Disposition, wakeAt: Instant?, why: String?,
        by actor: String
    ) throws(StoreError) {
        try store.dispose(
            id, as: disposition, wakeAt: wakeAt, why: why, now: now, by: actor)
        wake()
    }

    package func assign(_ id: HandOffID, to owner: String, by actor: String) throws {
        let unfinished = try unfinishedHandOff(of: store.handOff(id).lead)
        try store.assign(id, to: owner, unfinished: unfinished, now: now, by: actor)
    }

    /// The newest hand-off when what closed it is not valid, as "unable to reach" below the minimum: whoever
    /// enrolls the lead or hands it over goes on with it.
    func unfinishedHandOff(of lead: LeadID) throws -> HandOffID? {
        guard let last = try store.lastHandOff(of: lead), let disposition = last.disposition,
            disposition == .unableToReach || disposition.isRejection
        else { return nil }
        let line = try touchGapReport(lead: lead).lines.last { $0.row.id == last.id }
        return line.map { disposition.isValid($0.facts.effort, minimum: $0.facts.minimum) } == false
            ? last.id : nil
    }

    func wakeRecycled(now: Instant) throws(StoreError) {
        while try store.wakeRecycled(now: now, limit: Self.batchSize) == Self.batchSize {}
    }
}
