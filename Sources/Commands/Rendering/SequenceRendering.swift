import API
import Sequencing

extension SequenceView: Listed {
    static var columns: [Table.Column] {
        [
            .text("sequence"), .text("title", least: 20), .number("steps"), .text("channels"),
            .number("running"), .text("published", least: 16), .text("by"),
        ]
    }

    static var noneText: String {
        "No sequences are published. Publish one: thirdtouch sequence publish FILE"
    }

    func cells(on page: TextPage) -> [Table.Cell] {
        let channels = Channel.allCases.filter { channel in
            steps.contains { $0.channel == channel }
        }
        return [
            .init("\(name)@\(version)", .cyan), .init(title), .init(steps.count),
            .init(channels.map(\.rawValue).joined(separator: " ")), .init(running),
            .init(page.time(publishedAt)), .init(publishedBy),
        ]
    }
}

extension SequenceView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(name)@\(version)  \(title)")
        page.pairs([
            ("published", page.time(publishedAt)), ("by", publishedBy), ("running", "\(running)"),
        ])
        page.line()
        page.table(
            [
                .number("step"), .text("id"), .text("channel"), .text("when", least: 20),
                .text("what", least: 24),
            ],
            steps.map { step in
                [
                    .init(step.number), .init(step.id), .init(step.channel.rawValue),
                    .init(step.when), .init(step.summary),
                ]
            })
    }
}
