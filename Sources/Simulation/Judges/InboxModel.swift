import Sequencing

/// What each lead's inbox must hold at the end, reckoned from what the world did and saw, with none of the engine's
/// planning.
struct InboxModel {
    let ledger: Ledger
    let end: Instant

    func judge() -> [Violation] {
        ledger.enrolled.keys.sorted().flatMap { id -> [Violation] in
            guard let enrolled = ledger.enrolled[id] else { return [] }
            return mistakes(of: enrolled).map {
                Violation(promise: "model", what: "\(id): \($0)", at: end, lead: enrolled.person)
            }
        }
    }

    private func mistakes(of enrolled: Ledger.Enrolled) -> [String] {
        let arrived = enrolled.dots.filter(\.arrived).map(\.letter)
        var mistakes: [String] = []
        for step in Set(arrived.map(\.step)).sorted() {
            let copies = arrived.filter { $0.step == step }
            let asked = copies.reduce(0) { $0 + (ledger.resends[$1.messageID] ?? 0) }
            if copies.count > 1 + asked {
                mistakes.append("\(step) has come \(copies.count) times")
            }
        }
        let theirs = Set(enrolled.versions.flatMap { $0.mails.map(\.id) })
        for letter in arrived where !theirs.contains(letter.step) {
            mistakes.append("\(letter.step) was never meant for this lead")
        }
        var ranks = arrived.map { SimulatedSequence.rank($0.step) }
        ranks = ranks.enumerated().filter { $0.offset == 0 || ranks[$0.offset - 1] != $0.element }
            .map(\.element)
        if ranks != ranks.sorted(),
            !arrived.contains(where: { ledger.resends[$0.messageID] != nil })
        {
            mistakes.append("the messages came out of order: \(arrived.map(\.step))")
        }
        guard enrolled.obstacles.isEmpty, enrolled.at + patience(enrolled.versions[0]) <= end else {
            return mistakes
        }
        for mail in enrolled.versions[0].mails
        where !arrived.contains(where: { $0.step == mail.id }) {
            mistakes.append("nothing stood in the way of \(mail.id), and it has not come")
        }
        return mistakes
    }

    /// Long enough for every step, whatever weekends, holidays, caps, tasks and outages take.
    private func patience(_ sequence: SimulatedSequence) -> Duration {
        let delays = sequence.steps.reduce(Duration.zero) { sum, step in
            sum + length(step.after) + (step.callExpires.map { length($0) } ?? .zero) + .days(3)
        }
        return delays + .days(14)
    }

    private func length(_ span: Delay.Span) -> Duration {
        switch span.unit {
        case .minutes: .minutes(span.count)
        case .hours: .hours(span.count)
        case .days: .days(span.count)
        case .businessDays: .days(span.count * 2)
        }
    }
}
