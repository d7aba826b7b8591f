import API
import HTTPTypes
import Hummingbird
import NIOCore
import Sequencing
import Store

/// The work list: filters that are the address, rows, and what can be done with those that are ticked.
struct WorkPage: Sendable {
    /// Rows of a page, and how many more each “show more” brings.
    static let usualRows = 50
    static let mostRows = 1000

    var count: String
    var selects: [Select]
    var active: [Chip]
    var isFiltered: Bool
    var rows: [WorkLine]
    var hasRows: Bool
    var morePath: String?
    var decide: Decide?
    /// Where a form comes back to.
    var back: String
    /// The same list for a spreadsheet.
    var tablePath: String

    /// One filter of the form.
    struct Select: Sendable {
        var name: String
        var label: String
        var options: [Option]
    }

    struct Option: Sendable {
        var value: String
        var title: String
        var isChosen: Bool
    }

    /// A filter that is set, and the list without it.
    struct Chip: Sendable {
        var label: String
        var value: String
        var path: String
    }

    /// What the bar under the list offers; nil for who only looks.
    struct Decide: Sendable {
        var mayAssign: Bool
        var reps: [Option]
        var sequences: [Option]
        var dispositions: [Option]
        var rejections: [Option]
    }

    /// What the selects can offer.
    struct Choices: Sendable {
        var sources: [String]
        var sequences: [String]
        var tiers: [LeadTier]
    }

    init(_ report: TouchGapView, filter: TouchGapFilter, choices: Choices, visit: PageVisit) {
        rows = report.rows.map { WorkLine($0, visit: visit) }
        hasRows = !rows.isEmpty
        count = report.more ? "The first \(rows.count.grouped)" : rows.count.of("lead")
        selects = Self.selects(filter, choices: choices, visit: visit)
        active = Self.chips(filter, selects: selects)
        isFiltered = !active.isEmpty
        back = Self.path(filter)
        let query = filter.query.filter { $0.name != "limit" }.queryText
        tablePath = query.isEmpty ? "/work.csv" : "/work.csv?\(query)"
        if report.more, filter.limit < Self.mostRows {
            var wider = filter
            wider.limit = min(Self.mostRows, filter.limit + Self.usualRows)
            morePath = Self.path(wider)
        }
        decide = visit.mayMove ? Decide(choices: choices, visit: visit) : nil
    }

    /// The address of a list: what is usual is left out.
    static func path(_ filter: TouchGapFilter) -> String {
        var items = filter.query.filter { $0.name != "limit" }
        if filter.limit != usualRows { items.append(QueryItem("limit", "\(filter.limit)")) }
        return items.isEmpty ? "/work" : "/work?\(items.queryText)"
    }

    /// Of a form: a filter that is left empty is none.
    static func filter(of query: String) throws(APIError) -> TouchGapFilter {
        var items = PageForm(urlEncoded: Array(query.utf8)).fields.filter { !$0.value.isEmpty }
            .map { QueryItem($0.name, $0.value) }
        if !items.contains(where: { $0.name == "limit" }) {
            items.append(QueryItem("limit", "\(usualRows)"))
        }
        var filter = try TouchGapFilter(query: items)
        filter.limit = min(filter.limit, mostRows)
        return filter
    }

    private static func selects(
        _ filter: TouchGapFilter, choices: Choices, visit: PageVisit
    ) -> [Select] {
        func select(
            _ name: String, _ label: String, _ any: String, _ options: [(String, String)],
            chosen: String?
        ) -> Select {
            Select(
                name: name, label: label,
                options: [Option(value: "", title: any, isChosen: chosen == nil)]
                    + options.map {
                        Option(value: $0.0, title: $0.1, isChosen: $0.0 == chosen)
                    })
        }
        let reps = visit.reps.values.sorted { $0.fullName < $1.fullName }
        let owner = select(
            "rep", "Owner", "Everybody", reps.map { ($0.name, $0.fullName) }, chosen: filter.rep)
        let teams = reps.teams
        let team = select(
            "team", "Team", "All teams", teams.map { ($0, $0) }, chosen: filter.scope.team)
        let tier = select(
            "tier", "Tier", "Any tier", choices.tiers.map { ($0.rawValue, $0.rawValue) },
            chosen: filter.scope.tier.map { tier in
                (choices.tiers.first(where: tier.isSame) ?? tier).rawValue
            })
        let others = [
            select(
                "class", "Class", "All that need somebody",
                TouchGapClass.inReportOrder.map { ($0.rawValue, $0.title) },
                chosen: filter.class?.rawValue),
            select(
                "reason", "Reason", "Any reason",
                TouchGapReason.allCases.map { ($0.rawValue, $0.title) }.sorted { $0.1 < $1.1 },
                chosen: filter.reason?.rawValue),
            select(
                "party", "Who can move it", "Anybody",
                ResponsibleParty.allCases.map { ($0.rawValue, $0.title) },
                chosen: filter.party?.rawValue),
            select(
                "touches", "Touches", "Any number",
                (0...6).map { ("\($0)", $0.of("touch", "touches")) },
                chosen: filter.touches.map { "\($0)" }),
            select(
                "role", "Role", "Any role", BuyingRole.allCases.map { ($0.rawValue, $0.title) },
                chosen: filter.scope.role?.rawValue),
            select(
                "source", "Source", "Any source", choices.sources.map { ($0, $0) },
                chosen: filter.source),
            select(
                "sequence", "Sequence", "Any sequence", choices.sequences.map { ($0, $0) },
                chosen: filter.sequence),
        ]
        // What nobody uses is not offered.
        return (visit.caller.seesAll ? teams.isEmpty ? [owner] : [owner, team] : [])
            + others + (choices.tiers.isEmpty ? [] : [tier])
    }

    private static func chips(_ filter: TouchGapFilter, selects: [Select]) -> [Chip] {
        let shown = filter.query.filter { $0.name != "limit" }
        return shown.map { item in
            let select = selects.first { $0.name == item.name }
            let option = select?.options.first { $0.value == item.value }
            let rest = shown.filter { $0.name != item.name }
            return Chip(
                label: select?.label ?? item.name.asSentence, value: option?.title ?? item.value,
                path: rest.isEmpty ? "/work" : "/work?\(rest.queryText)")
        }
    }
}

extension WorkPage.Decide {
    init(choices: WorkPage.Choices, visit: PageVisit) {
        func option(_ value: String, _ title: String) -> WorkPage.Option {
            WorkPage.Option(value: value, title: title, isChosen: false)
        }
        let judgements = Disposition.allCases.filter { !$0.isRejection }
        self.init(
            mayAssign: visit.mayAssign,
            reps: visit.reps.values.sorted { $0.fullName < $1.fullName }.map {
                option($0.name, $0.fullName)
            }, sequences: choices.sequences.map { option($0, $0) },
            dispositions: judgements.map { option($0.rawValue, $0.title) },
            rejections: Disposition.allCases.filter(\.isRejection).map {
                option($0.rawValue, $0.title)
            })
    }
}

extension PageResponder {
    func workPage(query: String, visit: PageVisit) async throws -> Response {
        let filter = try WorkPage.filter(of: query)
        let report = try await parts.touchGap(
            filter, caller: visit.caller, isCompared: false)
        let choices = try await choices()
        return html(
            .work, WorkPage(report, filter: filter, choices: choices, visit: visit),
            title: "Work list", here: .work, visit: visit)
    }

    /// Every row of a list, for a spreadsheet: no cell of it is a formula (`CSVText`).
    func workTable(query: String, visit: PageVisit) async throws -> Response {
        var filter = try WorkPage.filter(of: query)
        filter.limit = PageLimit.allowed.upperBound
        let report = try await parts.touchGap(
            filter, caller: visit.caller, isCompared: false)
        let text = CSVText.table(
            [
                "lead", "handOff", "email", "name", "account", "owner", "source", "class", "reason",
                "reasonText", "party", "touches", "channels", "lastTouchAt", "nextDueAt", "since",
                "command",
            ],
            report.rows.map { row in
                let who: [String?] = [
                    "\(row.lead)", "\(row.handOff)", row.email, row.name, row.account, row.owner,
                    row.source, row.class.rawValue, row.reason?.rawValue, row.reasonText,
                    row.party?.rawValue,
                ]
                let times: [String?] = [row.lastTouchAt, row.nextDueAt, row.since].map { moment in
                    moment.map { "\($0)" }
                }
                return (who + ["\(row.touches)", "\(row.channels)"] + times + [row.command]).map {
                    $0 ?? ""
                }
            })
        var response = Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        response.headers[.contentDisposition] = "attachment; filename=\"work-list.csv\""
        return response
    }

    func choices() async throws -> WorkPage.Choices {
        try await parts.views { views in
            WorkPage.Choices(
                sources: try views.store.sources(limit: 200),
                sequences: try views.store.sequences().map(\.version.name),
                tiers: try views.store.tiers(limit: 200))
        }
    }
}
