import API
package import ArgumentParser

package struct RepBack: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "back", abstract: "Say that a rep is back, or is not going away after all.",
        discussion: """
            Ends the absence that is in force and takes back those to come. What was given to the \
            delegate meanwhile stays there: thirdtouch lead assign gives it back.

            Example:
              thirdtouch rep back ada
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The rep's short name.", valueName: "rep"))
    package var name: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(
            context.client(shared).post(Routes.endAbsences, name, body: NoBody()), shared)
    }
}
