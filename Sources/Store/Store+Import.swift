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
    /// Nil for the rules' choice.
    package var owner: String?
    /// In the order of the import's columns; nil for blank.
    package var values: [String?]

    package init(
        line: Int, email: EmailAddress, country: String? = nil, zone: String? = nil,
        role: BuyingRole = .unknown, owner: String? = nil, values: [String?] = []
    ) {
        self.line = line
        self.email = email
        self.country = country
        self.zone = zone
        self.role = role
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
    package var columns: [String]
    package var leads: [ImportedLead]

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
        try write { database in
            var writer = try ImportWriter(
                database: database, chunk: chunk, assignment: assignment, now: now, actor: actor)
            for lead in chunk.leads { try writer.add(lead) }
            return writer.outcome
        }
    }

    /// What `importLeads` would do, as far as the chunk alone tells; nothing is written.
    package func previewImport(of chunk: ImportChunk) throws(StoreError) -> ImportOutcome {
        try read { database in
            var outcome = ImportOutcome(batch: chunk.batch)
            for lead in chunk.leads {
                let key = lead.email.canonical
                if let reason = try database.suppressionReason(of: key) {
                    outcome.suppressed.append((lead.line, key, reason))
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

/// Writes the leads of one chunk with statements that are prepared once.
private struct ImportWriter {
    private let database: Database
    private let chunk: ImportChunk
    private let assignment: AssignmentRules
    private let now: Int64
    private let actor: String
    private let insertLead: Statement
    private let insertHandOff: Statement
    private let insertHistory: Statement
    private var accounts: [String: Int64] = [:]
    private(set) var outcome: ImportOutcome

    init(
        database: Database, chunk: ImportChunk, assignment: AssignmentRules, now: Instant,
        actor: String
    ) throws {
        self.database = database
        self.chunk = chunk
        self.assignment = assignment
        self.now = now.milliseconds
        self.actor = actor
        outcome = ImportOutcome(batch: chunk.batch)
        if let batch = chunk.batch {
            let isOwn = try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM leadImport WHERE id = ? AND startedBy = ?)
                    """, arguments: [batch, actor])
            guard isOwn == true else {
                throw StoreError.notNow(
                    what: "nothing was imported", why: "\(batch) is no import of \(actor)",
                    advice: "begin again, without a batch")
            }
        }
        insertLead = try database.cachedStatement(
            sql: """
                INSERT INTO lead (key, email, accountID, owner, country, zone, role, fields,
                    createdAt, phoneSign, profileSign)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
                """)
        insertHandOff = try database.cachedStatement(
            sql: """
                INSERT INTO handOff (leadID, source, owner, isHot, givenAt, givenBy, importID,
                    importLine) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        insertHistory = try database.cachedStatement(
            sql: """
                INSERT INTO history (at, actor, leadID, handOffID, event, why)
                VALUES (?, ?, ?, ?, 'handed-off', ?)
                """)
    }

    mutating func add(_ lead: ImportedLead) throws {
        let key = lead.email.canonical
        if let reason = try database.suppressionReason(of: key) {
            outcome.suppressed.append((lead.line, key, reason))
            return
        }
        // Before the turn passes on: a line that is known already takes nobody's.
        if !assignment.rules.isEmpty, lead.owner == nil, try database.hasLead(key: key) {
            try noteKnown(key, line: lead.line)
            return
        }
        let owner =
            try lead.owner
            ?? database.owner(
                by: assignment, for: intake(of: lead), now: Instant(milliseconds: now))
        try insertLead.execute(arguments: [
            key, lead.email.text, account(of: lead), owner, lead.country, lead.zone,
            lead.role.rawValue, fieldsText(lead.values), now,
            value("phone", of: lead).flatMap(PersonSigns.phone),
            value("linkedin", of: lead).flatMap(PersonSigns.profile),
        ])
        guard database.changesCount > 0 else {
            try noteKnown(key, line: lead.line)
            return
        }
        let id = database.lastInsertedRowID
        try insertHandOff.execute(arguments: [
            id, chunk.source, owner, chunk.isHot, now, actor, batch(), lead.line,
        ])
        let who = owner.map { "handed over to \($0)" } ?? "handed over, owner not named"
        try insertHistory.execute(arguments: [
            now, actor, id, database.lastInsertedRowID,
            "\(who): line \(lead.line) of \(chunk.file)",
        ])
        outcome.added += 1
    }

    private mutating func noteKnown(_ key: String, line: Int) throws {
        let first = try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT importLine FROM lead JOIN handOff ON handOff.leadID = lead.id
                    WHERE lead.key = ? AND importID = ?
                    """), arguments: [key, outcome.batch])
        if let first, first != line {
            outcome.repeated.append((line, key, first))
        } else {
            outcome.known += 1
        }
    }

    /// The row of the import is made with its first lead: importing what is known leaves no trace.
    private mutating func batch() throws -> Int64 {
        if let batch = outcome.batch { return batch }
        try database.execute(
            sql: "INSERT INTO leadImport (file, startedAt, startedBy) VALUES (?, ?, ?)",
            arguments: [chunk.file, now, actor])
        let batch = database.lastInsertedRowID
        outcome.batch = batch
        return batch
    }

    private mutating func account(of lead: ImportedLead) throws -> Int64? {
        let domain = lead.email.domain
        guard !PublicMailDomains.all.contains(domain) else { return nil }
        if let known = accounts[domain] { return known }
        let company = chunk.columns.firstIndex(of: "company").flatMap { lead.values[$0] }
        let account = try database.account(ofDomain: domain, company: company)
        accounts[domain] = account
        return account
    }

    private func value(_ column: String, of lead: ImportedLead) -> String? {
        chunk.columns.firstIndex(of: column).flatMap { lead.values[$0] }
    }

    private func intake(of lead: ImportedLead) -> AssignmentRules.Intake {
        var fields: [String: String] = [:]
        for (name, value) in zip(chunk.columns, lead.values) { fields[name] = value }
        return .init(
            domain: lead.email.domain, country: lead.country, source: chunk.source, fields: fields)
    }

    /// What `JSONText.encode` makes of a dictionary, at a tenth of its time: the columns are sorted.
    private func fieldsText(_ values: [String?]) -> String {
        JSONText.object(zip(chunk.columns, values))
    }
}

extension Database {
    fileprivate func hasLead(key: String) throws -> Bool {
        try Bool.fetchOne(
            cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM lead WHERE key = ?)"),
            arguments: [key]) ?? false
    }
}
