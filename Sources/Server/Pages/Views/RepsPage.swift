import API
import Hummingbird
import Sequencing
import Store

/// How many leads of each rep have how many touches.
struct RepsPage: Sendable {
    var rows: [Row]
    var team: Row
    var hasRows: Bool

    struct Row: Sendable {
        var name: String
        var path: String?
        /// What is behind the path beside the rep's own.
        var standsIn: [StandIn]
        var cells: [Cell]
        var total: String
        var gaps: Cell
        var skipped: String
    }

    /// Somebody who is away, and how many of theirs need somebody.
    struct StandIn: Sendable {
        var name: String
        var count: String
    }

    struct Cell: Sendable {
        var column: String
        var count: String
        var share: String
        /// `heat-1` … `heat-5` for few touches, `cool-1` … for enough: the larger the share, the
        /// stronger; `heat-0` for nothing.
        var heat: String
        /// The list behind the number; nil where there is none.
        var path: String?
    }

    static let columns = ["0 touches", "1 touch", "2 touches", "3–5 touches", "6 or more"]

    init(_ report: TouchGapView, absences: Absences, visit: PageVisit) {
        rows = report.reps.map { own in
            let absentees =
                own.rep.map { absences.absentees(leftTo: $0, at: report.asOf.instant) } ?? []
            return Row(
                own, name: own.rep == nil ? "Nobody owns them" : visit.name(of: own.rep),
                standsIn: report.reps.filter { other in
                    other.gaps > 0 && other.rep.map(absentees.contains) ?? false
                }.map { StandIn(name: visit.name(of: $0.rep), count: $0.gaps.grouped) })
        }
        hasRows = !rows.isEmpty
        func sum(_ part: KeyPath<RepTouches, Int>) -> Int {
            report.reps.reduce(0) { $0 + $1[keyPath: part] }
        }
        team = Row(
            RepTouches(
                zero: sum(\.zero), one: sum(\.one), two: sum(\.two),
                threeToFive: sum(\.threeToFive), sixAndMore: sum(\.sixAndMore),
                gaps: sum(\.gaps), skipped: sum(\.skipped)), name: "Everybody", isTeam: true)
    }
}

extension RepsPage {
    /// The third touch is where most teams stop, and where the chances are.
    fileprivate static func heat(_ share: Share, isEnough: Bool) -> String {
        guard share.part > 0 else { return "heat-0" }
        return "\(isEnough ? "cool" : "heat")-\(1 + min(4, share.thousandths / 130))"
    }
}

extension RepsPage.Row {
    init(
        _ rep: RepTouches, name: String, standsIn: [RepsPage.StandIn] = [], isTeam: Bool = false
    ) {
        let counts = [rep.zero, rep.one, rep.two, rep.threeToFive, rep.sixAndMore]
        let scope = isTeam ? "" : rep.rep.map { "rep=\(PercentEncoding.encode($0))" }
        let cells = zip(RepsPage.columns, counts).map { column in
            let share = Share(part: column.1, whole: rep.total)
            return RepsPage.Cell(
                column: column.0, count: column.1.grouped, share: share.text,
                heat: RepsPage.heat(
                    share, isEnough: column.0.first.map { "36".contains($0) } ?? false),
                path: nil)
        }
        let share = Share(part: rep.gaps, whole: rep.total)
        self.init(
            name: name, path: isTeam ? nil : scope.map { "/work?\($0)" }, standsIn: standsIn,
            cells: cells,
            total: rep.total.grouped,
            gaps: RepsPage.Cell(
                column: "Need somebody", count: rep.gaps.grouped, share: share.text, heat: "heat-0",
                path: scope.map { "/work" + ($0.isEmpty ? "" : "?\($0)") }),
            skipped: rep.skipped.grouped)
    }
}

extension PageResponder {
    func repsPage(_ visit: PageVisit) async throws -> Response {
        let report = try await parts.touchGap(
            TouchGapFilter(limit: 1), caller: visit.caller, isCompared: false)
        let absences = try await parts.views { views in try views.store.absences() }
        return html(
            .reps, RepsPage(report, absences: absences, visit: visit), title: "Reps", here: .reps,
            visit: visit)
    }
}
