package import ArgumentParser

package struct MessageTest: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Say what the rules see in messages, rule by rule.",
        discussion: """
            Needs no daemon and changes nothing: the work is handed to `thirdtouchd message test`. \
            Folders are walked to their ends. With --json one object a line for each message, as \
            docs/replies.md describes it.

            Examples:
              thirdtouch message test bounce.eml
              thirdtouch message test --json ~/Maildir/cur | jq -r .class | sort | uniq -c
              thirdtouch message test - < answer.eml
            """)

    @Argument(
        help: ArgumentHelp(
            "Files or folders of messages; - for standard input.", valueName: "path"))
    package var paths: [String]

    @Flag(help: "Print one JSON object a line.")
    package var json = false

    package init() {}

    package func run(_ context: CommandContext) throws {
        let path = try Handover.find("thirdtouchd", environment: context.environment)
        try Handover.become(
            path,
            ["thirdtouchd", "message", "test"] + (json ? ["--json"] : []) + ["--"] + paths)
    }
}
