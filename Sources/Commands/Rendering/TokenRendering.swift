import API
import Sequencing

extension TokenView: Listed {
    static var columns: [Table.Column] {
        [
            .text("name", least: 8), .text("may", least: 8), .text("made"), .text("by"),
            .text("last used"), .text("state"),
        ]
    }

    static var noneText: String {
        "No tokens. Make one: thirdtouch token add NAME --scope hand-off:write"
    }

    func cells(on page: TextPage) -> [Table.Cell] {
        [
            .init(name, .cyan), .init(scopes.map(\.rawValue).joined(separator: " ")),
            .init(page.relative(createdAt)), .init(createdBy),
            .init(lastUsedAt.map { page.relative($0) } ?? "never"),
            revokedAt.map { .init("revoked \(page.relative($0)) by \(revokedBy ?? "")", .faint) }
                ?? .init("live", .green),
        ]
    }
}

extension TokenView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("Token \(name)")
        page.pairs([
            ("may", scopes.map(\.rawValue).joined(separator: ", ")),
            ("made", page.time(createdAt).map { "\($0) by \(createdBy)" }),
            ("last used", page.time(lastUsedAt) ?? "never"),
            ("revoked", page.time(revokedAt).map { "\($0) by \(revokedBy ?? "")" }),
        ])
    }
}

extension NewTokenView: Rendered {
    func render(on page: inout TextPage) {
        token.render(on: &page)
        page.line()
        page.line(page.pen.paint(SafeText.line(secret), .bold))
        page.line()
        page.line("Keep it now: it is shown this once, and only its hash is stored.")
        page.line("It is sent as: Authorization: Bearer \(TokenView.example)")
    }
}

extension TokenView {
    fileprivate static var example: String { "tt_…" }
}
