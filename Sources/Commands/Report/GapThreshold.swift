import API
import ArgumentParser
package import Sequencing

/// What `--allow` says: so many of something are no breach.
package struct GapThreshold: Equatable, Sendable {
    package enum Measure: Equatable, Sendable {
        /// All gaps; with a filter on the work list, its rows.
        case gaps
        case `class`(TouchGapClass)
        case reason(TouchGapReason)
        case party(ResponsibleParty)
    }

    package enum Limit: Equatable, Sendable {
        case count(Int)
        /// Of all hand-offs, 0…100.
        case percent(Double)
    }

    package var measure: Measure
    package var limit: Limit

    package init(_ measure: Measure, _ limit: Limit) {
        self.measure = measure
        self.limit = limit
    }

    /// `5`, `2.5%`, `never-touched=0`, `mailbox-down=0`, `rep=10%`; a word that is a class and a reason is the class.
    package init(typed text: String) throws {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let word = halves.count == 2 ? String(halves[0]) : nil
        guard let limit = Self.limit(halves[halves.count - 1]) else {
            throw ValidationError(
                "--allow takes a count (5), a share of all hand-offs (2%), or either for one "
                    + "class, reason or party (never-touched=5), not “\(text)”.")
        }
        guard let measure = word.map({ Self.measure($0) }) ?? .gaps else {
            throw ValidationError(
                "--allow: “\(word ?? "")” is no class, reason or party of the report.")
        }
        self.init(measure, limit)
    }

    private static func limit(_ text: Substring) -> Limit? {
        guard text.last == "%" else {
            return Int(text).flatMap { $0 >= 0 ? .count($0) : nil }
        }
        return Double(text.dropLast()).flatMap { (0...100).contains($0) ? .percent($0) : nil }
    }

    private static func measure(_ word: String) -> Measure? {
        TouchGapClass(rawValue: word).map { .class($0) }
            ?? TouchGapReason(rawValue: word).map { .reason($0) }
            ?? ResponsibleParty(rawValue: word).map { .party($0) }
    }

    /// What is too many, in words; nil when it is not.
    ///
    /// `listed` is the number of rows where the list is filtered, with whether there are more.
    func breach(in report: TouchGapView, listed: (count: Int, more: Bool)?) -> String? {
        let count = count(in: report, listed: listed)
        let isTooMany =
            switch limit {
            case .count(let most): count > most
            case .percent(let most): Double(count) * 100 > most * Double(report.total)
            }
        guard isTooMany else { return nil }
        let isOpenEnded = measure == .gaps && listed?.more == true
        return "\(name) \(count)\(isOpenEnded ? " or more" : ""), at most \(allowed(in: report))"
    }

    private func count(in report: TouchGapView, listed: (count: Int, more: Bool)?) -> Int {
        switch measure {
        case .gaps: listed?.count ?? report.gapCount
        case .class(let group): report.classes[group] ?? 0
        case .reason(let reason):
            report.reasons.reduce(0) { $0 + ($1.reason == reason ? $1.count : 0) }
        case .party(let party):
            report.reasons.reduce(0) { $0 + ($1.party == party ? $1.count : 0) }
        }
    }

    private var name: String {
        switch measure {
        case .gaps: "gaps"
        case .class(let group): group.rawValue
        case .reason(let reason): reason.rawValue
        case .party(let party): "gaps of party \(party.rawValue)"
        }
    }

    private func allowed(in report: TouchGapView) -> String {
        switch limit {
        case .count(let most): "\(most)"
        case .percent(let most): "\(most) % of \(report.total)"
        }
    }
}
