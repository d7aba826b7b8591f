import API
package import ArgumentParser
package import Sequencing

extension DigestKind: ExpressibleByArgument {}

package struct ReportDigest: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "See the digest that somebody would be mailed now.",
        discussion: """
            What can be lost today, what got stuck since the last digest, what moved on: a manager's is \
            about everybody's leads, a rep's about their own. Nothing is sent by asking; who gets which is \
            in the configuration (digest).

            Examples:
              thirdtouch report digest --for ann
              thirdtouch report digest --for ann --kind daily --html > digest.html
            """)

    @OptionGroup package var shared: SharedOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Whose; by default yours.", valueName: "rep"))
    package var receiver: String?

    @Option(help: "Which one.")
    package var kind: DigestKind = .weekly

    @Flag(help: "Print the HTML part alone.")
    package var html = false

    package init() {}

    package func validate() throws {
        if html, shared.json { throw ValidationError("--html and --json are two formats.") }
    }

    package func run(_ context: CommandContext) throws {
        let filter = DigestFilter(receiver: receiver, kind: kind)
        let digest = try context.client(shared).get(Routes.digest, query: filter.query)
        if html {
            context.write(digest.html)
        } else {
            try context.show(digest, shared)
        }
    }
}
