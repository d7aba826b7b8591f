import API
import Hummingbird
import Sequencing
import Store

/// Which page an address is.
extension PageResponder {
    func page(_ path: String, query: String, visit: PageVisit) async throws -> Response {
        switch PagePlace(rawValue: path) {
        case .summary: return try await summaryPage(visit)
        case .work: return try await workPage(query: query, visit: visit)
        case .reps: return try await repsPage(visit)
        case .reasons: return try await reasonsPage(visit)
        case .settings: return try await settingsPage(visit)
        case nil: break
        }
        if path == "/work.csv" { return try await workTable(query: query, visit: visit) }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if segments.count == 2, segments.first == "leads", let key = segments.last {
            return try await leadPage(String(key), visit: visit)
        }
        throw APIError(.notFound, "there is no page here", advice: "begin with the summary")
    }

    func act(_ path: String, form: PageForm, visit: PageVisit) async throws -> Response {
        switch path {
        case "/log-out": return logOut(visit)
        case "/act": return try await act(form, visit: visit)
        default: throw APIError(.notFound, "nothing can be sent to this address")
        }
    }
}
