import Sequencing
import Store

/// What follows from a notice that something could not be delivered, for each lead that it names.
extension ReplyEffects {
    /// One of our leads who could not be reached.
    private struct Unreached {
        let lead: Lead
        let severity: ReplyClass.Bounce.Severity
        let status: String?
        let enrollment: EnrollmentID?
        let delivery: DeliveryID?
        let onlyOlderThan: Instant?
        /// Whether it is the lead's present address that failed.
        let isPresentAddress: Bool
    }

    func bounced(_ bounce: ReplyClass.Bounce) throws -> [ReplyEffect] {
        try unreached(bounce).flatMap { one -> [ReplyEffect] in
            let words = [one.status, bounce.diagnostic].compactMap { $0 }.joined(separator: " ")
            let isSoft = one.severity == .soft
            guard one.severity != .delayed else { return [] }
            var effects: [ReplyEffect] = []
            if match.rule == .handWritten, let mail = match.handwritten {
                effects.append(
                    .bounceHandwritten(mail, one.lead.id, why: "came back: \(words)"))
            } else if let delivery = one.delivery {
                // It came back, so it had left: the sequence does not wait for it any more.
                effects += try proof(of: delivery, why: "a notice tells of it: \(words)")
                effects.append(.bounce(delivery, isSoft: isSoft, why: "came back: \(words)"))
            }
            if !isSoft, one.isPresentAddress {
                effects.append(
                    .moveLead(
                        one.lead.id, own: one.enrollment, .bounced,
                        onlyOlderThan: one.onlyOlderThan,
                        why: "the address does not exist: \(words)"))
            }
            return effects
        }
    }

    /// Each lead of ours that the notice names, and no other; where it names none of ours, the one whose message it
    /// returns: it was forwarded, or the notice keeps the address to itself.
    private func unreached(_ bounce: ReplyClass.Bounce) throws -> [Unreached] {
        let quoted = match.rule.provesReceipt ? match.delivery : nil
        let sentTo = try quoted.map { try parts.store.delivery($0).recipient.lowercased() }
        var found: [Unreached] = []
        for recipient in bounce.recipients {
            if let quoted, recipient.address == sentTo {
                found.append(try byMessage(quoted, recipient.severity, recipient.status))
                continue
            }
            guard let lead = try parts.store.lead(typed: recipient.address) else { continue }
            if match.rule == .handWritten {
                found.append(
                    Unreached(
                        lead: lead, severity: recipient.severity, status: recipient.status,
                        enrollment: nil, delivery: nil, onlyOlderThan: nil,
                        isPresentAddress: lead.email.canonical == recipient.address))
                continue
            }
            var offer = MatchOffer(arrivedAt: arrivedAt)
            offer.asksFormerAddresses = false
            offer.addresses = [.init(recipient.address, in: "the notice names")]
            offer.subject = subject
            guard let named = try parts.store.match(offer) else { continue }
            found.append(
                Unreached(
                    lead: lead, severity: recipient.severity, status: recipient.status,
                    enrollment: named.enrollment, delivery: named.delivery,
                    onlyOlderThan: named.onlyOlderThan, isPresentAddress: true))
        }
        guard found.isEmpty else { return found }
        if let quoted { return [try byMessage(quoted, bounce.severity, bounce.status)] }
        return [
            Unreached(
                lead: try parts.store.lead(match.lead), severity: bounce.severity,
                status: bounce.status, enrollment: match.enrollment, delivery: match.delivery,
                onlyOlderThan: match.onlyOlderThan, isPresentAddress: true)
        ]
    }

    private func byMessage(
        _ id: DeliveryID, _ severity: ReplyClass.Bounce.Severity, _ status: String?
    ) throws -> Unreached {
        let delivery = try parts.store.delivery(id)
        let lead = try parts.store.lead(delivery.lead)
        return Unreached(
            lead: lead, severity: severity, status: status, enrollment: delivery.enrollment,
            delivery: id, onlyOlderThan: nil,
            isPresentAddress: lead.email.canonical == delivery.recipient.lowercased())
    }
}
