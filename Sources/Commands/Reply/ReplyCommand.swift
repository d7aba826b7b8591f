package import ArgumentParser

package struct ReplyCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "reply", abstract: "Replies: what came back.",
        discussion: """
            Example:
              thirdtouch reply list --unanswered
            """,
        subcommands: [ReplyList.self, ReplyShow.self, ReplyClassify.self])

    package init() {}
}
