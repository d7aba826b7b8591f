import API
import Sequencing

extension DoubtView {
    func lines(on page: TextPage) -> [(String, String?)] {
        [
            ("dot left", page.time(committedAt) ?? "not known"),
            ("server said", serverSaid ?? "nothing"), ("sent folder", sent.sentence(on: page)),
            ("quoted by", Self.list(quotedBy) ?? "nothing"),
            ("also came", Self.list(otherReplies)),
        ]
    }

    private static func list(_ replies: [ReplyID]) -> String? {
        replies.isEmpty ? nil : replies.map { "\($0)" }.joined(separator: ", ")
    }
}

extension SentView {
    fileprivate func sentence(on page: TextPage) -> String {
        let time = page.time(at) ?? "never"
        return switch state {
        case .holds: "a copy was found in \(folder ?? "it"), \(time)"
        case .lacks: "no copy; read to the end since, \(time)"
        case .unread: "not read to the end since; last \(time)"
        case .silent: "no copy, read \(time); which proves nothing: \(habit.sentence)"
        }
    }
}

extension SentHabit {
    var sentence: String {
        switch self {
        case .keepsCopies: "the server keeps copies of what it sends"
        case .renamesCopies: "the server gives its copies other Message-IDs"
        case .keepsNone: "the server keeps no copies of what it sends"
        case .unknown: "nobody knows whether the server keeps copies"
        }
    }
}

extension SettleReply: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(delivery.id) \(delivery.subject)")
        page.pairs(
            [("it was", "in doubt: \(before.text)")] + before.lines(on: page)
                + [("it is now", delivery.state.rawValue)])
        guard !changes.isEmpty else { return }
        page.line()
        for change in changes {
            page.line("  \(page.absolute(change.at))  \(SafeText.line(change.why))")
        }
    }
}
