import ArgumentParser

struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Look at messages as the daemon would.",
        discussion: """
            Example:
              thirdtouch message test bounce.eml
            """,
        subcommands: [MessageTest.self])
}
