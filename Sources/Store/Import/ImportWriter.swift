import GRDB
import Sequencing

/// Writes the leads of one chunk, many rows with each statement.
///
/// Which of them are new says the index of addresses when they go in: nobody is looked up twice.
struct ImportWriter {
    /// A line whose lead has been put in line and may turn out to be known.
    private struct Waiting {
        var line: Int
        var key: String
        var owner: String?
    }

    private let database: Database
    private let chunk: ImportChunk
    private let assignment: AssignmentRules
    private let now: Int64
    private let actor: String
    private var leads: RowBatch
    private var handOffs: RowBatch
    private var history: RowBatch
    private var suppressions: Suppressions
    private var waiting: [Waiting] = []
    /// What the next row of each table is called.
    private var nextLead: Int64
    private var nextHandOff: Int64
    private var outcome: ImportOutcome

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
        leads = try RowBatch(
            into: "lead",
            [
                "id", "key", "email", "accountID", "owner", "country", "zone", "role", "tier",
                "fields", "createdAt", "phoneSign", "profileSign",
            ], "ON CONFLICT (key) DO NOTHING RETURNING id", in: database)
        handOffs = try RowBatch(
            into: "handOff",
            [
                "id", "leadID", "source", "owner", "isHot", "givenAt", "givenBy", "importID",
                "importLine",
            ], in: database)
        history = try RowBatch(
            into: "history", ["at", "actor", "leadID", "handOffID", "event", "why"], in: database)
        suppressions = try Suppressions(database)
        nextLead = try Self.next(of: "lead", in: database)
        nextHandOff = try Self.next(of: "handOff", in: database)
    }

    /// Writes all, and says what became of them.
    mutating func write() throws -> ImportOutcome {
        let lines = try takeable()
        let groups =
            lines.count == chunk.lines.count ? chunk.accounts : ImportAccounts.groups(of: lines)
        let accounts = try ImportAccounts(lines, in: groups, of: database)
        for (line, account) in zip(lines, accounts.ids) { try add(line, account: account) }
        try putIn()
        try handOffs.flush()
        try history.flush()
        return outcome
    }

    /// All but those who may never be contacted.
    private mutating func takeable() throws -> [ImportLine] {
        guard !suppressions.isEmpty else { return chunk.lines }
        return try chunk.lines.filter { line in
            guard try suppressions.mayName(line.key, domain: line.domain),
                let reason = try database.suppressionReason(of: line.key)
            else { return true }
            outcome.suppressed.append((line.lead.line, line.key, reason))
            return false
        }
    }

    private mutating func add(_ line: ImportLine, account: Int64?) throws {
        let (lead, key) = (line.lead, line.key)
        let isAssigned = !assignment.rules.isEmpty && lead.owner == nil
        // Before the turn passes on: a line that is known already takes nobody's.
        if isAssigned {
            if waiting.contains(where: { $0.key == key }) { try putIn() }
            if try database.hasLead(key: key) { return try noteKnown(key, line: lead.line) }
        }
        let owner =
            try isAssigned
            ? database.owner(
                by: assignment, for: intake(of: line), now: Instant(milliseconds: now))
            : lead.owner
        leads.bind(nextLead)
        leads.bind(key)
        leads.bind(lead.email.text)
        leads.bind(account)
        leads.bind(owner)
        leads.bind(lead.country)
        leads.bind(lead.zone)
        leads.bind(lead.role.rawValue)
        leads.bind(lead.tier?.rawValue)
        leads.bind(line.fields)
        leads.bind(now)
        leads.bind(line.phoneSign)
        leads.bind(line.profileSign)
        nextLead += 1
        waiting.append(Waiting(line: lead.line, key: key, owner: owner))
        if leads.endRow() { try putIn() }
    }

    /// Puts the leads in that wait, and hands over those that are new.
    private mutating func putIn() throws {
        // Numbers that were asked for, in the order of the lines; those that came back are new.
        let first = nextLead - Int64(waiting.count)
        var isNew = [Bool](repeating: false, count: waiting.count)
        try leads.flush { row in isNew[Int(row.number(0) - first)] = true }
        let lines = waiting
        waiting.removeAll(keepingCapacity: true)
        var known: [Waiting] = []
        for (place, line) in lines.enumerated() {
            if isNew[place] {
                try handOver(first + Int64(place), line)
            } else {
                known.append(line)
            }
        }
        guard !known.isEmpty else { return }
        nextLead = try Self.next(of: "lead", in: database)
        for line in known { try noteKnown(line.key, line: line.line) }
    }

    private mutating func handOver(_ lead: Int64, _ line: Waiting) throws {
        handOffs.bind(nextHandOff)
        handOffs.bind(lead)
        handOffs.bind(chunk.source)
        handOffs.bind(line.owner)
        handOffs.bind(chunk.isHot ? 1 : 0)
        handOffs.bind(now)
        handOffs.bind(actor)
        handOffs.bind(try batch())
        handOffs.bind(Int64(line.line))
        if handOffs.endRow() { try handOffs.flush() }
        let who = line.owner.map { "handed over to \($0)" } ?? "handed over, owner not named"
        history.bind(now)
        history.bind(actor)
        history.bind(lead)
        history.bind(nextHandOff)
        history.bind("handed-off")
        history.bind("\(who): line \(line.line) of \(chunk.file)")
        if history.endRow() { try history.flush() }
        nextHandOff += 1
        outcome.added += 1
    }

    private mutating func noteKnown(_ key: String, line: Int) throws {
        try handOffs.flush()
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

    private func intake(of line: ImportLine) -> AssignmentRules.Intake {
        var fields: [String: String] = [:]
        for (name, value) in zip(chunk.columns, line.lead.values) { fields[name] = value }
        return .init(
            domain: line.domain, country: line.lead.country, source: chunk.source, fields: fields)
    }

    /// What SQLite would call the next row; nobody else writes meanwhile.
    private static func next(of table: String, in database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM \(table)") ?? 1
    }
}

/// Whether an address can be suppressed at all, so that few have to be looked up in full.
private struct Suppressions {
    let isEmpty: Bool
    /// The people who were forgotten are known by a mark that takes a while to reckon.
    private let hasForgotten: Bool
    private var find: HotStatement

    init(_ database: Database) throws {
        isEmpty =
            try Bool.fetchOne(
                database, sql: "SELECT NOT EXISTS (SELECT 1 FROM suppression)") ?? false
        hasForgotten = try !database.erasureMarks(of: "").isEmpty
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
