import API
package import ArgumentParser
package import Sequencing

/// What a person can say that a message is; the other kinds only a machine's report can be.
package enum CorrectionWord: String, CaseIterable, ExpressibleByArgument, Sendable {
    case person
    case optOut = "opt-out"
    case outOfOffice = "out-of-office"
    case autoReply = "auto-reply"
    case bounce, delay, calendar
    case dispositionNotice = "disposition-notice"

    var kind: ReplyKind {
        switch self {
        case .person: .person
        case .optOut: .optOut
        case .outOfOffice: .outOfOffice
        case .autoReply: .autoReply
        case .bounce: .bounce
        case .delay: .delay
        case .calendar: .calendar
        case .dispositionNotice: .dispositionNotice
        }
    }
}

package struct ReplyClassify: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "classify", abstract: "Correct what the rules made of a reply.",
        discussion: """
            What follows is done anew: a person's answer ends the sequence and is owed an answer, an \
            out-of-office notice pauses it, an auto-reply says nothing, a bounce that was none gives its \
            touch back. Nothing restarts an ended enrollment; the command to enroll again is printed. An \
            opt-out is final.

            Examples:
              thirdtouch reply classify R3 --as person
              thirdtouch reply classify R3 --as out-of-office --back-on 2026-12-01
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in R3.", valueName: "reply"))
    package var reply: ReplyID

    @Option(name: .customLong("as"), help: ArgumentHelp("What it is.", valueName: "kind"))
    package var kind: CorrectionWord

    @Option(
        help: ArgumentHelp("The first day back, with out-of-office: 2026-12-01.", valueName: "day"))
    package var backOn: String?

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
    package var why: String?

    package init() {}

    package func validate() throws {
        guard let backOn else { return }
        guard kind == .outOfOffice else {
            throw ValidationError("--back-on goes with --as out-of-office only.")
        }
        guard LocalDate(text: backOn) != nil else {
            throw ValidationError(
                "“\(SafeText.line(backOn))” is no day; write it as in 2026-12-01.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let request = ClassifyRequest(kind: kind.kind, backOn: backOn, why: why)
        try context.show(
            context.client(shared).post(Routes.classifyReply, "\(reply)", body: request), shared)
    }
}
