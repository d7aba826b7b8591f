import API

/// A value that is a row of a list.
protocol Listed: Codable, Sendable {
    static var columns: [Table.Column] { get }
    /// What is said when there is none, with what to run.
    static var noneText: String { get }

    func cells(on page: TextPage) -> [Table.Cell]
}

extension Page: Rendered where Item: Listed {
    func render(on page: inout TextPage) {
        guard !items.isEmpty else {
            page.line(Item.noneText)
            return
        }
        let rows = items.map { [page] in $0.cells(on: page) }
        page.table(Item.columns, rows)
        if more {
            page.line()
            page.line(
                "There are more than these \(items.count): narrow the filters or raise --limit.")
        }
    }
}
