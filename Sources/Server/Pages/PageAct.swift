import API
import Hummingbird
import Sequencing
import Store

/// What somebody asks for by a form: one verb, and the hand-offs that it is for.
struct PageAct: Equatable, Sendable {
    enum Verb: Equatable, Sendable {
        case accept
        case resume
        case assign(to: String)
        /// The day on which a recycled lead comes back; nil where none was named.
        case dispose(Disposition, wake: LocalDate?, why: String?)
        case enroll(in: String)
        case settle(DeliveryID, DeliveryEvent.Settlement, mayBeSecondCopy: Bool)
        case report(TaskID, outcome: String, note: String?)
    }

    /// As many as a person can have looked at.
    static let mostHandOffs = 500

    var verb: Verb
    var handOffs: [HandOffID]
    /// Where the browser goes afterwards.
    var back: String
    /// Whether the reader has seen what it will do.
    var isConfirmed: Bool

    init(_ form: PageForm) throws(APIError) {
        back = Self.safePath(form["back"])
        isConfirmed = form["confirmed"] == "yes"
        // The button of one row, which names all that there is to it.
        if let one = form["one"] {
            let words = one.split(separator: " ").map(String.init)
            handOffs = try Self.handOffs(words.count > 1 ? [words[1]] : [])
            verb = try Self.verb(words.first ?? "", form, sequence: words.dropFirst(2).first)
            isConfirmed = true
        } else {
            handOffs = try Self.handOffs(form.all("handOff"))
            verb = try Self.verb(form["act"] ?? "", form, sequence: form["sequence"])
        }
    }

    private static func handOffs(_ texts: [String]) throws(APIError) -> [HandOffID] {
        var ids: [HandOffID] = []
        for text in texts {
            guard let id = HandOffID(typed: text) else {
                throw APIError(.usage, "“\(text)” is no hand-off")
            }
            ids.append(id)
        }
        guard !ids.isEmpty else {
            throw APIError(.usage, "no lead is ticked", advice: "tick some, then choose again")
        }
        guard ids.count <= mostHandOffs else {
            throw APIError(
                .usage, "\(ids.count) leads at once are too many",
                advice: "tick at most \(mostHandOffs)")
        }
        return ids
    }

    private static func verb(
        _ word: String, _ form: PageForm, sequence: String?
    ) throws(APIError) -> Verb {
        switch word {
        case "accept": return .accept
        case "resume": return .resume
        case "assign":
            guard let owner = form["owner"], !owner.isEmpty else {
                throw APIError(.usage, "no rep is chosen", advice: "choose who gets the lead")
            }
            return .assign(to: owner)
        case "enroll":
            guard let sequence, !sequence.isEmpty else {
                throw APIError(.usage, "no sequence is chosen", advice: "choose one")
            }
            return .enroll(in: sequence)
        case "dispose": return try disposal(form)
        case "settle":
            guard let delivery = form["delivery"].flatMap({ DeliveryID(typed: $0) }),
                let settlement = form["settlement"].flatMap(DeliveryEvent.Settlement.init)
            else { throw APIError(.usage, "nothing is chosen", advice: "say what became of it") }
            return .settle(delivery, settlement, mayBeSecondCopy: form["second"] == "yes")
        case "report":
            guard let task = form["task"].flatMap({ TaskID(typed: $0) }),
                let outcome = form["outcome"], !outcome.isEmpty
            else {
                throw APIError(.usage, "no outcome is chosen", advice: "say what came of the task")
            }
            return .report(task, outcome: outcome, note: filled("why", form))
        default: throw APIError(.usage, "“\(word)” can’t be done here")
        }
    }

    private static func disposal(_ form: PageForm) throws(APIError) -> Verb {
        guard let disposition = form["disposition"].flatMap(Disposition.init) else {
            throw APIError(.usage, "no judgement is chosen", advice: "choose how the lead ended")
        }
        let day = form["wake"].flatMap { $0.isEmpty ? nil : $0 }
        let wake = day.flatMap { LocalDate(text: $0) }
        guard day == nil || wake != nil else {
            throw APIError(.usage, "“\(day ?? "")” is no day", advice: "write one: 2026-12-01")
        }
        return .dispose(disposition, wake: wake, why: filled("why", form))
    }

    /// Nil when nothing was written.
    private static func filled(_ name: String, _ form: PageForm) -> String? {
        form[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }

    /// A path of ours, or the summary: nobody is led elsewhere, and nothing gets into the header.
    static func safePath(_ text: String?) -> String {
        let allowed = "-._~/?&=%"
        guard let text, text.utf8.count <= 2000,
            text == "/" || text.hasPrefix("/work") || text.hasPrefix("/leads/"),
            !text.contains("//"), !text.contains(".."),
            text.unicodeScalars.allSatisfy({
                $0.isASCIILetterOrDigit || allowed.unicodeScalars.contains($0)
            })
        else { return "/" }
        return text
    }

    /// What can't be taken back, and what moves many, is shown before it is done.
    var needsConfirmation: Bool {
        switch verb {
        case .dispose: true
        case .accept, .resume, .assign, .enroll: handOffs.count > 1
        case .settle, .report: false
        }
    }
}
