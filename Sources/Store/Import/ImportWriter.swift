import GRDB
import Sequencing

/// Writes the leads of one chunk, many rows with each statement.
///
/// Which of them are new says the index of addresses when they go in: nobody is looked up twice.
struct ImportWriter {
    /// A line whose lead has been put in line and may turn out to be known.
    private struct Waiting {
        var line: ImportLine
        var owner: String?
    }

    private let database: Database
    private let chunk: ImportChunk
    /// Those of the chunk.
    private let texts: UnsafeBufferPointer<UInt8>
    private let assignment: AssignmentRules
    private let now: Int64
    private let actor: String
    private var leads: RowBatch
    private var handOffs: RowBatch
    private var history: RowBatch
    private var suppressions: Suppressions
    private var formerAddresses: FormerAddresses
    private var waiting: [Waiting] = []
    /// What the next row of each table is called.
    private var nextLead: Int64
    private var nextHandOff: Int64
    private var outcome: ImportOutcome

    /// Writes all, and says what became of them.
    static func write(
        _ chunk: ImportChunk, assignment: AssignmentRules, now: Instant, actor: String,
        in database: Database
    ) throws -> ImportOutcome {
        // SQLite reads the texts where they lie: the writer's life ends before the buffer's.
        try chunk.texts.bytes.withUnsafeBufferPointer { texts in
            var writer = try ImportWriter(
                database: database, chunk: chunk, texts: texts, assignment: assignment, now: now,
                actor: actor)
            return try writer.write()
        }
    }

    private init(
        database: Database, chunk: ImportChunk, texts: UnsafeBufferPointer<UInt8>,
        assignment: AssignmentRules, now: Instant, actor: String
    ) throws {
        self.database = database
        self.chunk = chunk
        self.texts = texts
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
            ], "ON CONFLICT (key) DO NOTHING", in: database)
        handOffs = try RowBatch(
            into: "handOff",
            [
                "id", "leadID", "source", "owner", "isHot", "givenAt", "givenBy", "importID",
                "importLine",
            ], in: database)
        history = try RowBatch(
            "INSERT OR FAIL", into: "history",
            ["at", "actor", "leadID", "handOffID", "event", "why"], in: database)
        suppressions = try Suppressions(database)
        formerAddresses = try FormerAddresses(database)
        nextLead = try Self.next(of: "lead", in: database)
        nextHandOff = try Self.next(of: "handOff", in: database)
    }

    private mutating func write() throws -> ImportOutcome {
        let places = try takeable()
        var (lines, groups) = (chunk.lines, chunk.accounts)
        if places.count < lines.count {
            lines = places.map { chunk.lines[$0] }
            groups = ImportAccounts.groups(of: lines, texts: chunk.texts)
        }
        let accounts = try ImportAccounts(lines, in: groups, texts: texts, of: database)
        for (place, account) in zip(places, accounts.ids) { try add(place, account: account) }
        try putIn()
        try handOffs.flush()
        try history.flush()
        return outcome
    }

    /// The places of all but those who may never be contacted, and those who are leads under another address by now.
    private mutating func takeable() throws -> [Int] {
        let all = Array(chunk.lines.indices)
        guard !suppressions.isEmpty || !formerAddresses.isEmpty else { return all }
        return try all.filter { place in
            let line = chunk.lines[place]
            if try suppressions.mayName(texts[line.key], domain: texts[line.domainKey]) {
                let key = chunk.texts[line.key]
                if let reason = try database.suppressionReason(of: key) {
                    outcome.suppressed.append((line.number, key, reason))
                    return false
                }
            }
            guard try formerAddresses.name(texts[line.key]) else { return true }
            outcome.known += 1
            return false
        }
    }

    private mutating func add(_ place: Int, account: Int64?) throws {
        let line = chunk.lines[place]
        var owner = chunk.leads[place].owner
        if owner == nil, !assignment.rules.isEmpty {
            // Before the turn passes on: a line that is known already takes nobody's.
            let key = chunk.texts[line.key]
            if waiting.contains(where: { chunk.texts[$0.line.key] == key }) { try putIn() }
            if try database.hasLead(key: key) { return try noteKnown(line) }
            owner = try database.owner(
                by: assignment, for: intake(of: place), now: Instant(milliseconds: now))
        }
        leads.bind(nextLead)
        leads.bind(placed: texts[line.key])
        leads.bind(placed: texts[line.email])
        leads.bind(account)
        leads.bind(owner)
        leads.bind(placed: line.country.map { texts[$0] })
        leads.bind(placed: line.zone.map { texts[$0] })
        leads.bind(placed: texts[line.role])
        leads.bind(placed: line.tier.map { texts[$0] })
        leads.bind(placed: texts[line.fields])
        leads.bind(now)
        leads.bind(placed: line.phoneSign.map { texts[$0] })
        leads.bind(placed: line.profileSign.map { texts[$0] })
        nextLead += 1
        waiting.append(Waiting(line: line, owner: owner))
        if leads.endRow() { try putIn() }
    }

    /// Puts the leads in that wait, and hands over those that are new.
    private mutating func putIn() throws {
        let first = nextLead - Int64(waiting.count)
        let added = try leads.flush()
        let lines = waiting
        waiting.removeAll(keepingCapacity: true)
        guard added < lines.count else {
            for (place, line) in lines.enumerated() { try handOver(first + Int64(place), line) }
            return
        }
        // The numbers of the lines in their order: those that are there now are new.
        let new = try Set(
            Int64.fetchAll(
                database.cachedStatement(sql: "SELECT id FROM lead WHERE id >= ?"),
                arguments: [first]))
        var known: [ImportLine] = []
        for (place, line) in lines.enumerated() {
            let number = first + Int64(place)
            if new.contains(number) { try handOver(number, line) } else { known.append(line.line) }
        }
        nextLead = try Self.next(of: "lead", in: database)
        for line in known { try noteKnown(line) }
    }

    private mutating func handOver(_ lead: Int64, _ waiting: Waiting) throws {
        let number = waiting.line.number
        handOffs.bind(nextHandOff)
        handOffs.bind(lead)
        handOffs.bind(chunk.source)
        handOffs.bind(waiting.owner)
        handOffs.bind(chunk.isHot ? 1 : 0)
        handOffs.bind(now)
        handOffs.bind(actor)
        handOffs.bind(try batch())
        handOffs.bind(Int64(number))
        if handOffs.endRow() { try handOffs.flush() }
        history.bind(now)
        history.bind(actor)
        history.bind(lead)
        history.bind(nextHandOff)
        history.bind("handed-off")
        history.bind { text in
            text += waiting.owner == nil ? "handed over, owner not named" : "handed over to "
            text += waiting.owner ?? ""
            text += ": line "
            text += number
            text += " of "
            text += chunk.file
        }
        if history.endRow() { try history.flush() }
        nextHandOff += 1
        outcome.added += 1
    }

    private mutating func noteKnown(_ line: ImportLine) throws {
        try handOffs.flush()
        let key = chunk.texts[line.key]
        let first = try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT importLine FROM lead JOIN handOff ON handOff.leadID = lead.id
                    WHERE lead.key = ? AND importID = ?
                    """), arguments: [key, outcome.batch])
        if let first, first != line.number {
            outcome.repeated.append((line.number, key, first))
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

    private func intake(of place: Int) -> AssignmentRules.Intake {
        let lead = chunk.leads[place]
        var fields: [String: String] = [:]
        for (name, value) in zip(chunk.columns, lead.values) { fields[name] = value }
        return .init(
            domain: lead.email.domain, country: lead.country, source: chunk.source, fields: fields)
    }

    /// What SQLite would call the next row; nobody else writes meanwhile.
    private static func next(of table: String, in database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM \(table)") ?? 1
    }
}

/// Addresses that leads had before: few installations have many.
private struct FormerAddresses {
    let isEmpty: Bool
    private var find: HotStatement

    init(_ database: Database) throws {
        isEmpty =
            try Bool.fetchOne(
                database, sql: "SELECT NOT EXISTS (SELECT 1 FROM formerAddress)") ?? false
        // A lead that has the address now is known by that.
        find = try HotStatement(
            """
            SELECT 1 FROM formerAddress WHERE key = ?1
                AND NOT EXISTS (SELECT 1 FROM lead WHERE key = ?1)
            """, in: database)
    }

    /// It must stay where it is while this runs.
    mutating func name(_ key: Slice<UnsafeBufferPointer<UInt8>>) throws -> Bool {
        guard !isEmpty else { return false }
        find.bind(placed: key)
        return try find.run() != nil
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

    /// `domain` with its @. Both must stay where they are while it runs.
    mutating func mayName(
        _ key: Slice<UnsafeBufferPointer<UInt8>>, domain: Slice<UnsafeBufferPointer<UInt8>>
    ) throws -> Bool {
        guard !isEmpty else { return false }
        guard !hasForgotten else { return true }
        find.bind(placed: key)
        find.bind(placed: domain)
        return try find.run() != nil
    }
}
