import GRDB
import Sequencing

/// What came back was no touch.
extension Database {
    /// The delivery came back: not a touch any more, also after its enrollment has ended.
    func takeBack(
        _ id: DeliveryID, isSoft: Bool, why: String, _ context: EffectContext
    ) throws {
        let now = context.now
        let moved = try move(
            id, by: .bounced, now: now, actor: context.actor, why: why, reply: why,
            because: context.reply)
        guard moved == .moved else { return }
        try execute(
            sql: "UPDATE delivery SET bouncedByID = ? WHERE id = ?",
            arguments: [context.reply.rawValue, id.rawValue])
        try execute(
            sql: """
                UPDATE touch SET takenBackAt = ?, takenBackByID = ?
                WHERE deliveryID = ? AND takenBackAt IS NULL
                """, arguments: [now.milliseconds, context.reply.rawValue, id.rawValue])
        if isSoft { try exhaust(after: delivery(id), context) }
    }

    /// Ends the lead's enrollments when message after message to the address came back.
    private func exhaust(after last: DeliveryRow, _ context: EffectContext) throws {
        let states = try String.fetchAll(
            self,
            sql: """
                SELECT state FROM delivery
                WHERE leadID = ? AND recipient = ? AND state IN ('accepted', 'bounced')
                ORDER BY committedAt DESC, id DESC LIMIT ?
                """, arguments: [last.lead.rawValue, last.recipient, SoftBounces.limit])
        let isCurrent =
            try lead(last.lead).email.canonical
            == EmailAddress.canonical(of: last.recipient)
        guard isCurrent, states.count == SoftBounces.limit,
            states.allSatisfy({ $0 == DeliveryState.Name.bounced.rawValue })
        else { return }
        try move(
            last.lead, own: nil,
            by: ReplyMove(
                .softBounced,
                why: "\(SoftBounces.limit) messages in a row to \(last.recipient) came back"),
            onlyOlderThan: nil, context)
    }

    func takeBack(
        _ mail: HandwrittenID, of lead: LeadID, why: String, _ context: EffectContext
    ) throws {
        try execute(
            sql: """
                UPDATE touch SET takenBackAt = ?, takenBackByID = ?
                WHERE handwrittenID = ? AND leadID = ? AND takenBackAt IS NULL
                """,
            arguments: [
                context.now.milliseconds, context.reply.rawValue, mail.rawValue, lead.rawValue,
            ])
        guard changesCount == 1 else { return }
        try recordHistory(
            at: context.now, by: context.actor,
            about: HistorySubject(lead: lead, reply: context.reply), "touch-taken-back",
            why: "the mail that was written by hand \(why)")
    }
}
