package import API
package import ArgumentParser
import Glibc

package struct Backup: ContextCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Write a copy of the whole database while the daemon works.",
        discussion: """
            The daemon writes it, as its own user and where its unit lets it write: without a name into \
            backups of its state folder. The copy is checked before it gets its name, and readable by \
            that user alone. Put one back with thirdtouchd restore. For administrators.

            Examples:
              thirdtouch backup
              thirdtouch backup before-import.sqlite
              thirdtouch backup /srv/backups/thirdtouch.sqlite --force
            """)

    /// How long to wait before asking again how far it is.
    private static let restMicroseconds: UInt32 = 100_000

    @OptionGroup package var shared: SharedOptions

    @Argument(
        help: ArgumentHelp(
            "A name in backups of the state folder, or an absolute path; else a name with the time.",
            valueName: "file"))
    package var file: String?

    @Flag(help: "Replace the file if it is there.")
    package var force = false

    @Flag(help: "Only show how the last one went.")
    package var status = false

    package init() {}

    package func validate() throws {
        guard !status || (file == nil && !force) else {
            throw ValidationError("--status takes no file.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let client = context.client(shared)
        var view =
            try status
            ? client.get(Routes.backup)
            : client.post(
                Routes.startBackup, body: BackupRequest(file: file, isReplacing: force))
        var shown = 0
        while !status, view.state == .running {
            usleep(Self.restMicroseconds)
            view = try client.get(Routes.backup)
            let percent = view.percent
            guard context.terminal.isTerminal, percent >= shown + 10 else { continue }
            shown = percent
            context.writeError("\(percent) %\n")
        }
        guard view.state == .failed else { return try context.show(view, shared) }
        if shared.json { try context.show(view, shared) }
        throw CommandFailure(
            .refused, "The backup was not written: \(view.message ?? "")",
            advice: view.advice ?? "")
    }
}

extension BackupView {
    /// Of what it may come to at most.
    fileprivate var percent: Int {
        expectedBytes > 0 ? min(99, bytes * 100 / expectedBytes) : 0
    }
}

extension BackupView: Rendered {
    func render(on page: inout TextPage) {
        switch state {
        case .none: page.line("No backup was written since the daemon started.")
        case .running:
            page.line("\(SafeText.line(file ?? "")) is being written, \(percent) %.")
        case .done:
            page.line(
                page.pen.paint("written", .green) + "  \(SafeText.line(file ?? ""))")
            page.line("         \(Self.size(bytes)), checked, by the daemon's own user.")
        case .failed:
            page.line(
                page.pen.paint("failed", .red) + "  \(SafeText.line(message ?? ""))")
            page.line("        Next: \(SafeText.line(advice ?? ""))")
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 10_000_000 ? "\((bytes + 999) / 1000) kB" : "\(bytes / 1_000_000) MB"
    }
}
