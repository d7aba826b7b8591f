import Foundation
import GRDB

/// Importing leads through the command line and the daemon, beside sqlite3's own `.import` of the same file into tables with
/// the same constraints, indexes and history, in turns.
///
/// `IMPORT_ROWS` sets how many; a million without it.
enum ImportBenchmark {
    static let rounds = 3

    static func run() throws {
        let rows =
            ProcessInfo.processInfo.environment["IMPORT_ROWS"].flatMap { Int($0) } ?? 1_000_000
        let folder = try ScratchFolder("import")
        defer { folder.remove() }
        let table = "\(folder.path)/leads.csv"
        try write(rows, to: table)
        var (ours, theirs): ([Double], [Double]) = ([], [])
        var (daemonMemory, clientMemory) = (0.0, 0.0)
        for round in 0..<rounds {
            let state = "\(folder.path)/state-\(round)"
            try FileManager.default.createDirectory(
                atPath: state, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let daemon = try RunningProgram(stateFolder: state)
            var status: Int32 = 0
            ours.append(
                seconds {
                    status = RunningProgram.run(
                        "thirdtouch",
                        ["lead", "import", table, "--source", "fair", "--socket", daemon.socket])
                })
            daemonMemory = Double(daemon.status("VmHWM")) / 1024
            clientMemory = largestChild()
            daemon.stop()
            guard status == 0, try count(in: "\(state)/thirdtouch.sqlite") == rows else {
                throw AnchorFailure(program: "thirdtouch", cause: "not all leads were imported")
            }
            try FileManager.default.removeItem(atPath: state)
            let anchor = "\(folder.path)/anchor.sqlite"
            theirs.append(try seconds { try importWithSQLite(table, into: anchor) })
            guard try count(in: anchor) == rows else {
                throw AnchorFailure(program: "sqlite3", cause: "not all rows were imported")
            }
            try FileManager.default.removeItem(atPath: anchor)
        }
        Measurement(
            name: "import", value: ours.median, unit: "s", against: "sqlite3's .import",
            ratio: ours.median / theirs.median,
            remark: "\(rows) leads, median of \(rounds), goal: at most 1"
        ).report()
        Measurement(
            name: "import.memory", value: daemonMemory, unit: "MB",
            remark: "the daemon's highest, beside \(Int(clientMemory)) MB of the largest program "
                + "that it was fed by"
        ).report()
    }

    /// Addresses in no order: every index is written all over.
    private static func write(_ rows: Int, to file: String) throws {
        try Data().write(to: URL(filePath: file))
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        var text = "email,first_name,last_name,company,title,phone,city,country\n"
        for row in 0..<rows {
            let mixed = (UInt64(row) &* 0x9E37_79B9_7F4A_7C15) >> 20
            let company = mixed % 200_000
            text +=
                "p\(mixed).\(row)@firm\(company).example,Mira,Falk\(row % 5000),Firm \(company) "
            text += "Logistik,Head of Docks,+49 30 \(1_000_000 + row),Kiel,DE\n"
            if text.utf8.count > 1 << 20 || row == rows - 1 {
                try handle.write(contentsOf: Data(text.utf8))
                text = ""
            }
        }
        try handle.close()
    }

    /// The same rows of lead, hand-off and history that the daemon writes, by triggers.
    private static func importWithSQLite(_ table: String, into file: String) throws {
        let script = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
            CREATE TABLE lead (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE
                CHECK (key LIKE '%_@_%._%' AND length(key) <= 254), firstName TEXT, lastName TEXT,
                company TEXT, title TEXT, phone TEXT, city TEXT,
                country TEXT CHECK (length(country) = 2)) STRICT;
            CREATE TABLE handOff (id INTEGER PRIMARY KEY,
                leadID INTEGER NOT NULL REFERENCES lead(id), source TEXT,
                givenAt INTEGER NOT NULL) STRICT;
            CREATE INDEX handOffOfLead ON handOff(leadID);
            CREATE TABLE history (id INTEGER PRIMARY KEY, leadID INTEGER, why TEXT NOT NULL) STRICT;
            CREATE INDEX historyOfLead ON history(leadID, id);
            CREATE VIEW incoming AS SELECT key AS email, firstName, lastName, company, title, phone,
                city, country FROM lead;
            CREATE TRIGGER take INSTEAD OF INSERT ON incoming BEGIN
                INSERT INTO lead (key, firstName, lastName, company, title, phone, city, country)
                    VALUES (lower(new.email), new.firstName, new.lastName, new.company, new.title,
                        new.phone, new.city, new.country);
                INSERT INTO handOff (leadID, source, givenAt)
                    VALUES (last_insert_rowid(), 'fair', 1);
                INSERT INTO history (leadID, why)
                    SELECT leadID, 'handed over' FROM handOff WHERE id = last_insert_rowid();
            END;
            .import --csv --skip 1 \(table) incoming
            """
        let path = "\(file).sql"
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        let status = RunningProgram.run("/usr/bin/sqlite3", [file, ".read \(path)"])
        guard status == 0 else {
            throw AnchorFailure(program: "sqlite3", cause: "it ended with \(status)")
        }
    }

    private static func count(in file: String) throws -> Int {
        try DatabaseQueue(path: file).read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT min((SELECT count(*) FROM lead), (SELECT count(*) FROM handOff))") ?? 0
        }
    }

    /// Megabytes of the largest child that has ended.
    private static func largestChild() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1024
    }
}
