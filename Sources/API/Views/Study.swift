/// What others have measured and the reports lean on: shown with its source and its year, never as our own.
package struct Study: Codable, Equatable, Sendable {
    package var claim: String
    package var source: String
    package var year: Int

    package init(claim: String, source: String, year: Int) {
        self.claim = claim
        self.source = source
        self.year = year
    }

    /// As in `… (Harvard Business Review 2011)`.
    package var sentence: String { "\(claim) (\(source) \(year))." }

    package static let unanswered = Study(
        claim: "Of 2,241 firms that were sent a test lead, 23 % never answered",
        source: "Harvard Business Review", year: 2011)
    package static let attempts = Study(
        claim: "Reps believe that they make 12 attempts, and make 4", source: "XANT", year: 2017)
    package static let followUps = Study(
        claim: "A third cold follow-up by e-mail lowers the share of replies", source: "Belkins",
        year: 2024)
}
