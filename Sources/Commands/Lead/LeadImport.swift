import API
package import ArgumentParser
import Sequencing

package struct LeadImport: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add and hand over the leads of a table.",
        discussion: """
            For marketing, managers and administrators. The file's first line names its columns; usual names \
            in English and German are understood, others are mapped with --map. Comma, semicolon and tab, \
            UTF-8 and Windows-1252 are told apart. A line that can't be taken is named with its number, its \
            field, the reason and what to do; the others are imported. An address that is a lead already \
            stays as it is, so importing a file again changes nothing, also after a break. A table of more \
            than 10,000 lines goes in by its addresses, 100,000 lines at a time.

            Examples:
              thirdtouch lead import fair.csv --source "trade fair" --dry-run
              thirdtouch lead import fair.csv --map company=Firma --map custom_hall=Halle
              thirdtouch lead import - --source webinar --owner ben < leads.csv
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(
        help: ArgumentHelp("The file; - is standard input.", valueName: "file"),
        completion: .file())
    package var file: String

    @Option(
        help: ArgumentHelp(
            "What a column is, as in company=Firma; may be repeated.", valueName: "field=column"))
    package var map: [String] = []

    @Option(help: ArgumentHelp("Where the leads came from.", valueName: "name"))
    package var source: String?

    @Option(
        help: ArgumentHelp(
            "Who gets those that name nobody; else the rules of the configuration say.",
            valueName: "rep"))
    package var owner: String?

    @Flag(help: "The first touch goes before those of other leads.")
    package var hot = false

    @Flag(help: "Say what is in the file and what would be done, and do nothing.")
    package var dryRun = false

    @Option(help: "What the file is written in; by default it is found out.")
    package var encoding: EncodingWord?

    package init() {}

    package func validate() throws {
        for pair in map where ColumnMapping.parts(of: pair) == nil {
            throw ValidationError("“\(SafeText.line(pair))” is not field=column.")
        }
        for field in map.compactMap({ ColumnMapping.parts(of: $0)?.field })
        where !ColumnNames.isColumn(field) {
            throw ValidationError(
                "“\(SafeText.line(field))” is no field of a lead; use one of: "
                    + ColumnNames.all.joined(separator: ", ") + ".")
        }
    }

    package func run(_ context: CommandContext) throws {
        var table = try LeadFile(
            file, named: map.compactMap(ColumnMapping.parts), encoding: encoding?.encoding)
        if !shared.json { context.writeError(table.description(isDryRun: dryRun)) }
        var summary = LeadImportSummary(
            file: table.name, isDryRun: dryRun, encoding: table.text.encoding.rawValue,
            columns: table.mapping.shown, ignoredColumns: table.mapping.ignored)
        var sender = ImportSender(
            client: context.client(shared),
            order: LeadImportOrder(
                file: table.name, source: source, owner: owner, isHot: hot, isDryRun: dryRun))
        // Of parts that were put in order together, so that they are named in the order of the file.
        var problems: [LeadImportProblem] = []
        func showProblems() throws {
            try show(problems.sorted { $0.line < $1.line }, of: table.name, context)
            problems = []
        }
        func take(_ answered: [(part: LeadFile.Part, reply: LeadImportReply)]) throws {
            for (part, reply) in answered {
                summary.take(part, reply)
                problems += part.problems + reply.problems
                if part.isEndOfWindow { try showProblems() }
                if context.terminal.isTerminal {
                    context.writeError("\(summary.lines) lines, \(summary.added) added\n")
                }
            }
        }
        do {
            if dryRun {
                var repeats = RepeatedAddresses()
                while var part = try table.nextPart() {
                    repeats.remove(from: &part)
                    try take(sender.send(part))
                }
            } else {
                while case let window = try table.nextWindow(), !window.isEmpty {
                    for part in window { try take(sender.send(part)) }
                }
            }
            try take(sender.finish())
        } catch let error as ClientError {
            try showProblems()
            throw interrupted(by: error, summary)
        }
        try show(summary, context)
        if summary.leftOut > 0 { throw CommandFailure(.refused) }
    }

    /// Parts before this one stand; what is to be done is the same command again.
    private func interrupted(
        by error: ClientError, _ summary: LeadImportSummary
    ) -> any Error {
        guard summary.lines > 0, !dryRun else { return error }
        var failure = CommandFailure(error)
        failure.message +=
            " \(TextPage.count(summary.lines, "line is", "lines are")) done in \(summary.file), "
            + "\(TextPage.count(summary.added, "lead", "leads")) added."
        failure.advice +=
            (failure.advice.isEmpty ? "" : "; then ") + "give the same command again: "
            + "what is there already stays as it is"
        return failure
    }

    private func show(
        _ problems: [LeadImportProblem], of file: String, _ context: CommandContext
    ) throws {
        var text = ""
        for problem in problems {
            if shared.json {
                text += try JSONOutput.line(of: problem)
            } else {
                let place = DiagnosticView(
                    file: file, line: problem.line, column: 0, field: problem.field,
                    message: problem.message, advice: problem.advice)
                text += place.line(with: Pen(isColored: context.terminal.usesColor)) + "\n"
            }
        }
        if !text.isEmpty { context.write(text) }
    }

    private func show(_ summary: LeadImportSummary, _ context: CommandContext) throws {
        guard shared.json else { return try context.show(summary, asJSON: false) }
        context.write(try JSONOutput.line(of: summary))
    }
}

/// The encodings that a person can name.
package enum EncodingWord: String, CaseIterable, ExpressibleByArgument {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"

    var encoding: TableText.Encoding {
        switch self {
        case .utf8: .utf8
        case .windows1252: .windows1252
        }
    }
}

/// What an import did, or in a dry run would do: with --json the last object.
struct LeadImportSummary: Encodable, Equatable {
    var file: String
    var isDryRun: Bool
    var encoding: String
    /// By the title in the file, what the column is here.
    var columns: [String: String]
    var ignoredColumns: [String]
    /// Lines with something on them, without the first.
    var lines = 0
    var added = 0
    var known = 0
    /// Of the lines that were left out: whose value or form can't be taken …
    var bad = 0
    /// … whose address stands in an earlier line …
    var repeated = 0
    /// … and whose address may never be contacted.
    var suppressed = 0

    var leftOut: Int { bad + repeated + suppressed }

    mutating func take(_ part: LeadFile.Part, _ reply: LeadImportReply) {
        lines += part.lines
        added += reply.added
        known += reply.known
        for problem in part.problems + reply.problems {
            switch problem.code {
            case .row, .value: bad += 1
            case .repeated: repeated += 1
            case .suppressed: suppressed += 1
            }
        }
    }
}

extension LeadImportSummary: Rendered {
    func render(on page: inout TextPage) {
        page.line(
            TextPage.count(lines, "line", "lines") + ": "
                + (isDryRun ? "\(added) would be added" : "\(added) added")
                + ", \(known) known already, \(leftOut) left out.")
        guard leftOut > 0 else { return }
        page.line(
            "Left out: \(bad) that can't be taken, \(repeated) twice in the file, "
                + "\(suppressed) that may never be contacted.")
    }
}

/// Addresses of the lines before, for a dry run: there the daemon keeps none of them.
///
/// By a hash of 64 bits, some 40 bytes a line: among a million lines two are taken for the same once in forty
/// million files.
private struct RepeatedAddresses {
    private var lines: [UInt64: Int] = [:]

    mutating func remove(from part: inout LeadFile.Part) {
        part.keep { address, line in
            let hash = UInt64(stableHashOf: EmailAddress.canonical(of: address))
            let first = lines[hash]
            if first == nil { lines[hash] = line }
            return first
        }
    }
}
