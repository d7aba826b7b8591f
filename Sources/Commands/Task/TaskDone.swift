import API
package import ArgumentParser
package import Sequencing

package struct TaskDone: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Record that a task was done, with its outcome: a touch.",
        discussion: """
            What an outcome means for the sequence is in its file; what is not named there goes on.

            Example:
              thirdtouch task done T4 --outcome connected --note "wants a demo"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in T4.", valueName: "task"))
    package var task: TaskID

    @Option(
        help: ArgumentHelp(
            "As the sequence names it: connected, no-answer, done.", valueName: "word"))
    package var outcome: String

    @Option(help: ArgumentHelp("What was said, for the next person.", valueName: "text"))
    package var note: String?

    package init() {}

    package func validate() throws {
        let isWord =
            !outcome.isEmpty
            && outcome.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
        guard isWord else {
            throw ValidationError(
                "An outcome is a word in small letters and hyphens, as in no-answer; put the rest "
                    + "into --note.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let request = TaskDoneRequest(outcome: outcome, note: note)
        try context.show(
            context.client(shared).post(Routes.doTask, "\(task)", body: request), shared)
    }
}
