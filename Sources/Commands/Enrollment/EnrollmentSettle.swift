package import API
package import ArgumentParser
package import Sequencing

extension SettleEnrollmentsRequest.Settlement: ExpressibleByArgument {}

package struct EnrollmentSettle: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Say what became of enrollments that a restore left open.",
        discussion: """
            After a backup was restored nobody knows which e-mails left since it was made. None that may \
            have left is sent again until you say so: look into the Sent folder, then say sent (it left: \
            the sequence goes on after it) or resend (it did not: it is sent now).

            Examples:
              thirdtouch enrollment list --restored
              thirdtouch enrollment settle E7 E9 --as sent
              thirdtouch enrollment settle --all --as resend
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Numbers, as in E7.", valueName: "enrollment"))
    package var enrollments: [EnrollmentID] = []

    @Flag(help: "All that are open and that you may move.")
    package var all = false

    @Option(name: .customLong("as"), help: "What became of the e-mail at hand.")
    package var settlement: SettleEnrollmentsRequest.Settlement

    package init() {}

    package func validate() throws {
        guard enrollments.isEmpty == all else {
            throw ValidationError("Name enrollments, or say --all.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let request = SettleEnrollmentsRequest(
            enrollments: all ? nil : enrollments, settlement: settlement)
        let reply = try context.client(shared).post(Routes.settleEnrollments, body: request)
        try context.show(reply, shared)
        if reply.settled < enrollments.count { throw CommandFailure(.refused) }
    }
}

extension SettledView: Rendered {
    func render(on page: inout TextPage) {
        page.line("\(TextPage.count(settled, "enrollment", "enrollments")) settled, \(open) open.")
        if open > 0 { page.line("  Next: thirdtouch enrollment list --restored") }
    }
}
