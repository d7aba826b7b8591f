import Sequencing

/// What stands around every page: head, navigation, who is logged in.
struct PageFrame: Sendable {
    var title: String
    var style: String
    var mark: String
    /// Nil before log-in.
    var user: User?
    var notice: Notice?

    struct User: Sendable {
        var name: String
        var role: String
        var formToken: String
        var views: [Link]
        var tools: [Link]
    }

    struct Link: Sendable {
        var path: String
        var title: String
        var isHere: Bool
    }

    struct Notice: Sendable {
        var isDone: Bool
        var text: String
        var advice: String?
    }
}

/// The places of the navigation.
enum PagePlace: String, CaseIterable, Sendable {
    case summary = "/"
    case work = "/work"
    case reps = "/reps"
    case reasons = "/reasons"
    case settings = "/settings"

    var title: String {
        switch self {
        case .summary: "Summary"
        case .work: "Work list"
        case .reps: "Reps"
        case .reasons: "Reasons"
        case .settings: "Settings"
        }
    }
}

/// The person at the page, as a template shows them.
extension PageFrame.User {
    init(caller: Caller, rep: Rep?, formToken: String, here: PagePlace?) {
        let links = PagePlace.allCases.map {
            PageFrame.Link(path: $0.rawValue, title: $0.title, isHere: $0 == here)
        }
        self.init(
            name: rep?.fullName ?? caller.name, role: caller.access.title, formToken: formToken,
            views: links.filter { $0.path != PagePlace.settings.rawValue },
            tools: links.filter { $0.path == PagePlace.settings.rawValue })
    }
}
