import API
import Sequencing

extension RepView: Listed {
    static var columns: [Table.Column] {
        [
            .text("rep"), .text("name", least: 8), .text("role"), .text("team"),
            .text("away", least: 20),
        ]
    }

    static var noneText: String {
        "No reps. Add some to the configuration (docs/configuration.md)."
    }

    func cells(on page: TextPage) -> [Table.Cell] {
        let words = absences.map { $0.words(on: page) }.joined(separator: "; ")
        return [
            .init(name, .cyan), .init(fullName), .init(access.rawValue), .init(team ?? "–"),
            .init(words.isEmpty ? "–" : words, worker == name ? .plain : .yellow),
        ]
    }
}

extension RepView: Rendered {
    func render(on page: inout TextPage) {
        let words = absences.map { [page] in $0.words(on: page) }
        page.line(
            page.pen.paint(SafeText.line(name), .cyan) + " "
                + SafeText.line(
                    words.isEmpty ? "is there" : "is away " + words.joined(separator: "; ")))
    }
}

extension AbsenceView {
    fileprivate func words(on page: TextPage) -> String {
        "\(page.absolute(from)) to \(page.absolute(until))"
            + (delegate.map { ", \($0) stands in" } ?? ", nobody stands in")
    }
}
