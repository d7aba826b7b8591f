import API
import ArgumentParser
import Sequencing

/// Walks a manager through the work list, one key a step (`report touch-gap --fix`).
///
/// Each key is a command that could as well be typed, and runs as that: through the daemon, as the person at the
/// terminal, with its own refusals.
struct FixWalk {
    private enum Step {
        /// The row is dealt with, or left.
        case next
        /// Something was shown, or nothing came of it: the same row again.
        case again
        case quit
    }

    let context: CommandContext
    let shared: SharedOptions
    let readKey: () -> Character?
    let ask: (String) -> String?

    private var counts: [FixOffer.Key: Int] = [:]
    private var refused = 0
    private var left = 0
    private var sequences: [String]?

    /// Throws where nobody sits at a terminal.
    init(_ context: CommandContext, _ shared: SharedOptions) throws {
        guard context.terminal.isTerminal, let readKey = context.readKey, let ask = context.ask
        else {
            throw CommandFailure(
                .refused, "--fix asks a person at a terminal, and there is none here.",
                advice: "for many at once: thirdtouch report touch-gap --do “assign REP” --yes; "
                    + "for a program: thirdtouch report touch-gap --json")
        }
        self.context = context
        self.shared = shared
        self.readKey = readKey
        self.ask = ask
    }

    mutating func run(_ report: TouchGapView) {
        let reps = report.reps.compactMap(\.rep)
        var rows = report.rows[...]
        walk: while let row = rows.first {
            show(row, place: report.rows.count - rows.count + 1, of: report.rows.count)
            var step = Step.again
            while case .again = step { step = take(row, reps: reps) }
            if case .quit = step { break walk }
            rows = rows.dropFirst()
        }
        left = rows.count
        sum(up: report)
    }

    // MARK: One row

    private func show(_ row: WorkListRow, place: Int, of count: Int) {
        var page = TextPage(now: context.now, zone: context.zone, terminal: context.terminal)
        page.line()
        page.line(page.pen.paint("\(place) of \(count)", .faint))
        row.render(on: &page)
        if !row.evidence.isEmpty {
            page.paragraph("evidence: \(row.evidence.joined(separator: ", "))", indent: 5)
        }
        offers(row, on: &page)
        context.write(page.text)
    }

    private func offers(_ row: WorkListRow, on page: inout TextPage) {
        for offer in FixOffer.all(for: row) {
            page.line(
                "  \(page.pen.paint(String(offer.key.rawValue), .cyan))  "
                    + SafeText.line(offer.command))
        }
        let others = [FixOffer.Key.skip, .quit, .help].map { "\($0.rawValue) \($0.word)" }
        page.line("  \(others.joined(separator: "   "))")
    }

    private mutating func take(_ row: WorkListRow, reps: [String]) -> Step {
        context.write("> ")
        guard let character = readKey() else {
            context.write("\n")
            return .quit
        }
        guard let key = FixOffer.Key(rawValue: character) else {
            context.write("\n  There is no key for that here; ? for help.\n")
            return .again
        }
        context.write("\(key.rawValue)\n")
        switch key {
        case .quit: return .quit
        case .skip:
            counts[.skip, default: 0] += 1
            return .next
        case .help:
            help(row)
            return .again
        case .fix, .assign, .resume, .enroll, .settle, .dispose, .explain:
            guard let offer = FixOffer.all(for: row).first(where: { $0.key == key }) else {
                context.write("  \(key.rawValue) does nothing for this one; ? for help.\n")
                return .again
            }
            return run(offer, row: row, reps: reps)
        }
    }

    private func help(_ row: WorkListRow) {
        let known = Set(FixOffer.all(for: row).map(\.key))
        let lines = FixOffer.Key.allCases.map { key in
            let isHere = known.contains(key) || [.skip, .quit, .help].contains(key)
            return "  \(key.rawValue)  \(key.meaning)\(isHere ? "" : " (not for this one)")\n"
        }
        context.write(lines.joined())
    }

    // MARK: One act

    private mutating func run(
        _ offer: FixOffer, row: WorkListRow, reps: [String]
    ) -> Step {
        var answers: [String] = []
        for blank in offer.template.blanks {
            guard let answer = answer(to: blank, reps: reps) else {
                context.write("  Nothing was done.\n")
                return .again
            }
            answers.append(answer)
        }
        var arguments = offer.template.arguments(answers)
        if answers.contains(Disposition.recycled.rawValue), arguments.contains("dispose") {
            guard let day = line("On which day does it come back? (2027-01-15) ") else {
                context.write("  Nothing was done.\n")
                return .again
            }
            arguments += ["--wake", day]
        }
        guard execute(arguments) else {
            refused += 1
            return .again
        }
        guard !offer.template.onlyShows else { return .again }
        counts[offer.key, default: 0] += 1
        tellOutcome(of: row)
        return .next
    }

    /// Runs it as if it had been typed; false when it was refused, which has been said then.
    private func execute(_ arguments: [String]) -> Bool {
        let socket = shared.socket.map { ["--socket", $0] } ?? []
        return Thirdtouch.run(arguments + socket, context) == CommandExit.done.rawValue
    }

    /// How the hand-off stands now, where it can be asked.
    private func tellOutcome(of row: WorkListRow) {
        let filter = TouchGapFilter(lead: "\(row.lead)")
        // Why the error is dropped: the act itself was done and shown; this is one line more.
        guard let report = try? context.client(shared).get(Routes.touchGap, query: filter.query)
        else { return }
        if let now = report.rows.first(where: { $0.handOff == row.handOff }) {
            let why = now.reason.map { ", \($0.rawValue)" } ?? ""
            context.write("  Still on the list: \(now.class.rawValue)\(why).\n")
        } else {
            context.write("  No longer a gap.\n")
        }
    }

    // MARK: What a person has to say

    private mutating func answer(
        to blank: CommandTemplate.Blank, reps: [String]
    ) -> String? {
        switch blank {
        case .rep: return line("Which rep? \(listed(reps))")
        case .sequence: return line("Which sequence? \(listed(sequenceNames()))")
        case .address: return line("Which address is right? ")
        case .day: return line("Which day? (2027-01-15) ")
        case .file: return line("Which file? ")
        case .value(let flag):
            return line("What is its \(flag.drop { $0 == "-" }.replacing("-", with: " "))? ")
        case .outcome: return choice(Disposition.allCases.map(\.rawValue), "What came of it?")
        case .choice(let words): return choice(words, "Which?")
        }
    }

    private func listed(_ words: [String]) -> String {
        words.isEmpty ? "" : "(\(words.joined(separator: ", "))) "
    }

    /// Empty is nil: nothing shall be done.
    private func line(_ question: String) -> String? {
        let answer = ask("  \(question)")?.filter { !$0.isNewline }
        let trimmed = answer.map { $0.trimmingPrefix { $0 == " " } }.map(String.init) ?? ""
        return trimmed.isEmpty ? nil : trimmed
    }

    /// One of the words, or the beginning of one alone.
    private func choice(_ words: [String], _ question: String) -> String? {
        while let answer = line("\(question) (\(words.joined(separator: ", "))) ") {
            let fitting = words.filter { $0 == answer }
            let beginning = words.filter { $0.hasPrefix(answer) }
            if let word = fitting.first ?? (beginning.count == 1 ? beginning.first : nil) {
                return word
            }
            context.write(
                beginning.isEmpty
                    ? "  “\(SafeText.line(answer))” is none of them.\n"
                    : "  That may be \(beginning.joined(separator: " or ")).\n")
        }
        return nil
    }

    private mutating func sequenceNames() -> [String] {
        if let sequences { return sequences }
        // Why the error is dropped: the names help to answer, and the daemon judges the answer.
        let names = (try? context.client(shared).get(Routes.sequences))?.items.map(\.name) ?? []
        sequences = names
        return names
    }

    // MARK: The end

    private func sum(up report: TouchGapView) {
        var words = FixOffer.Key.allCases.compactMap { key in
            counts[key].map { "\($0) \(key.done)" }
        }
        if refused > 0 { words.append("\(refused) refused") }
        if left > 0 { words.append("\(left) left") }
        if report.rows.isEmpty { words = ["the work list is empty"] }
        context.write(
            "\n\(words.isEmpty ? "Nothing was done." : "Done: \(words.joined(separator: ", ")).")\n"
        )
        if report.more {
            context.write("There are more than these \(report.rows.count): run it again.\n")
        }
    }
}

extension FixOffer.Key {
    fileprivate var word: String {
        switch self {
        case .skip: "skip"
        case .quit: "quit"
        case .help: "help"
        case .fix, .assign, .resume, .enroll, .settle, .dispose, .explain: meaning
        }
    }
}
