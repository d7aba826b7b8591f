import API
package import ArgumentParser

/// The command line of Thirdtouch.
package struct Thirdtouch: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "thirdtouch",
        abstract: "Carry leads through their sequences, and see which are not being worked.",
        discussion: """
            Asks the daemon (thirdtouchd) over its socket. Leads are named by address or number \
            (L12), enrollments, tasks, replies and deliveries by number (E7, T4, R3, D31).

            Exit codes: 0 done, 1 refused with a reason, 2 a report found a breach (--check), \
            64 wrong use, 69 the daemon is not reachable, 77 not allowed.

            Examples:
              thirdtouch enroll mira.falk@nordwind.example --sequence inbound-handoff
              thirdtouch report touch-gap
              thirdtouch --generate-completion-script bash > ~/.thirdtouch-completion
            """,
        version: version,
        subcommands: [
            Enroll.self, Status.self, LeadCommand.self, EnrollmentCommand.self, TaskCommand.self,
            ReplyCommand.self, DeliveryCommand.self, SequenceCommand.self, MailboxCommand.self,
            SuppressionCommand.self, RepCommand.self, ReportCommand.self, PageCommand.self,
            TokenCommand.self, MessageCommand.self, Backup.self, Demo.self,
        ])

    package static let version = "0.1.0"

    package init() {}

    /// Parses, runs, prints; answers the exit code.
    package static func run(_ arguments: [String], _ context: CommandContext) -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            if let command = command as? any ContextCommand {
                try command.run(context)
            } else {
                try command.run()
            }
            return CommandExit.done.rawValue
        } catch let failure as CommandFailure {
            context.writeError(failure.text)
            return failure.status.rawValue
        } catch let error as ClientError {
            return report(CommandFailure(error), context)
        } catch {
            return report(error, context)
        }
    }

    private static func report(_ failure: CommandFailure, _ context: CommandContext) -> Int32 {
        context.writeError(failure.text)
        return failure.status.rawValue
    }

    /// What ArgumentParser throws: help and completion scripts are no mistakes.
    private static func report(_ error: any Error, _ context: CommandContext) -> Int32 {
        let code = exitCode(for: error)
        let text = fullMessage(for: error, columns: context.terminal.width ?? 80)
        guard !text.isEmpty else { return code.rawValue }
        if code.isSuccess { context.write(text + "\n") } else { context.writeError(text + "\n") }
        return code.rawValue
    }
}
