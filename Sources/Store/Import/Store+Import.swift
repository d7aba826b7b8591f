import GRDB
package import Sequencing

/// One line of a table that has been checked, and of which a lead is to be made.
package struct ImportedLead: Sendable {
    /// Of the file, from 1.
    package var line: Int
    package var email: EmailAddress
    package var country: String?
    package var zone: String?
    package var role: BuyingRole
    package var tier: LeadTier?
    /// Nil for the rules' choice.
    package var owner: String?
    /// In the order of the import's columns; nil for blank.
    package var values: [String?]

    package init(
        line: Int, email: EmailAddress, country: String? = nil, zone: String? = nil,
        role: BuyingRole = .unknown, tier: LeadTier? = nil, owner: String? = nil,
        values: [String?] = []
    ) {
        self.line = line
        self.email = email
        self.country = country
        self.zone = zone
        self.role = role
        self.tier = tier
        self.owner = owner
        self.values = values
    }
}

/// A part of a table, its leads in the order of the file.
package struct ImportChunk: Sendable {
    /// What an earlier part of the same table was answered with; nil for the first.
    package var batch: Int64?
    /// The table's name, for the history.
    package var file: String
    package var source: String?
    package var isHot: Bool
    /// Names of merge fields, sorted and each once: what `ImportedLead.values` are.
    package let columns: [String]
    package let leads: [ImportedLead]
    /// What is known of each of them without the database: it is reckoned before anybody's turn to write.
    let lines: [ImportLine]
    let texts: ImportTexts
    /// The lines by account.
    let accounts: ImportAccounts.Groups

    package init(
        batch: Int64? = nil, file: String, source: String? = nil, isHot: Bool = false,
        columns: [String], leads: [ImportedLead]
    ) {
        precondition(columns == columns.sorted(), "the columns of an import are not sorted")
        self.batch = batch
        self.file = file
        self.source = source
        self.isHot = isHot
        self.columns = columns
        self.leads = leads
        let shape = ImportLine.Shape(columns)
        var texts = ImportTexts()
        let lines = leads.map { ImportLine($0, shape, in: &texts) }
        (self.lines, self.texts) = (lines, texts)
        accounts = ImportAccounts.groups(of: lines, texts: texts)
    }
}

/// What became of a chunk.
package struct ImportOutcome: Equatable, Sendable {
    /// Nil as long as nothing was added.
    package var batch: Int64?
    package var added = 0
    /// Lines whose address was a lead before: they stay as they are.
    package var known = 0
    /// Lines whose address may never be contacted, with the reason.
    package var suppressed: [(line: Int, email: String, reason: String)] = []
    /// Lines whose address stands in an earlier line of the same table.
    package var repeated: [(line: Int, email: String, first: Int)] = []

    package static func == (left: Self, right: Self) -> Bool {
        left.batch == right.batch && left.added == right.added && left.known == right.known
            && left.suppressed.elementsEqual(right.suppressed, by: ==)
            && left.repeated.elementsEqual(right.repeated, by: ==)
    }
}

extension Store {
    /// Adds and hands over the leads of a chunk, all in one transaction: the chunk is there whole or not at all.
    ///
    /// An address that is a lead already changes nothing, so a table may be imported again after a break.
    package func importLeads(
        _ chunk: ImportChunk, assignment: AssignmentRules, now: Instant, by actor: String
    ) throws(StoreError) -> ImportOutcome {
        try inBulk { () throws(StoreError) in
            try write(named: "importLeads") { database in
                try ImportWriter.write(
                    chunk, assignment: assignment, now: now, actor: actor, in: database)
            }
        }
    }

    /// What `importLeads` would do, as far as the chunk alone tells; nothing is written.
    package func previewImport(of chunk: ImportChunk) throws(StoreError) -> ImportOutcome {
        try read { database in
            var outcome = ImportOutcome(batch: chunk.batch)
            for line in chunk.lines {
                let key = chunk.texts[line.key]
                if let reason = try database.suppressionReason(of: key) {
                    outcome.suppressed.append((line.number, key, reason))
                } else if try database.hasLead(key: key) {
                    outcome.known += 1
                } else {
                    outcome.added += 1
                }
            }
            return outcome
        }
    }
}

extension Database {
    func hasLead(key: String) throws -> Bool {
        try Bool.fetchOne(
            cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM lead WHERE key = ?1)
                        OR EXISTS (SELECT 1 FROM formerAddress WHERE key = ?1)
                    """), arguments: [key]) ?? false
    }
}
