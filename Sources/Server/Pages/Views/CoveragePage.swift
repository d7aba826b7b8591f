import API
import Engine
import Hummingbird
import Sequencing

/// Whom of each account we know and have reached, by their part in the decision.
struct CoveragePage: Sendable {
    static let mostRows = 100

    var total: String
    var marks: [Mark]
    var rows: [Row]
    var hasRows: Bool
    var isCut: Bool
    var roles = CoveragePage.roleOrder.map(\.title)

    struct Mark: Sendable {
        var title: String
        var meaning: String
        var count: String
        var share: String
    }

    struct Row: Sendable {
        var name: String
        var domain: String?
        var owners: String?
        var people: String
        var touches: String
        var lastTouch: PageClock.Moment?
        var marks: [String]
        var cells: [Cell]
    }

    /// One role of one account.
    struct Cell: Sendable {
        var role: String
        /// `1 of 2`; empty where nobody is known.
        var text: String
        var words: String
        /// 0 for nobody known, 1 known, 2 touched, 3 replied.
        var depth: Int
        var isKnown: Bool
    }

    static let roleOrder = BuyingRole.allCases

    init(_ report: CoverageReportView, visit: PageVisit) {
        total = report.total.of("account")
        marks = CoverageMark.allCases.map { mark in
            let count = report.marks[mark] ?? 0
            return Mark(
                title: mark.title, meaning: mark.meaning, count: count.grouped,
                share: Share(part: count, whole: report.total).text)
        }
        rows = report.rows.map { Row($0, visit: visit) }
        hasRows = !rows.isEmpty
        isCut = report.more
    }
}

extension CoveragePage.Row {
    init(_ account: AccountCoverage, visit: PageVisit) {
        self.init(
            name: account.name ?? account.domain ?? "\(account.account)",
            domain: account.name == nil ? nil : account.domain,
            owners: account.owners.isEmpty
                ? nil : account.owners.map { visit.name(of: $0) }.joined(separator: ", "),
            people: "\(account.touched.grouped) of \(account.people.grouped)",
            touches: account.touches.grouped, lastTouch: visit.clock.moment(account.lastTouchAt),
            marks: account.marks.map(\.title),
            cells: CoveragePage.roleOrder.map { role in
                CoveragePage.Cell(role, account.roles.first { $0.role == role })
            })
    }
}

extension CoveragePage.Cell {
    init(_ role: BuyingRole, _ people: RoleCoverage?) {
        guard let people, people.known > 0 else {
            self.init(role: role.title, text: "", words: "nobody known", depth: 0, isKnown: false)
            return
        }
        self.init(
            role: role.title, text: "\(people.touched)/\(people.known)",
            words: "\(people.known) known, \(people.enrolled) enrolled, \(people.touched) touched, "
                + "\(people.replied) replied",
            depth: people.replied > 0 ? 3 : people.touched > 0 ? 2 : 1, isKnown: true)
    }
}

extension BuyingRole {
    var title: String {
        switch self {
        case .champion: "Champion"
        case .economicBuyer: "Economic buyer"
        case .technicalBuyer: "Technical buyer"
        case .influencer: "Influencer"
        case .user: "User"
        case .procurement: "Procurement"
        case .gatekeeper: "Gatekeeper"
        case .unknown: "Unknown"
        }
    }
}

extension PageResponder {
    func coveragePage(_ visit: PageVisit) async throws -> Response {
        let report = try await parts.report(
            ReportFilter(limit: CoveragePage.mostRows), caller: visit.caller
        ) { views, question, limit in
            try views.coverageReport(views.engine.touchGapReport(question), limit: limit)
        }
        return html(
            .coverage, CoveragePage(report, visit: visit), title: PagePlace.coverage.title,
            here: .coverage, visit: visit)
    }
}
