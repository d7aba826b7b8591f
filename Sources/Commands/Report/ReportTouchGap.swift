import API
package import ArgumentParser
package import Sequencing

package struct ReportTouchGap: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "touch-gap",
        abstract: "Which leads are not being worked, why, who can fix it, with which command.",
        discussion: """
            What is under "which hand-offs" narrows everything; class, reason, party and touches \
            narrow the work list alone. After three e-mails that nobody answered, another channel or \
            another person is advised: \(Study.followUps.words) With --check the exit code is 2 when \
            there are more gaps than --allow, or when the classes do not add up; each threshold that \
            was passed is named.

            --fix walks through the work list at a terminal: each key is the command that stands beside \
            it. --do does one thing for every row that the filters leave, after it has shown what that \
            means; what is refused is told with its lead, and the exit code is 1 then.

            Examples:
              thirdtouch report touch-gap
              thirdtouch report touch-gap --rep ada --class never-touched
              thirdtouch report touch-gap --party system --check
              thirdtouch report touch-gap --check --allow 10% --allow our-turn=0
              thirdtouch report touch-gap --fix
              thirdtouch report touch-gap --rep ann --reason no-owner --do "assign ben"
              thirdtouch report touch-gap --as-of 2026-11-30 --json
              thirdtouch report touch-gap --given-from 2026-11-01 --role champion
              thirdtouch report touch-gap --team north --tier A
              thirdtouch report touch-gap --csv rows --limit 10000 > gaps.csv
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup(title: "Which hand-offs") package var scope: ReportScopeOptions

    @Option(help: "List this class, also one that is no gap.")
    package var `class`: TouchGapClass?

    @Option(help: ArgumentHelp("List this reason.", valueName: "reason"))
    package var reason: TouchGapReason?

    @Option(help: "List what this party can move.")
    package var party: ResponsibleParty?

    @Option(help: ArgumentHelp("List those with exactly so many touches.", valueName: "count"))
    package var touches: Int?

    @Option(help: ArgumentHelp("Fewer touches than this are few.", valueName: "count"))
    package var below: Int?

    @Flag(help: "Exit with 2 when there are more gaps than --allow.")
    package var check = false

    @Option(
        help: ArgumentHelp(
            "With --check: so many gaps are no breach; 5, 10% of all hand-offs, or for one "
                + "class, reason or party never-touched=5. May be given again.",
            valueName: "threshold"),
        transform: GapThreshold.init(typed:))
    package var allow: [GapThreshold] = []

    @Option(
        help: ArgumentHelp(
            "Print one part as CSV: \(TouchGapTable.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "part"))
    package var csv: TouchGapTable?

    @OptionGroup package var fixes: FixOptions

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func validate() throws {
        if csv != nil, shared.json { throw ValidationError("--csv and --json are two formats.") }
        if let touches, touches < 0 { throw ValidationError("--touches counts from 0.") }
        if let below, !(1...100).contains(below) {
            throw ValidationError("--below takes 1 to 100.")
        }
        if fixes.isUsed, csv != nil || check || scope.asOf != nil || fixes.fix && shared.json {
            throw ValidationError(
                "--fix and --do go with filters, not with --csv, --check or --as-of; --fix without "
                    + "--json.")
        }
        if !allow.isEmpty, !check { throw ValidationError("--allow goes with --check.") }
    }

    package func run(_ context: CommandContext) throws {
        let walk = fixes.fix ? try FixWalk(context, shared) : nil
        let filter = TouchGapFilter(
            scope: scope.scope(in: context.zone), class: `class`, reason: reason, party: party,
            touches: touches, below: below, limit: limit.limit)
        let report = try context.client(shared).get(Routes.touchGap, query: filter.query)
        if var walk { return walk.run(report) }
        if let act = fixes.act {
            return try BulkRun(act: act, context: context, shared: shared)
                .run(report, isConfirmed: fixes.yes)
        }
        if let csv {
            context.write(csv.text(of: report))
        } else {
            try context.show(report, shared)
        }
        if check { try refuseBreach(of: report) }
    }

    private func refuseBreach(of report: TouchGapView) throws {
        guard report.addsUp else {
            throw CommandFailure(
                .breach, "The classes do not add up to the hand-offs: the report is wrong.",
                advice: "journalctl -u thirdtouchd, and report it")
        }
        let thresholds = allow.isEmpty ? [GapThreshold(.gaps, .count(0))] : allow
        let listed = listsPart ? (count: report.rows.count, more: report.more) : nil
        let breaches = thresholds.compactMap { $0.breach(in: report, listed: listed) }
        guard !breaches.isEmpty else { return }
        throw CommandFailure(
            .breach, "Too many: \(breaches.joined(separator: "; ")).",
            advice: "work the list above from its top")
    }

    /// With filters on the work list, its rows are what is checked.
    private var listsPart: Bool {
        `class` != nil || reason != nil || party != nil || touches != nil
    }
}
