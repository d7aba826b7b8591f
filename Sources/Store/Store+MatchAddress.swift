import GRDB
import Sequencing

/// Who wrote, where the message names none of ours: by the address, and at last by the subject.
extension Database {
    func matchAddress(_ offer: MatchOffer) throws -> ReplyMatch? {
        for clue in offer.addresses {
            let lead = try Int64.fetchOne(
                cachedStatement(sql: "SELECT id FROM lead WHERE key = ?"), arguments: [clue.value])
            guard let lead else { continue }
            return try standing(of: LeadID(lead), .address, offer, "\(clue.place) \(clue.value)")
        }
        return nil
    }

    /// Whoever writes from the address that was the lead's before the lead was edited, or complains there.
    func matchOldAddress(_ offer: MatchOffer) throws -> ReplyMatch? {
        guard offer.asksFormerAddresses else { return nil }
        for clue in offer.addresses {
            guard let lead = try formerLead(key: clue.value) else { continue }
            return try standing(
                of: lead, .address, offer,
                "\(clue.place) \(clue.value), which was the lead's")
        }
        return nil
    }

    /// Where a lead stood when the message arrived: the message that left last before it, by preference one
    /// of its subject, or else the hand-off that was open then.
    func standing(
        of lead: LeadID, _ rule: ReplyMatchRule, _ offer: MatchOffer, _ evidence: String
    ) throws -> ReplyMatch {
        let latest = offer.arrivedAt + Store.clockTolerance
        let sent = try Row.fetchAll(
            cachedStatement(
                sql: """
                    SELECT \(DeliveryRow.columns) FROM delivery
                    WHERE leadID = ? AND committedAt <= ? ORDER BY committedAt DESC LIMIT 20
                    """), arguments: [lead.rawValue, latest.milliseconds]
        ).map(DeliveryRow.init)
        var match: ReplyMatch
        if let last = sent.first(where: { SubjectBase.isSame($0.subject, offer.subject) })
            ?? sent.first
        {
            match = ReplyMatch(last, rule, evidence)
        } else {
            let open = try Row.fetchOne(
                cachedStatement(
                    sql: """
                        SELECT handOff.id AS handOffID, enrollment.id AS enrollmentID FROM handOff
                        LEFT JOIN enrollment ON enrollment.handOffID = handOff.id
                            AND enrollment.enrolledAt <= ?2
                        WHERE handOff.leadID = ?1 AND disposition IS NULL AND givenAt <= ?2
                        ORDER BY enrollment.id DESC LIMIT 1
                        """), arguments: [lead.rawValue, latest.milliseconds])
            match = ReplyMatch(
                rule: rule, lead: lead,
                handOff: (open?["handOffID"] as Int64?).map { HandOffID($0) },
                enrollment: (open?["enrollmentID"] as Int64?).map { EnrollmentID($0) },
                delivery: nil, evidence: evidence)
        }
        if !rule.namesMessage { match.onlyOlderThan = latest }
        return match
    }

    /// Somebody of the company who is no lead, under the subject of a message to one who is.
    func matchSubject(_ offer: MatchOffer) throws -> ReplyMatch? {
        guard let domain = offer.accountDomain, !offer.subject.isEmpty,
            !PublicMailDomains.all.contains(domain)
        else { return nil }
        let sent = try Row.fetchAll(
            cachedStatement(
                sql: """
                    SELECT \(DeliveryRow.columns) FROM account
                    JOIN lead ON lead.accountID = account.id
                    JOIN delivery ON delivery.leadID = lead.id
                    WHERE account.domain = ? AND delivery.committedAt <= ?
                    ORDER BY delivery.committedAt DESC LIMIT \(Store.mostSubjects)
                    """),
            arguments: [domain, (offer.arrivedAt + Store.clockTolerance).milliseconds]
        ).map(DeliveryRow.init)
        let same = sent.filter { SubjectBase.isSame($0.subject, offer.subject) }
        guard let last = same.first, let writer = offer.addresses.first?.value else { return nil }
        var match = ReplyMatch(
            last, .sameSubject,
            "\(writer) is of the same company, and “\(offer.subject)” is the subject of \(last.id)")
        for delivery in same where delivery.lead != last.lead {
            if !match.others.contains(delivery.lead) { match.others.append(delivery.lead) }
        }
        match.onlyOlderThan = offer.arrivedAt + Store.clockTolerance
        return match
    }
}

extension SubjectBase {
    /// Whether two subjects are one conversation's; an empty one is nobody's.
    fileprivate static func isSame(_ subject: String, _ base: String) -> Bool {
        !base.isEmpty && of(subject).lowercased() == of(base).lowercased()
    }
}
