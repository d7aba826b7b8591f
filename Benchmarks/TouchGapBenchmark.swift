import Engine
import Foundation
import Logging
import Sequencing
import Simulation
import Store
import ZoneData

/// The touch-gap report over many hand-offs, beside plain SQL over the same rows in sqlite3 and in DuckDB, in turns.
///
/// `TOUCH_GAP_ROWS` sets how many hand-offs, each with five touches on the average; a million without it.
/// `TOUCH_GAP_BOOK` names a folder in which they are kept, and taken from the next time; with `TOUCH_GAP_ALONE` nobody else is
/// asked.
enum TouchGapBenchmark {
    static let rounds = 5
    /// Up to so many the tally is compared with judging every hand-off, which takes minutes for a million.
    static let mostJudged = 100_000

    static func run() throws {
        let rows =
            ProcessInfo.processInfo.environment["TOUCH_GAP_ROWS"].flatMap { Int($0) } ?? 1_000_000
        let kept = ProcessInfo.processInfo.environment["TOUCH_GAP_BOOK"]
        let folder = try kept == nil ? ScratchFolder("touch-gap") : nil
        defer { folder?.remove() }
        let book = HandOffBook(folder: kept ?? folder?.path ?? "", handOffs: rows)
        let isThere = FileManager.default.fileExists(atPath: "\(book.folder)/thirdtouch.sqlite")
        if !isThere {
            try FileManager.default.createDirectory(
                atPath: book.folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try book.make()
        }
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let store = try Store(folder: book.folder, logger: logger)
        defer { store.close() }
        let zones = ZoneDatabase()
        // A book that is there was asked at a later hour before.
        let time = VirtualTime(
            startingAt: max(HandOffBook.now, try store.tallyMark().judgedAt))
        let engine = Engine(
            store: store, clock: time, calendars: SystemZones(zones: zones), workers: time,
            alarm: time, mailboxes: [], settings: EngineSettings(zone: "UTC", messageIDKey: [1]),
            logger: logger)
        let filling = try seconds { while try engine.tendTally() {} }
        if !isThere {
            Measurement(
                name: "touch-gap.fill", value: Double(rows) / filling, unit: "hand-offs/s",
                remark: "judged and put into the tally, once for a database that has none"
            ).report()
        }
        let isAlone = ProcessInfo.processInfo.environment["TOUCH_GAP_ALONE"] != nil
        let others = try isAlone ? [] : anchors(book)
        try compare(engine, others, book)
        try lists(engine)
        time.sleep(for: .hours(6))
        try turned(engine)
    }

    private static func anchors(_ book: HandOffBook) throws -> [String] {
        // A book that was asked alone before has not been given to the others.
        let isGiven = FileManager.default.fileExists(atPath: "\(book.folder)/now")
        if !isGiven { try book.export() }
        let script = Anchor(python: "touch_gap")
        let sum = Double(book.handOffs * 6)
        return try ["sqlite", "duckdb"].filter { name in
            if name == "duckdb", !Anchor.hasDuckDB {
                print("touch-gap: no DuckDB to compare with; scripts/bench installs it")
                return false
            }
            if !isGiven { _ = try script.run("load", name, book.folder) }
            guard try script.run("sum", name, book.folder) == sum else {
                throw AnchorFailure(program: name, cause: "it does not count the same rows")
            }
            return true
        }
    }

    private static func ask(
        _ engine: Engine, scope: ReportQuestion = ReportQuestion(),
        _ filter: WorkListFilter = WorkListFilter(limit: 0), usesTally: Bool = true
    ) throws -> TouchGapSummary {
        let summary = try engine.touchGapSummary(of: scope, listing: filter, mayUseTally: usesTally)
        precondition(summary.addsUp, "the classes do not add up")
        return summary
    }

    private static func compare(
        _ engine: Engine, _ anchors: [String], _ book: HandOffBook
    ) throws {
        let rows = book.handOffs
        let summary = try ask(engine)
        precondition(summary.total == rows, "\(summary.total) hand-offs were counted")
        if rows <= mostJudged {
            let whole = try ask(engine, usesTally: false)
            precondition(
                summary.classes == whole.classes && summary.reasons == whole.reasons
                    && summary.reps == whole.reps
                    && summary.medianHumanMinutes == whole.medianHumanMinutes,
                "the tally says something else than judging everything")
        }
        var ours: [Double] = []
        var theirs: [String: [Double]] = [:]
        for _ in 0..<rounds {
            ours.append(try seconds { _ = try ask(engine) } * 1000)
            for name in anchors {
                let once = try Anchor(python: "touch_gap").run(
                    "ask", name, book.folder)
                theirs[name, default: []].append(once * 1000)
            }
        }
        Measurement(
            name: "touch-gap.summary", value: ours.median, unit: "ms",
            remark: "\(rows) hand-offs, \(rows * 5) touches, median of \(rounds), goal: at most 30"
        ).report()
        for name in anchors {
            let median = (theirs[name] ?? []).median
            Measurement(
                name: "touch-gap.\(name)", value: median, unit: "ms", against: "our summary",
                ratio: median / ours.median,
                remark: "GROUP BY over the same rows, goal: \(name == "duckdb" ? 10 : 90) times"
            ).report()
        }
    }

    /// The first hundred lines of work lists, each with its facts, evidence and command.
    private static func lists(_ engine: Engine) throws {
        var ofTeam = ReportQuestion()
        ofTeam.team = "one"
        let lists: [(name: String, scope: ReportQuestion, filter: WorkListFilter)] = [
            ("all", ReportQuestion(), WorkListFilter(limit: 100)),
            ("rep", ReportQuestion(owner: "rep7"), WorkListFilter(limit: 100)),
            ("team", ofTeam, WorkListFilter(limit: 100)),
            (
                "rep-reason", ReportQuestion(owner: "rep7"),
                WorkListFilter(reason: .taskOverdue, limit: 100)
            ),
            ("class", ReportQuestion(), WorkListFilter(class: .endedShort, limit: 100)),
            ("touches", ReportQuestion(), WorkListFilter(class: .stalled, touches: 2, limit: 100)),
            ("rare", ReportQuestion(), WorkListFilter(reason: .noOwner, limit: 100)),
        ]
        for (name, scope, filter) in lists {
            var lines = 0
            let times = try (0..<rounds).map { _ in
                try seconds { lines = try ask(engine, scope: scope, filter).lines.count } * 1000
            }
            Measurement(
                name: "touch-gap.list.\(name)", value: times.median, unit: "ms",
                remark: "\(lines) lines and the summary, goal: below 50"
            ).report()
        }
    }

    /// Time goes by: what has turned is added up by whoever asks, until it is brought into the counts.
    private static func turned(_ engine: Engine) throws {
        let before = try seconds { _ = try ask(engine) } * 1000
        let counting = try seconds { while try engine.tendTally() {} } * 1000
        let after = try seconds { _ = try ask(engine) } * 1000
        Measurement(
            name: "touch-gap.six-hours-later", value: before, unit: "ms",
            remark: "nothing was written; \(Int(counting)) ms to bring the turns into the counts, "
                + "\(Int(after.rounded())) ms after that"
        ).report()
    }
}

private struct SystemZones: CalendarSource {
    let zones: ZoneDatabase
    let fingerprint = ""

    // Why the error is dropped: nil is what "unknown" is called here.
    func zone(named name: String) -> ZoneRules? { try? zones.rules(named: name) }
    func holidays(of country: String) -> Set<LocalDate> { [] }
}
