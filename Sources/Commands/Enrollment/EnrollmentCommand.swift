package import ArgumentParser

package struct EnrollmentCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "enrollment", abstract: "Enrollments: leads on their way through a sequence.",
        discussion: """
            Example:
              thirdtouch enrollment list --state held
            """,
        subcommands: [
            EnrollmentList.self, EnrollmentPause.self, EnrollmentResume.self, EnrollmentStop.self,
            EnrollmentSettle.self,
        ])

    package init() {}
}
