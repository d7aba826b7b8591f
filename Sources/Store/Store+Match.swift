import GRDB
package import Sequencing

extension Store {
    /// A mail server's clock may be so far behind ours.
    static let clockTolerance: Duration = .minutes(10)
    /// The newest messages to an account whose subjects are compared.
    static let mostSubjects = 200

    /// The touch that a message answers: the first rule of `ReplyMatchRule` that holds.
    package func match(_ offer: MatchOffer) throws(StoreError) -> ReplyMatch? {
        try read { database in
            try database.matchQuoted(offer) ?? database.matchTag(offer)
                ?? database.matchLost(offer) ?? database.matchAddress(offer)
                ?? database.matchOldAddress(offer) ?? database.matchSubject(offer)
        }
    }

    /// The delivery with a Message-ID of ours, or with the one that a server gave it instead.
    package func delivery(named messageID: String) throws(StoreError) -> DeliveryRow? {
        try read { database in
            try database.delivery(messageID: messageID)
                ?? database.delivery(providerID: messageID)
        }
    }

    /// The delivery whose Message-ID has this local part.
    package func delivery(ownName: String) throws(StoreError) -> DeliveryRow? {
        try read { database in try database.delivery(ownName: ownName) }
    }

    /// The one message of a mailbox to one of these leads that was frozen with this subject and second.
    ///
    /// Nil when there is none or more than one: then it proves nothing.
    package func delivery(
        frozenIn mailbox: String, to leads: [LeadID], subject: String, date: Instant
    ) throws(StoreError) -> DeliveryRow? {
        let second = date.milliseconds.flooredDivision(by: 1000) * 1000
        return try read { database in
            let rows = try leads.flatMap { lead in
                try Row.fetchAll(
                    database.cachedStatement(
                        sql: """
                            SELECT \(DeliveryRow.columns) FROM delivery
                            WHERE leadID = ? AND committedAt IS NOT NULL AND mailbox = ?
                                AND queuedAt >= ? AND queuedAt < ? AND subject = ?
                            """),
                    arguments: [lead.rawValue, mailbox, second, second + 1000, subject]
                ).map(DeliveryRow.init)
            }
            return rows.count == 1 ? rows[0] : nil
        }
    }
}

extension Database {
    func delivery(messageID: String) throws -> DeliveryRow? {
        try Row.fetchOne(
            cachedStatement(
                sql: "SELECT \(DeliveryRow.columns) FROM delivery WHERE messageID = ?"),
            arguments: [messageID]
        ).map(DeliveryRow.init)
    }

    fileprivate func delivery(providerID: String) throws -> DeliveryRow? {
        try Row.fetchOne(
            cachedStatement(
                sql: """
                    SELECT \(DeliveryRow.columns) FROM providerID
                    JOIN delivery ON delivery.id = providerID.deliveryID
                    WHERE providerID.messageID = ?
                    """), arguments: [providerID]
        ).map(DeliveryRow.init)
    }

    /// By the local part of a Message-ID of ours; a range of the unique index.
    fileprivate func delivery(ownName: String) throws -> DeliveryRow? {
        try Row.fetchOne(
            cachedStatement(
                sql: """
                    SELECT \(DeliveryRow.columns) FROM delivery
                    WHERE messageID >= ? || '@' AND messageID < ? || 'A'
                    """), arguments: [ownName, ownName]
        ).map(DeliveryRow.init)
    }

    fileprivate func matchQuoted(_ offer: MatchOffer) throws -> ReplyMatch? {
        guard try quotesAnything(offer) else { return nil }
        return try matchOwnID(offer) ?? matchProviderID(offer) ?? matchHandwritten(offer)
            ?? matchEarlierReply(offer)
    }

    /// Whether any of the ids is known in any way: most of a mailbox is done with after this question.
    private func quotesAnything(_ offer: MatchOffer) throws -> Bool {
        if !offer.ownNames.isEmpty { return true }
        guard !offer.messageIDs.isEmpty else { return false }
        let ids = JSONText.encode(offer.messageIDs.map(\.value))
        return try Bool.fetchOne(
            cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM json_each(?1) AS quoted WHERE
                        EXISTS (SELECT 1 FROM delivery WHERE messageID = quoted.value)
                        OR EXISTS (SELECT 1 FROM providerID WHERE messageID = quoted.value)
                        OR EXISTS (SELECT 1 FROM handwritten WHERE messageID = quoted.value)
                        OR EXISTS (SELECT 1 FROM reply WHERE messageID = quoted.value))
                    """), arguments: [ids]) ?? false
    }

    private func matchOwnID(_ offer: MatchOffer) throws -> ReplyMatch? {
        for clue in offer.messageIDs {
            if let delivery = try delivery(messageID: clue.value) {
                return ReplyMatch(
                    delivery, .messageID, "it quotes our message \(clue.value) in \(clue.place)")
            }
        }
        for clue in offer.ownNames {
            if let delivery = try delivery(ownName: clue.value) {
                return ReplyMatch(
                    delivery, .messageID,
                    "it quotes our message \(clue.value) in \(clue.place), its host changed")
            }
        }
        return nil
    }

    private func matchProviderID(_ offer: MatchOffer) throws -> ReplyMatch? {
        for clue in offer.messageIDs {
            if let delivery = try delivery(providerID: clue.value) {
                return ReplyMatch(
                    delivery, .providerID,
                    "it quotes \(clue.value) in \(clue.place), the server's name for our message")
            }
        }
        return nil
    }

    /// An answer to a mail that the rep wrote by hand; of several leads that who writes or is written about.
    private func matchHandwritten(_ offer: MatchOffer) throws -> ReplyMatch? {
        for clue in offer.messageIDs {
            let rows = try Row.fetchAll(
                cachedStatement(
                    sql: """
                        SELECT handwritten.id AS id, lead.id AS leadID, lead.key AS key
                        FROM handwritten
                        JOIN handwrittenTo ON handwrittenTo.handwrittenID = handwritten.id
                        JOIN lead ON lead.id = handwrittenTo.leadID
                        WHERE handwritten.messageID = ? ORDER BY lead.id
                        """), arguments: [clue.value])
            guard !rows.isEmpty else { continue }
            let known = offer.addresses.map(\.value)
            let row = rows.first { known.contains($0["key"]) } ?? rows[0]
            var match = try standing(
                of: LeadID(row["leadID"]), .handWritten, offer,
                "it answers the mail that was written by hand, \(clue.value) in \(clue.place)")
            match.handwritten = HandwrittenID(row["id"])
            return match
        }
        return nil
    }

    private func matchEarlierReply(_ offer: MatchOffer) throws -> ReplyMatch? {
        for clue in offer.messageIDs {
            let row = try Row.fetchOne(
                cachedStatement(
                    sql: """
                        SELECT id, leadID, handOffID, enrollmentID, deliveryID FROM reply
                        WHERE messageID = ? AND matchRule <> 'same-subject' ORDER BY id LIMIT 1
                        """), arguments: [clue.value])
            guard let row else { continue }
            return ReplyMatch(
                rule: .earlierReply, lead: LeadID(row["leadID"]),
                handOff: (row["handOffID"] as Int64?).map { HandOffID($0) },
                enrollment: (row["enrollmentID"] as Int64?).map { EnrollmentID($0) },
                delivery: (row["deliveryID"] as Int64?).map { DeliveryID($0) },
                evidence: "it continues \(ReplyID(row["id"])), \(clue.value) in \(clue.place)")
        }
        return nil
    }

    fileprivate func matchTag(_ offer: MatchOffer) throws -> ReplyMatch? {
        for clue in offer.tags {
            if let delivery = try delivery(ownName: clue.value) {
                return ReplyMatch(
                    delivery, .addressTag, "it bears our tag \(clue.value) in \(clue.place)")
            }
        }
        return nil
    }

    /// A message that we made and don't know: a restored backup has lost it. Its name says whose it was, because no number of
    /// an enrollment is given out twice (`EnrollmentNumbers`).
    fileprivate func matchLost(_ offer: MatchOffer) throws -> ReplyMatch? {
        let clues =
            offer.ownNames.map { ($0, ReplyMatchRule.messageID, "it quotes our message") }
            + offer.tags.map { ($0, ReplyMatchRule.addressTag, "it bears our tag") }
        for (clue, rule, words) in clues {
            guard let row = try lostEnrollment(named: clue.value) else { continue }
            return ReplyMatch(
                rule: rule, lead: row.lead, handOff: row.handOff, enrollment: row.id, delivery: nil,
                evidence: "\(words) \(clue.value) in \(clue.place), which a restore has lost")
        }
        return nil
    }

    /// The enrollment that the local part of a Message-ID of ours begins with; nil for one that is not known.
    func lostEnrollment(named ownName: String) throws -> EnrollmentRow? {
        guard let id = EnrollmentID(typed: ownName.prefix { $0 != "." }) else { return nil }
        let sql = "SELECT \(EnrollmentRow.columns) FROM enrollment WHERE id = ?"
        return try first(sql, id, read: { try EnrollmentRow(&$0) })
    }
}

extension ReplyMatch {
    init(_ delivery: DeliveryRow, _ rule: ReplyMatchRule, _ evidence: String) {
        self.init(
            rule: rule, lead: delivery.lead, handOff: delivery.handOff,
            enrollment: delivery.enrollment, delivery: delivery.id, evidence: evidence)
    }
}
