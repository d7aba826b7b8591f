import API
import Hummingbird
import Sequencing

/// A reason with how many gaps it explains.
struct ReasonLine: Sendable {
    var title: String
    /// The party's code and title.
    var party: String
    var partyTitle: String
    var count: String
    var share: String
    /// Of this and all more frequent ones.
    var running: String
    var path: String
    /// In thousandths of the most frequent one's.
    var width: Int
    /// Where the bar stands in the chart, and where the running share is; see `ReasonsPage.Chart`.
    var bar: Bar
    /// From 1: the chart has room for no names.
    var number: Int

    struct Bar: Equatable, Sendable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int
        var middle: Int
        var numberY: Int
    }

    static func lines(_ report: TouchGapView) -> [ReasonLine] {
        let all = report.reasons.reduce(0) { $0 + $1.count }
        let most = report.reasons.first?.count ?? 0
        var running = 0
        return report.reasons.enumerated().map { index, line in
            running += line.count
            return ReasonLine(
                title: line.reason.title, party: line.party.rawValue, partyTitle: line.party.title,
                count: line.count.grouped, share: Share(part: line.count, whole: all).text,
                running: Share(part: running, whole: all).text,
                path: "/work?reason=\(line.reason.rawValue)",
                width: Share(part: line.count, whole: most).thousandths,
                bar: ReasonsPage.Chart.bar(
                    at: index, of: report.reasons.count,
                    height: Share(part: line.count, whole: all).thousandths),
                number: index + 1)
        }
    }
}

/// Why leads are stuck, the most frequent first, and who can move how many.
struct ReasonsPage: Sendable {
    var total: String
    var hasReasons: Bool
    var parties: [PartyLine]
    var reasons: [ReasonLine]
    var chart: Chart

    struct PartyLine: Sendable {
        var name: String
        var title: String
        var meaning: String
        var count: String
        var share: String
        var path: String
    }

    /// Bars with the line of the running share (Pareto), in a box of fixed height.
    struct Chart: Sendable {
        static let height = 220
        static let left = 44
        /// Of all bars together, where they have room.
        static let usualWidth = 1100

        var width: Int
        /// Corners of the line, as SVG writes them.
        var points: String
        var summary: String

        /// From one bar to the next.
        static func step(of count: Int) -> Int { max(40, min(130, usualWidth / max(1, count))) }

        static func bar(
            at index: Int, of count: Int, height thousandths: Int
        ) -> ReasonLine.Bar {
            let (height, step) = (max(2, thousandths * Self.height / 1000), step(of: count))
            let width = min(72, step - 14)
            let x = left + index * step + (step - width) / 2
            return ReasonLine.Bar(
                x: x, y: Self.height - height + 10, width: width, height: height,
                middle: x + width / 2, numberY: Self.height + 26)
        }
    }

    init(_ report: TouchGapView) {
        let all = report.reasons.reduce(0) { $0 + $1.count }
        total = all.of("stuck lead")
        hasReasons = all > 0
        reasons = ReasonLine.lines(report)
        parties = ResponsibleParty.allCases.map { party in
            let count = report.reasons.filter { $0.party == party }.reduce(0) { $0 + $1.count }
            return PartyLine(
                name: party.rawValue, title: party.title, meaning: party.meaning,
                count: count.grouped, share: Share(part: count, whole: all).text,
                path: "/work?party=\(party.rawValue)")
        }
        var running = 0
        let corners = zip(report.reasons, reasons).map { line, shown in
            running += line.count
            let share = Share(part: running, whole: all).thousandths
            return "\(shown.bar.middle),\(Chart.height - share * Chart.height / 1000 + 10)"
        }
        chart = Chart(
            width: Chart.left + max(1, reasons.count) * Chart.step(of: reasons.count) + 12,
            points: corners.joined(separator: " "),
            summary: reasons.prefix(3).map { "\($0.title) \($0.share)" }.joined(separator: ", "))
    }
}

extension PageResponder {
    func reasonsPage(_ visit: PageVisit) async throws -> Response {
        let report = try await parts.touchGap(TouchGapFilter(limit: 1), caller: visit.caller)
        return html(
            .reasons, ReasonsPage(report), title: "Reasons", here: .reasons, visit: visit)
    }
}
