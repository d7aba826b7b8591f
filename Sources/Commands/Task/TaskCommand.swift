package import ArgumentParser

package struct TaskCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "task", abstract: "Tasks: what waits for a person.",
        discussion: """
            Example:
              thirdtouch task list
            """,
        subcommands: [
            TaskList.self, TaskShow.self, TaskDone.self, TaskApprove.self, TaskSkip.self,
        ])

    package init() {}
}
