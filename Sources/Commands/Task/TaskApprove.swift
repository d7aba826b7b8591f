import API
package import ArgumentParser
package import Sequencing

package struct TaskApprove: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Let an e-mail leave that was to be reviewed.",
        discussion: """
            It is queued as task show has it, or with your changes, and leaves when the lead's window, the \
            caps and the fence allow. To leave it out instead: thirdtouch task skip.

            Examples:
              thirdtouch task approve T4
              thirdtouch task approve T4 --subject "Docks at Nordwind" --text-file note.txt
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in T4.", valueName: "task"))
    package var task: TaskID

    @Option(help: ArgumentHelp("Another subject, where it begins a thread.", valueName: "text"))
    package var subject: String?

    @Option(
        help: ArgumentHelp("Another text, from a file; - is standard input.", valueName: "file"),
        completion: .file())
    package var textFile: String?

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = TaskApproveRequest(
            subject: subject, text: try textFile.map { try FileText.read($0) })
        try context.show(
            context.client(shared).post(Routes.approveTask, "\(task)", body: request), shared)
    }
}
