import PlainYAML
import SequenceFile
import Testing

/// One wrong file for each rule of the file's top.
struct LintTopTests {
    static let rows: [LintRow] = [
        .top("unknown key", "windw: {}", "6:1", "windw", "did you mean window?"),
        .top("no title", "title:", "6:1", "title", "has no value"),
        .top("blank title", "title: \" \"", "6:1", "title", "is empty"),
        .top("two lines of title", "title: |\n  a\n  b", "6:1", "title", "must be one line"),
        .top("unknown key in window", "window:\n  day: mon", "7:3", "window.day", "mean days?"),
        .top("window is a text", "window: always", "6:9", "window", "must be a mapping"),
        .top("no days", "window:\n  days: []", "7:9", "window.days", "never opens"),
        .top("blank days", "window:\n  days: \"\"", "7:9", "window.days", "never opens"),
        .top(
            "unknown day", "window:\n  days: [mon, fry]", "7:15", "window.days[2]",
            "“fry” are no days"),
        .top("days backwards", "window:\n  days: fri-mon", "7:9", "window.days", "[mon, fri]"),
        .top("no hours", "window:\n  hours: []", "7:10", "window.hours", "never opens"),
        .top(
            "hours backwards", "window:\n  hours: 17:00-09:00", "7:10", "window.hours",
            "never opens: it ends before it begins"),
        .top("no length", "window:\n  hours: 09:00-09:00", "7:10", "window.hours", "never opens"),
        .top(
            "overlap", "window:\n  hours: [08:00-12:00, 11:00-15:00]", "7:24", "window.hours[2]",
            "overlaps"),
        .top(
            "hours out of order", "window:\n  hours: [13:00-17:00, 08:00-12:00]", "7:24",
            "window.hours[2]", "in order"),
        .top(
            "no such hour", "window:\n  hours: 09:00-25:00", "7:10", "window.hours", "are no hours"),
        .top(
            "hours of a day twice", "window:\n  hours: { mon-fri: 09:00-17:00, fri: 09:00-13:00 }",
            "7:34", "window.hours.fri", "fri has hours already"),
        .top(
            "hours of no day", "window:\n  hours: { friday: 09:00-17:00 }", "7:12",
            "window.hours.friday", "are no days"),
        .top(
            "a week without hours", "window:\n  hours: {}", "7:10", "window.hours",
            "the window never opens"),
        .top(
            "hours of nothing", "window:\n  hours: { ',': 09:00-10:00 }", "7:10", "window.hours",
            "the window never opens"),
        .top(
            "hours with signs", "window:\n  hours: \"+9:00-17:00\"", "7:10", "window.hours",
            "are no hours"),
        .top(
            "no country at all", "window:\n  holidays: []", "7:13", "window.holidays",
            "names no country"),
        .top(
            "days beside hours of days", "window:\n  days: mon-fri\n  hours: { fri: 09:00-17:00 }",
            "7:9", "window.days", "leave days out"),
        .top(
            "no hours on a day", "window:\n  hours: { mon: 09:00-17:00, fri: 17:00-09:00 }", "7:35",
            "window.hours.fri", "never opens"),
        .top("hours by words", "window:\n  hours: office", "7:10", "window.hours", "09:00-17:00"),
        .top(
            "unknown zone", "window:\n  zone: Europe/Munich", "7:9", "window.zone",
            "the zone “Europe/Munich” is unknown"),
        .top(
            "no country", "window:\n  holidays: [DE, Germany]", "7:18", "window.holidays[2]",
            "“Germany” is no country code"),
        .top(
            "unknown key in when", "when:\n  colleague-reply: stop", "7:3", "when.colleague-reply",
            "did you mean colleague-replies?"),
        .top(
            "colleague rule", "when:\n  colleague-replies: wait", "7:22", "when.colleague-replies",
            "write pause 5 business days, stop or ignore"),
        .top(
            "colleague rule in calendar days", "when:\n  colleague-replies: pause 5 days", "7:22",
            "when.colleague-replies", "write pause 5 business days"),
        .top(
            "out of office rule", "when:\n  out-of-office: resume tomorrow", "7:18",
            "when.out-of-office", "write resume 1 business day after return"),
        .top(
            "minimum", "unable-to-reach-after: six touches", "6:24", "unable-to-reach-after",
            "write 6 touches on 2 channels in 10 business days"),
        .top(
            "minimum of five channels",
            "unable-to-reach-after: 6 touches on 5 channels in 10 business days", "6:24",
            "unable-to-reach-after", "write 6 touches"),
        .top(
            "fewer steps than the minimum",
            "unable-to-reach-after: 2 touches on 1 channel in 10 business days", "6:1",
            "unable-to-reach-after", "(1 steps on 1 channels) is shorter than its own minimum"),
        .top(
            "fewer channels than the minimum",
            "unable-to-reach-after: 1 touch on 2 channels in 10 business days", "6:1",
            "unable-to-reach-after", "(1 touches on 2)"),
        .top("anchor", "when: &x {}", "6:7", "when", "anchor"),
        .top("key twice", "steps: []", "6:1", "", "“steps” is given twice"),
        LintRow(
            name: "shorter than the standard minimum",
            text: "title: T\nsteps:\n  - id: a\n    email: { subject: A, body: A }\n", place: "2:1",
            field: "steps", message: "(6 touches on 2)"),
        LintRow(
            name: "no steps at all", text: "title: T\n", place: "1:1", field: "",
            message: "the key “steps” is missing"),
        LintRow(
            name: "an empty list of steps", text: "title: T\nsteps: []\n", place: "2:8",
            field: "steps", message: "there are no steps"),
        LintRow(
            name: "steps that are no list", text: "title: T\nsteps: { id: a }\n", place: "2:8",
            field: "steps", message: "must be a list of steps"),
        LintRow(
            name: "a list", text: "- a\n", place: "1:1", field: "", message: "must be a mapping"),
        LintRow(
            name: "no YAML", text: "title: a: b\n", place: "1:9", field: "", message: "not YAML"),
    ]

    @Test("a wrong top is refused at its place", arguments: rows)
    func refused(_ row: LintRow) throws {
        try row.check()
    }

    @Test("an empty file lacks a title and steps", arguments: ["", "# nothing yet\n"])
    func empty(text: String) throws {
        let errors = try #require(throws: SequenceFileErrors.self) {
            try SequenceFile.read(text, file: "x.yaml", knownZones: { _ in true })
        }
        #expect(errors.diagnostics.count == 2)
    }

    @Test(
        "a file's name must be one for a sequence",
        arguments: ["Inbound.yaml", "in bound.yaml", ".yaml", "a.b.yaml", "x/-a.yaml", "a.txt", ""])
    func names(file: String) throws {
        let sound = LintRow.top + "  - id: a\n    email: { subject: A, body: A }\n"
        let errors = try #require(throws: SequenceFileErrors.self) {
            try SequenceFile.read(sound, file: file, knownZones: { _ in true })
        }
        #expect(errors.diagnostics.count == 1)
        #expect(errors.description.contains("is no name for a sequence"))
        _ = try SequenceFile.read(sound, file: "x/a-1.yml", knownZones: { _ in true })
    }
}

extension LintRow {
    /// The mistake is found at its place, and nothing else is: no rule fires beside another.
    func check() throws {
        let errors = try #require(throws: SequenceFileErrors.self) {
            try SequenceFile.read(text, file: "table.yaml", knownZones: { $0 == "Europe/Berlin" })
        }
        let found = errors.diagnostics.first {
            "\($0.line):\($0.column)" == place && $0.field == field
                && $0.description.contains(message)
        }
        #expect(found != nil, "\(errors)")
        #expect(errors.diagnostics.count == 1, "\(errors)")
    }
}
