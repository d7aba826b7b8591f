import API
package import ArgumentParser
import Foundation

package struct Enroll: ContextCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Enroll leads in a sequence.",
        discussion: """
            Each lead is enrolled or refused by itself; a refusal says why and what to run. \
            The exit code is 1 when any was refused.

            Examples:
              thirdtouch enroll mira.falk@nordwind.example --sequence inbound-handoff
              thirdtouch enroll L12 L13 --sequence cold-outbound --start-at 2026-12-01T09:00
              thirdtouch enroll --from-file keys.txt --sequence re-engagement --source webinar
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(
        help: ArgumentHelp(
            "Addresses or numbers (L12), or hand-offs (H12), which must not be over.",
            valueName: "lead"))
    package var leads: [String] = []

    @Option(help: ArgumentHelp("The published sequence.", valueName: "name"))
    package var sequence: String

    @Option(
        help: ArgumentHelp(
            "The mailbox to send from; else the one that wrote to the lead first, or has most room.",
            valueName: "address"))
    package var mailbox: String?

    @Option(help: ArgumentHelp("Begin then: \(MomentArgument.help).", valueName: "time"))
    package var startAt: MomentArgument?

    @Option(help: ArgumentHelp("Where the leads came from.", valueName: "name"))
    package var source: String?

    @Flag(help: "Beside another sequence of the lead, where the installation allows that.")
    package var beside = false

    @Option(
        help: ArgumentHelp(
            "A lead on every line; # begins a comment; - is standard input.",
            valueName: "file"),
        completion: .file())
    package var fromFile: String?

    package init() {}

    package func validate() throws {
        guard !leads.isEmpty || fromFile != nil else {
            throw ValidationError("Name at least one lead, or a file with --from-file.")
        }
        guard !leads.contains(where: \.isEmpty), !sequence.isEmpty else {
            throw ValidationError("A lead or the sequence is empty text.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let keys = leads + (try fromFile.map(LeadKeyFile.read) ?? [])
        guard !keys.isEmpty else {
            throw CommandFailure(
                .refused, "The file \(fromFile ?? "") names no lead, so nothing was done.",
                advice: "write one address or number on each line")
        }
        var items: [EnrollResult] = []
        for start in stride(from: 0, to: keys.count, by: EnrollRequest.maximumLeads) {
            let batch = Array(keys[start...].prefix(EnrollRequest.maximumLeads))
            let reply = try context.client(shared).post(
                Routes.enroll,
                body: EnrollRequest(
                    leads: batch, sequence: sequence, mailbox: mailbox,
                    startAt: startAt?.timestamp(in: context.zone), source: source,
                    isBeside: beside))
            items += reply.items
            if context.terminal.isTerminal, keys.count > batch.count {
                context.writeError("\(items.count) of \(keys.count)\n")
            }
        }
        try context.show(EnrollReply(items: items), shared)
        if items.contains(where: { $0.refusal != nil }) { throw CommandFailure(.refused) }
    }
}

/// Keys of leads, one on each line.
enum LeadKeyFile {
    static func read(_ path: String) throws -> [String] {
        let bytes: Data
        do {
            bytes =
                try path == "-"
                ? FileHandle.standardInput.readToEnd() ?? Data()
                : Data(contentsOf: URL(filePath: path))
        } catch {
            throw FileText.unreadable(path)
        }
        return keys(in: String(decoding: bytes, as: UTF8.self))
    }

    static func keys(in text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
    }
}
