import API
package import ArgumentParser
package import Sequencing

package struct DeliverySettle: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Say what became of an e-mail in doubt.",
        discussion: """
            Without a word it only shows what is known: when the final dot may have left, what the \
            server said, whether Sent was read since and held a copy, and what quotes it.

            sent: it arrived. resend: the same bytes leave again, which may be a second copy; it asks \
            first. Where the lead has another address by now, it is composed anew to that. drop: it \
            never leaves, and the enrollment ends.

            Examples:
              thirdtouch delivery settle D31
              thirdtouch delivery settle D31 sent
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in D31.", valueName: "delivery"))
    package var delivery: DeliveryID

    @Argument(help: ArgumentHelp("What you know: sent, resend or drop.", valueName: "word"))
    package var word: DeliveryEvent.Settlement?

    @Flag(help: "With resend: don't ask, the lead may get a second copy.")
    package var yes = false

    package init() {}

    package func validate() throws {
        guard !yes || word == .resend else { throw ValidationError("--yes goes with resend only.") }
    }

    package func run(_ context: CommandContext) throws {
        let client = context.client(shared)
        guard let word else {
            var view = try client.get(Routes.delivery, "\(delivery)")
            view.message = nil
            return try context.show(view, shared)
        }
        if word == .resend, !yes {
            var known = try client.get(Routes.delivery, "\(delivery)")
            known.message = nil
            try context.confirm(
                "The lead may get \(delivery) twice: \(known.doubt?.text ?? "it is not in doubt.")",
                known: known, orRun: "thirdtouch delivery settle \(delivery) resend --yes")
        }
        let request = SettleRequest(
            settlement: word, mayBeSecondCopy: word == .resend ? true : nil)
        try context.show(
            client.post(Routes.settleDelivery, "\(delivery)", body: request), shared)
    }
}
