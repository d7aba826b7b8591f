package import API
import ArgumentParser
package import Sequencing

/// What `--do` says: one act for every row of the filtered work list.
package enum BulkAct: Equatable, Sendable {
    case assign(rep: String)
    case enroll(sequence: String)
    case resume
    case dispose(Disposition)
    /// Sent or dropped; a second copy is decided one by one.
    case settle(DeliveryEvent.Settlement)
    /// What the report proposes for each, where nobody has to say anything.
    case proposed

    static let forms =
        "“assign REP”, “enroll SEQUENCE”, “resume”, “dispose OUTCOME”, “settle sent”, “settle drop” "
        + "or “proposed”"

    package init(typed text: String) throws {
        let words = text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("assign", 2): self = .assign(rep: words[1])
        case ("enroll", 2): self = .enroll(sequence: words[1])
        case ("resume", 1): self = .resume
        case ("proposed", 1): self = .proposed
        case ("dispose", 2):
            guard let outcome = Disposition(rawValue: words[1]), outcome != .recycled else {
                throw ValidationError(
                    "“\(words[1])” is no outcome for many; use one of: "
                        + Disposition.allCases.filter { $0 != .recycled }.map(\.rawValue)
                        .joined(separator: ", ") + ".")
            }
            self = .dispose(outcome)
        case ("settle", 2):
            guard let word = DeliveryEvent.Settlement(rawValue: words[1]), word != .resend else {
                throw ValidationError(
                    "“\(words[1])” can't be said of many e-mails; use sent or drop, or decide one by "
                        + "one with --fix.")
            }
            self = .settle(word)
        default: throw ValidationError("“\(text)” is no act; write \(Self.forms).")
        }
    }

    /// What would be typed for a row, or why nothing can be done with it.
    package func command(for row: WorkListRow) -> Result<String, Obstacle> {
        switch self {
        case .assign(let rep):
            return .success("thirdtouch lead assign \(row.handOff) --to \(ShellWord.quoted(rep))")
        case .enroll(let sequence):
            return .success(
                "thirdtouch enroll \(row.handOff) --sequence \(ShellWord.quoted(sequence))")
        case .dispose(let outcome):
            return .success("thirdtouch lead dispose \(row.handOff) --as \(outcome.rawValue)")
        case .resume:
            return offer(.resume, of: row, why: "it has no pause that a person can end")
        case .settle(let word):
            guard row.reason == .deliveryInDoubt,
                let delivery = row.evidence.first(where: { $0.first == "D" })
            else { return .failure(Obstacle(why: "no e-mail of it is in doubt")) }
            return .success("thirdtouch delivery settle \(delivery) \(word.rawValue)")
        case .proposed: return proposed(row)
        }
    }

    private func offer(
        _ key: FixOffer.Key, of row: WorkListRow, why: String
    ) -> Result<String, Obstacle> {
        // What the report proposes may be just that.
        let offers = FixOffer.all(for: row)
        let command =
            offers.first { $0.key == key }?.command
            ?? row.command.flatMap { $0.contains(" enrollment \(key.verb) ") ? $0 : nil }
        return command.map { .success($0) } ?? .failure(Obstacle(why: why))
    }

    private func proposed(_ row: WorkListRow) -> Result<String, Obstacle> {
        guard let command = row.proposal, let template = CommandTemplate(command) else {
            return .failure(Obstacle(why: "no command of thirdtouch moves it"))
        }
        if !template.blanks.isEmpty {
            return .failure(Obstacle(why: "a person has to say something: \(command)"))
        }
        if template.onlyShows {
            return .failure(Obstacle(why: "a person has to look: \(command)"))
        }
        return .success(command)
    }

    package struct Obstacle: Error, Equatable, Sendable {
        package var why: String
    }
}

extension FixOffer.Key {
    fileprivate var verb: String { self == .resume ? "resume" : "" }
}

/// What `--do` would do, did, and could not do (docs/api.md).
package struct BulkView: Codable, Equatable, Sendable {
    package struct Line: Codable, Equatable, Sendable {
        package var lead: LeadID
        package var email: String
        package var reason: TouchGapReason?
        /// Left out where nothing can be done.
        package var command: String?
        /// Why nothing can be done, or what the daemon said; left out where it was or will be done.
        package var refusal: String?
    }

    /// Nothing was changed.
    package var isPreview: Bool
    package var lines: [Line]
    /// There are more rows than were asked for.
    package var more: Bool

    package var doable: Int { lines.count { $0.refusal == nil } }
}

extension BulkView: Rendered {
    func render(on page: inout TextPage) {
        page.table(
            [.text("lead"), .text("e-mail", least: 14), .text("reason"), .text("", least: 20)],
            lines.map { line in
                [
                    .init("\(line.lead)", .cyan), .init(line.email),
                    .init(line.reason?.rawValue ?? "–"),
                    line.refusal.map { .init($0, .yellow) } ?? .init(line.command ?? ""),
                ]
            })
        if !lines.isEmpty { page.line() }
        let count = TextPage.count(doable, "lead", "leads")
        let refused = lines.count - doable
        let rest = refused == 0 ? "" : ", \(refused) can't"
        page.line(isPreview ? "\(count) would be changed\(rest)." : summary(refused))
        if more { page.line("There are more than these \(lines.count): raise --limit or filter.") }
    }

    private func summary(_ refused: Int) -> String {
        "\(doable) done" + (refused == 0 ? "." : ", \(refused) refused.")
    }
}

/// Does one act for every row, after it has shown what that means.
struct BulkRun {
    let act: BulkAct
    let context: CommandContext
    let shared: SharedOptions

    /// Throws `refused` when nothing was confirmed, or when anything was refused.
    func run(_ report: TouchGapView, isConfirmed: Bool) throws {
        var view = preview(of: report)
        if !isConfirmed {
            guard view.doable > 0 else {
                try context.show(view, shared)
                throw CommandFailure(.refused, "There is nothing to do.")
            }
            if shared.json || context.ask == nil {
                try context.show(view, shared)
                throw CommandFailure(
                    .refused, "Nothing was changed.", advice: "the same with --yes does it")
            }
            try context.confirm(
                "\(TextPage.count(view.doable, "lead", "leads")) will be changed.", known: view,
                orRun: "the same with --yes")
        }
        view.isPreview = false
        for index in view.lines.indices {
            guard let command = view.lines[index].command, view.lines[index].refusal == nil
            else { continue }
            view.lines[index].refusal = refusal(of: command)
        }
        try context.show(view, shared)
        if view.doable < view.lines.count { throw CommandFailure(.refused) }
    }

    private func preview(of report: TouchGapView) -> BulkView {
        BulkView(
            isPreview: true,
            lines: report.rows.map { row in
                var line = BulkView.Line(lead: row.lead, email: row.email, reason: row.reason)
                switch act.command(for: row) {
                case .success(let command): line.command = command
                case .failure(let obstacle): line.refusal = obstacle.why
                }
                return line
            }, more: report.more)
    }

    /// Runs it as if it had been typed, without its page; nil when it was done.
    private func refusal(of command: String) -> String? {
        guard let template = CommandTemplate(command) else { return "it is no command" }
        let (output, errors) = (Tape(), Tape())
        var quiet = context
        quiet.write = { output.text += $0 }
        quiet.writeError = { errors.text += $0 }
        quiet.ask = nil
        let socket = shared.socket.map { ["--socket", $0] } ?? []
        let status = Thirdtouch.run(template.arguments() + socket, quiet)
        guard status != CommandExit.done.rawValue else { return nil }
        // A refused enrollment is told on its page, everything else as an error.
        let said = errors.text.isEmpty ? output.text : errors.text
        return said.split(separator: "\n").map { SafeText.line(String($0)) }.joined(separator: " ")
            .trimmingPrefix("Error: ").description
    }

    private final class Tape { var text = "" }
}
