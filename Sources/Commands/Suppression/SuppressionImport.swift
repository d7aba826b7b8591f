import API
package import ArgumentParser
import Sequencing

package struct SuppressionImport: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Suppress every address of a file.",
        discussion: """
            The file has an address or @domain on each line (# begins a remark), or is a table whose first line \
            names a column email. Lines that can't be taken are named with their numbers; the others are \
            suppressed. Doing it again changes nothing.

            Examples:
              thirdtouch suppression import unsubscribed.csv --reason "from the old system"
              thirdtouch suppression import - --reason "asked on the fair" < list.txt
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(
        help: ArgumentHelp("The file; - is standard input.", valueName: "file"),
        completion: .file())
    package var file: String

    @Option(help: ArgumentHelp("How it is known, for the history.", valueName: "text"))
    package var reason: String

    @Flag(help: "Say what is in the file, and suppress nobody.")
    package var dryRun = false

    package init() {}

    package func run(_ context: CommandContext) throws {
        let text = try FileText.read(file, limit: FileText.maximumTableBytes)
        let found = try AddressFile(text, file: file == "-" ? "standard input" : file)
        var summary = SuppressionImportSummary(
            addresses: found.addresses.count, badLines: found.badLines, isDryRun: dryRun)
        if !dryRun {
            for start in stride(
                from: 0, to: found.addresses.count, by: SuppressRequest.maximumAddresses)
            {
                let batch = found.addresses[start...].prefix(SuppressRequest.maximumAddresses)
                let reply = try context.client(shared).post(
                    Routes.suppress,
                    body: SuppressRequest(addresses: Array(batch), reason: reason))
                summary.new += reply.items.count { $0.isNew && $0.formerly == nil }
                summary.ended += reply.items.reduce(0) { $0 + $1.ended.count }
                if context.terminal.isTerminal, found.addresses.count > batch.count {
                    context.writeError("\(start + batch.count) of \(found.addresses.count)\n")
                }
            }
        }
        try context.show(summary, shared)
        if !found.badLines.isEmpty { throw CommandFailure(.refused) }
    }
}

/// The addresses of a file, each once, and the lines that are none.
struct AddressFile {
    private(set) var addresses: [String] = []
    private(set) var badLines: [LeadTable.BadLine] = []

    init(_ text: String, file: String) throws {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let first = lines.first { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("#") } ?? ""
        if first.contains("@") || first.isEmpty {
            read(lines)
        } else {
            let table = try LeadTable(text, file: file) { _ in true }
            addresses = table.leads.map(\.email)
            badLines = table.badLines
        }
        guard !addresses.isEmpty || !badLines.isEmpty else {
            throw CommandFailure(
                .refused, "\(file) names no address, so nothing was done.",
                advice: "write one address on each line, or a table with a column email")
        }
    }

    private mutating func read(_ lines: [Substring]) {
        var seen: Set<String> = []
        for (index, line) in lines.enumerated() {
            let word = line.prefix { $0 != "#" }.trimmingPrefix { $0.isWhitespace }
                .prefix { !$0.isWhitespace && $0 != "," && $0 != ";" }
            guard !word.isEmpty else { continue }
            do throws(EmailAddress.Mistake) {
                let whom = try SuppressionKey(typed: word).text
                if seen.insert(whom).inserted { addresses.append(whom) }
            } catch {
                badLines.append(
                    .init(line: index + 1, email: String(word.prefix(80)), problem: "\(error)"))
            }
        }
    }
}

/// What an import did.
struct SuppressionImportSummary: Encodable {
    var addresses: Int
    var new = 0
    var ended = 0
    var badLines: [LeadTable.BadLine]
    var isDryRun: Bool
}
