/// What `sequence lint` found: every file, also those without mistakes.
package struct LintView: Codable, Equatable, Sendable {
    package var files: [LintedFile]

    package init(
        files: [LintedFile]
    ) {
        self.files = files
    }
}

package struct LintedFile: Codable, Equatable, Sendable {
    /// As it was named.
    package var file: String
    /// The number of steps; left out when there are mistakes.
    package var steps: Int?
    package var title: String?
    /// In the order of the file; empty when it may be published.
    package var mistakes: [DiagnosticView]
    /// What is allowed and still deserves a second thought; left out when there is nothing.
    package var remarks: [DiagnosticView]?

    package init(
        file: String, steps: Int? = nil, title: String? = nil, mistakes: [DiagnosticView],
        remarks: [DiagnosticView] = []
    ) {
        self.remarks = remarks.isEmpty ? nil : remarks
        self.file = file
        self.steps = steps
        self.title = title
        self.mistakes = mistakes
    }
}
