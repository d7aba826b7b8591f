import API
import Engine
import Hummingbird
import Sequencing

/// What became of the leads that were handed over, for those who paid for them.
struct LedgerPage: Sendable {
    var total: Row
    var rows: [Row]
    var hasRows: Bool
    var tiles: [SummaryPage.Tile]
    var cohorts: [Cohort]
    var hasCohorts: Bool
    var judgedAfter: String?
    var studies: [String]

    struct Row: Sendable {
        var source: String
        var path: String?
        var given: String
        var accepted: String
        var touched: String
        var worked: String
        var qualified: String
        var disqualified: String
        var rejected: String
        var recycled: String
        var open: String
        var conversion: String
        var firstTouch: String
        var toQualify: String
        var bars: [SurvivalPage.Bar]
    }

    struct Cohort: Sendable {
        var week: String
        var given: String
        var isTooEarly: Bool
        var readings: [Reading]
    }

    /// A cohort at one age.
    struct Reading: Sendable {
        var qualified: String
        var touched: String
        var isThere: Bool
        /// `cool-1` … `cool-5`, the stronger the larger the share; `heat-0` for nothing.
        var heat: String
    }

    static let ages = [30, 60, 90, 180]
    /// Of the weeks that are shown.
    static let mostCohorts = 26

    init(_ report: HandOffReportView) {
        total = Row(report.total, name: "All sources")
        rows = report.sources.map { Row($0, name: $0.source ?? "No source") }
        hasRows = !rows.isEmpty
        cohorts = report.cohorts.suffix(Self.mostCohorts).reversed().map(Cohort.init)
        hasCohorts = !cohorts.isEmpty
        judgedAfter = report.medianDaysToQualify.map { Self.days($0) }
        studies = report.studies.map(\.words)
        let all = report.total
        tiles = [
            SummaryPage.Tile(
                title: "Handed over", value: all.given.grouped,
                note: "\(all.open.grouped) of them open"),
            SummaryPage.Tile(
                title: "Touched", value: Share(part: all.touched, whole: all.given).text,
                note: "\(Self.days(all.medianDaysToFirstTouch)) to the first touch, median"),
            SummaryPage.Tile(
                title: "Worked to the minimum",
                value: Share(part: all.workedToMinimum, whole: all.given).text,
                note: "of all that were handed over"),
            SummaryPage.Tile(
                title: "Qualified", value: Share(part: all.qualified, whole: all.given).text,
                note: "\(Self.days(all.medianDaysToQualify)) from hand-off, median"),
        ]
    }

    static func days(_ days: Double?) -> String {
        guard let days else { return "–" }
        let tenths = Int((days * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) days"
    }
}

extension LedgerPage.Row {
    init(_ row: LedgerRow, name: String) {
        let parts = [
            ("qualified", row.qualified), ("disqualified", row.disqualified),
            ("rejected", row.rejected), ("recycled", row.recycled), ("open", row.open),
        ]
        var before = 0
        let bars = parts.compactMap { name, count -> SurvivalPage.Bar? in
            guard count > 0 else { return nil }
            let x = Share(part: before, whole: row.given).thousandths
            before += count
            return SurvivalPage.Bar(
                name: name, x: x, width: Share(part: before, whole: row.given).thousandths - x)
        }
        func share(_ part: Int) -> String { Share(part: part, whole: row.given).text }
        self.init(
            source: name, path: row.source.map { "/work?source=\(PercentEncoding.encode($0))" },
            given: row.given.grouped, accepted: share(row.accepted), touched: share(row.touched),
            worked: share(row.workedToMinimum), qualified: row.qualified.grouped,
            disqualified: row.disqualified.grouped, rejected: row.rejected.grouped,
            recycled: row.recycled.grouped, open: row.open.grouped,
            conversion: share(row.qualified),
            firstTouch: LedgerPage.days(row.medianDaysToFirstTouch),
            toQualify: LedgerPage.days(row.medianDaysToQualify), bars: bars)
    }
}

extension LedgerPage.Cohort {
    init(_ cohort: CohortView) {
        self.init(
            week: cohort.week, given: cohort.given.grouped, isTooEarly: cohort.isTooEarly,
            readings: LedgerPage.ages.map { age in
                guard let reading = cohort.readings.first(where: { $0.days == age }) else {
                    return LedgerPage.Reading(
                        qualified: "", touched: "", isThere: false, heat: "heat-0")
                }
                let share = Share(part: reading.qualified, whole: cohort.given)
                return LedgerPage.Reading(
                    qualified: share.text,
                    touched: Share(part: reading.touched, whole: cohort.given).text,
                    isThere: true,
                    heat: reading.qualified == 0
                        ? "heat-0" : "cool-\(1 + min(4, share.thousandths / 60))")
            })
    }
}

extension PageResponder {
    func ledgerPage(_ visit: PageVisit) async throws -> Response {
        let report = try await parts.report(ReportFilter(), caller: visit.caller) {
            views, question, _ in
            try views.handOffReport(views.engine.touchGapReport(question))
        }
        return html(
            .ledger, LedgerPage(report), title: PagePlace.ledger.title, here: .ledger, visit: visit)
    }
}
