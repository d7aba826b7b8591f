import API
import Sequencing

extension TaskView: Listed {
    static var columns: [Table.Column] {
        [
            .text("id"), .text("what"), .text("lead", least: 16), .text("company", least: 10),
            .text("reach by", least: 14), .text("rep"), .text("due", least: 16), .text("state"),
            .text("script", least: 20),
        ]
    }

    static var noneText: String { "No tasks: nothing waits for a person." }

    func cells(on page: TextPage) -> [Table.Cell] {
        let isLate = state == .open && dueAt.instant < page.now
        let contact: String? =
            switch channel {
            case .call: phone
            case .linkedIn: linkedin
            case .email, .task: email
            }
        return [
            .init("\(id)", .cyan), .init(what),
            .init(name), .init(company), .init(contact), .init(rep),
            .init(page.time(dueAt), isLate ? .red : .plain), .init(outcome ?? state.rawValue),
            .init(script),
        ]
    }
}

extension TaskView {
    private var what: String {
        if let reply { return "answer \(reply)" }
        return channel == .email && enrollment != nil ? "review e-mail" : channel.rawValue
    }
}

extension TaskView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(id) \(channel.rawValue) with \(name)")
        page.pairs([
            ("state", state.rawValue), ("outcome", outcome), ("note", note),
            ("lead", "\(lead) \(email)"), ("company", company), ("phone", phone),
            ("linkedin", linkedin), ("due", page.time(dueAt)), ("expires", page.time(expiresAt)),
            ("enrollment", enrollment.map { "\($0)" }), ("reply", reply.map { "\($0)" }),
            ("closed", page.time(closedAt)), ("by", closedBy),
            (
                "run",
                state == .open && channel == .email && enrollment != nil
                    ? "thirdtouch task approve \(id)" : nil
            ),
        ])
        page.line()
        page.block(script)
    }
}
