import APISupport
import Commands
import Testing

/// Wrong use is refused before anything is sent, with 64 and words.
struct UsageTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let words: String
        init(_ line: String, _ words: String) {
            arguments = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
            self.words = words
        }
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let rows: [Row] = [
        Row("lead lst", "lst"), Row("nonsense", "nonsense"), Row("status now", "now"),
        Row("enroll --sequence x", "at least one lead"), Row("enroll L1", "--sequence"),
        Row("enroll '' --sequence x", "empty"), Row("enroll L1 --sequence ''", "empty"),
        Row("enroll L1 --sequence x --start-at tomorrow", "tomorrow"),
        Row("enroll L1 --sequence x --start-at 2026-02-30", "2026-02-30"),
        Row("lead add nobody", "has no @"), Row("lead add a@b", "domain"),
        Row("lead add a@b.example --country Germany", "two letters"),
        Row("lead add a@b.example --custom size", "name=value"),
        Row("lead add a@b.example --custom Size=1", "small letters"),
        Row("lead add a@b.example --zone Europe/Atlantis", "no time zone"),
        Row("lead add a@b.example --zone ../../../etc/passwd", "no time zone"),
        Row("lead add a@b.example --zone Europe", "no time zone"),
        Row("lead add a@b.example --role boss", "champion"),
        Row("lead add a@b.example --tier a/b", "1 to 20 letters"),
        Row("report coverage --tier a_b", "“a_b” is no tier"),
        Row("lead edit L1", "Nothing to change"), Row("lead edit L1 --email x", "has no @"),
        Row("lead reject H1 --reason bored", "misrouted"), Row("lead reject H1", "--reason"),
        Row("lead dispose H1 --as recycled", "--wake"),
        Row("lead dispose H1 --as no-need --wake 2027-01-15", "recycled"),
        Row("lead import f.csv --map Firma", "field=column"),
        Row("lead import f.csv --map firma=Firma", "no field"),
        Row("lead assign H1", "--to"), Row("lead hand-off a@b", "domain"),
        Row("lead list --limit 0", "1 to 10000"), Row("lead list --limit many", "many"),
        Row("enrollment list --state waitng", "at-task"), Row("enrollment pause T4", "T4"),
        Row("enrollment pause E-1", "E-1"), Row("enrollment stop E1 --disposition bored", "bored"),
        Row("task done T1", "--outcome"), Row("task done T1 --outcome Connected!", "small letters"),
        Row("task skip 0", "0"), Row("reply show x", "x"),
        Row("reply classify R1", "--as"), Row("reply classify R1 --as complaint", "opt-out"),
        Row("reply classify R1 --as person --back-on 2026-12-01", "out-of-office"),
        Row("reply classify R1 --as out-of-office --back-on soon", "soon"),
        Row("reply list --intent bored", "referral"), Row("delivery show D", "D"),
        Row("delivery settle D1 maybe", "resend"), Row("delivery settle D1 sent --yes", "resend"),
        Row("sequence show a@b", "a@b"),
        Row("sequence show a --text --json", "Choose"),
        Row("report touch-gap --below 0", "1 to 100"),
        Row("report touch-gap --allow 3", "--check"),
        Row("report touch-gap --class bad", "stalled"),
        Row("report touch-gap --check --allow -3", "--allow"),
        Row("report touch-gap --touches -1", "--touches"),
        Row("report touch-gap --fix --json", "--fix"), Row("report touch-gap --yes", "--do"),
        Row("report touch-gap --fix --do resume", "Choose"),
        Row("report touch-gap --do assign", "assign REP"),
        Row("report touch-gap --do resume --check", "--check"),
        Row("token add webform", "--scope"), Row("token add webform --scope all", "report:read"),
        Row("report touch-gap --check --allow many", "never-touched=5"),
        Row("report touch-gap --check --allow stalled=-1", "never-touched=5"),
        Row("report touch-gap --check --allow 101%", "never-touched=5"),
        Row("report touch-gap --check --allow lazy=3", "“lazy” is no class"),
        Row("report touch-gap --sequence-version 2", "--sequence"),
        Row("report sequence --step 0", "--step"),
        Row("report audit --age -1", "--age"),
        Row("report hand-off --csv cohorts --json", "two formats"),
    ]

    @Test("Wrong use exits with 64 and says what is wrong", arguments: rows)
    func refused(_ row: Row) throws {
        let server = try UnixHTTPServer()
        let console = Console.run(row.arguments, socket: server.path)
        #expect(console.exitCode == 64)
        #expect(console.errors.contains(row.words), "\(console.errors)")
        #expect(console.output.isEmpty)
        #expect(server.requests.isEmpty)
    }
}
