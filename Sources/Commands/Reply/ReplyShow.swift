import API
package import ArgumentParser
package import Sequencing

package struct ReplyShow: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract:
            "Show a reply: its text, what it was matched by, and rule by rule why it is what it is.",
        discussion: """
            Example:
              thirdtouch reply show R3
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in R3.", valueName: "reply"))
    package var reply: ReplyID

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.reply, "\(reply)"), shared)
    }
}
