import API
import Hummingbird
import Sequencing

/// The first page: how many need somebody, which ten first, and how all hand-offs stand.
struct SummaryPage: Sendable {
    /// Leads that are shown.
    static let mostLeads = 10
    static let mostReasons = 5

    var headline: String
    var asOf: PageClock.Moment
    var zone: String
    var total: String
    /// Whether the classes' sum is all hand-offs (promise G7).
    var addsUp: Bool
    var sum: String
    var tiles: [Tile]
    var rows: [WorkLine]
    var hasRows: Bool
    var moreLine: String?
    var classes: [ClassLine]
    var bars: [ClassBar]
    var reasons: [ReasonLine]
    var hasReasons: Bool

    struct Tile: Sendable {
        var title: String
        var value: String
        var note: String
    }

    struct ClassLine: Sendable {
        var name: String
        var title: String
        var meaning: String
        var count: String
        var share: String
        /// Against a week before: `+3`; nil where that is not known.
        var change: String?
        var path: String
        var isGap: Bool
    }

    /// A stretch of the one bar, in thousandths of its width.
    struct ClassBar: Sendable, Equatable {
        var name: String
        var title: String
        var x: Int
        var width: Int
    }

    init(_ report: TouchGapView, visit: PageVisit) {
        let gaps = report.gapCount
        headline =
            gaps == 0
            ? "No lead is stuck" : "\(gaps.of("lead")) need\(gaps == 1 ? "s" : "") somebody"
        asOf = visit.clock.moment(report.asOf.instant)
        zone = visit.clock.zoneName
        total = report.total.of("hand-off")
        addsUp = report.addsUp
        sum = report.sum.grouped
        rows = report.rows.prefix(Self.mostLeads).map { WorkLine($0, visit: visit) }
        hasRows = !rows.isEmpty
        moreLine = gaps > rows.count ? "All \(gaps.of("lead")) that need somebody" : nil
        classes = TouchGapClass.inReportOrder.map { group in
            let count = report.classes[group] ?? 0
            return ClassLine(
                name: group.rawValue, title: group.title, meaning: group.meaning,
                count: count.grouped, share: Share(part: count, whole: report.total).text,
                change: report.weekBefore.map { (count - ($0.classes[group] ?? 0)).signed },
                path: "/work?class=\(group.rawValue)", isGap: group.isGap)
        }
        bars = Self.bars(report)
        let lines = ReasonLine.lines(report)
        reasons = Array(lines.prefix(Self.mostReasons))
        hasReasons = !lines.isEmpty
        tiles = Self.tiles(report)
    }

    private static func tiles(_ report: TouchGapView) -> [Tile] {
        let all = report.total
        let turn = report.classes[.ourTurn] ?? 0
        return [
            Tile(
                title: "Need somebody", value: report.gapCount.grouped,
                note: "\(Share(part: report.gapCount, whole: all).text) of \(all.of("hand-off"))"
                    + (report.weekBefore.map { "; \(trend(report.gapCount, since: $0))" } ?? "")),
            Tile(
                title: "Answered, and wait for us", value: turn.grouped,
                note: "lost soonest: answer these first"),
            Tile(
                title: "Third touch in time",
                value: report.thirdTouch.judged == 0
                    ? "–"
                    : Share(part: report.thirdTouch.reached, whole: report.thirdTouch.judged).text,
                note:
                    "\(report.thirdTouch.reached.grouped) of \(report.thirdTouch.judged.grouped), "
                    + "within \(ThirdTouch.businessDays) business days"),
            Tile(
                title: "First touch by a person",
                value: span(report.medianFirstTouchHumanMinutes),
                note: "median; by the system: \(span(report.medianFirstTouchSystemMinutes))"),
        ]
    }

    private static func trend(_ gaps: Int, since before: PastClasses) -> String {
        let past = before.classes.reduce(0) { $0 + ($1.key.isGap ? $1.value : 0) }
        if gaps == past { return "as many as a week ago" }
        return "\(abs(gaps - past).grouped) \(gaps > past ? "more" : "fewer") than a week ago"
    }

    private static func span(_ minutes: Int?) -> String {
        minutes.map { PageClock.words(for: .minutes($0)) } ?? "–"
    }

    /// Side by side without gaps; the widths add up to 1,000.
    private static func bars(_ report: TouchGapView) -> [ClassBar] {
        var before = 0
        return TouchGapClass.inReportOrder.compactMap { group in
            let count = report.classes[group] ?? 0
            guard count > 0 else { return nil }
            let x = Share(part: before, whole: report.total).thousandths
            before += count
            let end = Share(part: before, whole: report.total).thousandths
            return ClassBar(
                name: group.rawValue, title: "\(group.title): \(count.grouped)", x: x,
                width: end - x)
        }
    }
}

extension PageResponder {
    func summaryPage(_ visit: PageVisit) async throws -> Response {
        let report = try await parts.touchGap(
            TouchGapFilter(limit: SummaryPage.mostLeads), caller: visit.caller)
        return html(
            .summary, SummaryPage(report, visit: visit), title: "Summary",
            here: .summary, visit: visit)
    }
}
