import API
package import ArgumentParser
import Sequencing

package struct SequencePlan: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Foresee every touch of some leads on a sequence; nothing is written or sent.",
        discussion: """
            The daemon plays the leads through the file with its own rules: zones, holidays, caps, pace, \
            and what its mailboxes have to send already. It takes it that nobody answers, that every \
            task is done the moment it is due, a call without reaching anybody, and that every message \
            is taken at the first try. The file need not be published.

            The leads are a CSV file whose first line names the columns: email, and any of first_name, \
            last_name, company, title, phone, linkedin, country, city, website, topic, zone, custom_….

            Examples:
              thirdtouch sequence plan sequences/inbound-handoff.yaml --leads leads.csv
              thirdtouch sequence plan next.yaml --leads - --rep dana --json
            """)

    /// Leads shown with all their touches, unless more are asked for.
    static let shownLeads = 20

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The sequence file.", valueName: "file"), completion: .file())
    package var file: String

    @Option(
        help: ArgumentHelp("The leads; - is standard input.", valueName: "csv"),
        completion: .file())
    package var leads: String

    @Option(help: ArgumentHelp("Whose mailboxes and zone; yours.", valueName: "rep"))
    package var rep: String?

    @Option(
        help: ArgumentHelp(
            "The mailbox to send from; else as enroll would choose.", valueName: "address"))
    package var mailbox: String?

    @Option(help: ArgumentHelp("Begin then: \(MomentArgument.help).", valueName: "time"))
    package var startAt: MomentArgument?

    @Option(
        help: ArgumentHelp(
            "So many leads with all their touches, 0 for none (default: \(shownLeads), all with --json).",
            valueName: "count"))
    package var show: Int?

    package init() {}

    package func validate() throws {
        if let show, show < 0 { throw ValidationError("--show is a count, 0 or more.") }
    }

    package func run(_ context: CommandContext) throws {
        let text = try FileText.read(file)
        let table = try LeadTable(
            FileText.read(leads, limit: FileText.maximumTableBytes),
            file: leads == "-" ? "standard input" : leads
        ) { ZoneFile.isKnown($0, in: context.zoneFolder) }
        let mistakes = SequenceCheck.lint(text, file: file, context).mistakes
        guard mistakes.isEmpty else {
            throw CommandFailure(
                .refused,
                "There \(mistakes.count == 1 ? "is" : "are") "
                    + TextPage.count(mistakes.count, "mistake", "mistakes")
                    + ", so there is no plan.",
                advice: "mend the places above, then thirdtouch sequence lint FILE",
                details: mistakes)
        }
        guard !table.leads.isEmpty else {
            throw CommandFailure(
                .refused, "The table names no lead that could be planned.",
                advice: table.badLines.first.map { "line \($0.line): \($0.problem)" }
                    ?? "write one lead on each line")
        }
        let request = PlanRequest(
            file: file.split(separator: "/").last.map(String.init) ?? file, text: text,
            leads: table.leads, rep: rep, mailbox: mailbox,
            startAt: startAt?.timestamp(in: context.zone),
            limit: show ?? (shared.json ? nil : Self.shownLeads))
        let plan = try context.client(shared).post(Routes.planSequence, body: request)
        try context.show(PlannedTable(plan: plan, table: table), shared)
        if !table.badLines.isEmpty { throw CommandFailure(.refused) }
    }
}

/// A plan, and what of the file could not be planned.
private struct PlannedTable: Rendered {
    let plan: PlanView
    let table: LeadTable

    private enum Key: String, CodingKey {
        case badLines, ignoredColumns
    }

    func encode(to encoder: any Encoder) throws {
        try plan.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(table.badLines, forKey: .badLines)
        try container.encode(table.ignoredColumns, forKey: .ignoredColumns)
    }

    func render(on page: inout TextPage) {
        plan.render(on: &page)
        if !table.ignoredColumns.isEmpty {
            page.line()
            page.paragraph(
                "Ignored columns: \(table.ignoredColumns.joined(separator: ", ")). A field of your own "
                    + "begins with custom_.", indent: 0)
        }
        guard !table.badLines.isEmpty else { return }
        page.heading("Lines that were left out")
        for bad in table.badLines {
            page.paragraph("line \(bad.line): \(bad.problem)", indent: 2)
        }
    }
}
