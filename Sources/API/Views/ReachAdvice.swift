/// What to try in place of more of the same, and who has measured that.
package struct ReachAdvice: Codable, Equatable, Sendable {
    package var text: String
    package var command: String?
    package var study: Study

    package init(text: String, command: String? = nil, study: Study) {
        self.text = text
        self.command = command
        self.study = study
    }
}
