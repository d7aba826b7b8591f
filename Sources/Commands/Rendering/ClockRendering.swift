import API
import Sequencing

extension HandOffClock {
    var words: String {
        switch self {
        case .givenToOwned: "given, owned"
        case .ownedToAccepted: "owned, accepted"
        case .givenToFirstTouch: "given, first touch"
        case .acceptedToHumanTouch: "accepted, touched by a person"
        case .touchToTouch: "touch, next touch"
        case .replyToAnswer: "reply, answer"
        case .givenToMinimum: "given, minimum"
        case .givenToDisposition: "given, disposition"
        }
    }
}

extension GapSeverity {
    var words: String {
        switch self {
        case .late: "late"
        case .urgent: "urgent: stuck for more than a working week"
        case .critical: "critical: nobody has touched it for a month"
        }
    }
}

extension [ClockView] {
    func render(on page: inout TextPage) {
        guard !isEmpty else { return }
        page.heading("Clocks")
        page.table(
            [
                .text("from, to"), .text("begun"), .text("by the wall"), .text("in open hours"),
                .text("limit"), .text("how it stands"),
            ], map { [page] in $0.cells(on: page) })
    }
}

extension ClockView {
    fileprivate func cells(on page: TextPage) -> [Table.Cell] {
        let number = number.map { " \($0)" } ?? ""
        let running = stoppedAt == nil ? ", running" : ""
        let (word, ink): (String, Pen.Ink) =
            switch standing {
            case .unjudged: ("", .plain)
            case .kept: ("kept", .green)
            case .late: ("late", .yellow)
            case .broken: ("broken", .red)
            }
        return [
            .init(clock.words + number), .init(page.absolute(startedAt), .faint),
            .init(TextPage.span(minutes: minutes) + running),
            .init(TextPage.span(minutes: businessMinutes)),
            .init(limitAt.map { page.absolute($0) } ?? "–"), .init(word, ink),
        ]
    }
}
