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
    private var insertLead: HotStatement
    private var insertHandOff: HotStatement
    private var insertHistory: HotStatement
    private var findAccount: HotStatement
    private var insertAccount: HotStatement
    private var suppressions: Suppressions
    private var accounts: [String: Int64] = [:]
    /// Where the columns are, if the table has them.
    private let company: Int?
    private let phone: Int?
    private let profile: Int?
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
        company = chunk.columns.firstIndex(of: "company")
        phone = chunk.columns.firstIndex(of: "phone")
        profile = chunk.columns.firstIndex(of: "linkedin")
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
        insertLead = try HotStatement(
            """
            INSERT INTO lead (key, email, accountID, owner, country, zone, role, fields, createdAt,
                    phoneSign, profileSign)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
            """, in: database)
        insertHandOff = try HotStatement(
            """
            INSERT INTO handOff (leadID, source, owner, isHot, givenAt, givenBy, importID, importLine)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, in: database)
        insertHistory = try HotStatement(
            """
            INSERT INTO history (at, actor, leadID, handOffID, event, why)
                VALUES (?, ?, ?, ?, 'handed-off', ?)
            """, in: database)
        findAccount = try HotStatement(
            "SELECT id FROM account WHERE domain = ?", in: database)
        insertAccount = try HotStatement(
            "INSERT INTO account (domain, name) VALUES (?, ?)", in: database)
        suppressions = try Suppressions(database)
    }

    mutating func add(_ lead: ImportedLead) throws {
        let key = lead.email.canonical
        let domain = lead.email.domain
        if try suppressions.mayName(key, domain: domain),
            let reason = try database.suppressionReason(of: key)
        {
            outcome.suppressed.append((lead.line, key, reason))
            return
        }
        // Before the turn passes on: a line that is known already takes nobody's.
        if !assignment.rules.isEmpty, lead.owner == nil, try database.hasLead(key: key) {
            try noteKnown(key, line: lead.line)
            return
        }
        let owner =
            try assignment.rules.isEmpty || lead.owner != nil
            ? lead.owner
            : database.owner(
                by: assignment, for: intake(of: lead), now: Instant(milliseconds: now))
        insertLead.bind(key)
        insertLead.bind(lead.email.text)
        insertLead.bind(try account(of: lead, domain: domain))
        insertLead.bind(owner)
        insertLead.bind(lead.country)
        insertLead.bind(lead.zone)
        insertLead.bind(lead.role.rawValue)
        insertLead.bind(fieldsText(lead.values))
        insertLead.bind(now)
        insertLead.bind(phone.flatMap { lead.values[$0] }.flatMap(PersonSigns.phone))
        insertLead.bind(profile.flatMap { lead.values[$0] }.flatMap(PersonSigns.profile))
        try insertLead.run()
        guard insertLead.changes > 0 else {
            try noteKnown(key, line: lead.line)
            return
        }
        let id = insertLead.lastID
        insertHandOff.bind(id)
        insertHandOff.bind(chunk.source)
        insertHandOff.bind(owner)
        insertHandOff.bind(chunk.isHot ? 1 : 0)
        insertHandOff.bind(now)
        insertHandOff.bind(actor)
        insertHandOff.bind(try batch())
        insertHandOff.bind(Int64(lead.line))
        try insertHandOff.run()
        let who = owner.map { "handed over to \($0)" } ?? "handed over, owner not named"
        insertHistory.bind(now)
        insertHistory.bind(actor)
        insertHistory.bind(id)
        insertHistory.bind(insertHandOff.lastID)
        insertHistory.bind("\(who): line \(lead.line) of \(chunk.file)")
        try insertHistory.run()
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

    private mutating func account(of lead: ImportedLead, domain: String) throws -> Int64? {
        if let known = accounts[domain] { return known }
        guard !PublicMailDomains.all.contains(domain) else { return nil }
        findAccount.bind(domain)
        var account = try findAccount.run()
        if account == nil {
            insertAccount.bind(domain)
            insertAccount.bind(company.flatMap { lead.values[$0] })
            try insertAccount.run()
            account = insertAccount.lastID
        }
        accounts[domain] = account
        return account
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

/// Whether an address can be suppressed at all, so that few have to be looked up in full.
private struct Suppressions {
    private let isEmpty: Bool
    /// The people who were forgotten are known by a mark that takes a while to reckon.
    private let hasForgotten: Bool
    private var find: HotStatement

    init(_ database: Database) throws {
        isEmpty =
            try Bool.fetchOne(
                database, sql: "SELECT NOT EXISTS (SELECT 1 FROM suppression)") ?? false
        hasForgotten = try database.erasureMark(of: "") != nil
        find = try HotStatement(
            "SELECT 1 FROM suppression WHERE key IN (?, ?) LIMIT 1", in: database)
    }

    mutating func mayName(_ key: String, domain: String) throws -> Bool {
        guard !isEmpty else { return false }
        guard !hasForgotten else { return true }
        find.bind(key)
        find.bind("@" + domain)
        return try find.run() != nil
    }
}
