import API
import Hummingbird
import Sequencing
import Store

/// Forms into the calls that the API's routes make, with the same refusals.
extension PageResponder {
    func act(_ form: PageForm, visit: PageVisit) async throws -> Response {
        let act: PageAct
        do {
            act = try PageAct(form)
        } catch {
            access.leave(
                PageAccess.Notice(
                    isDone: false, text: "Nothing was changed: \(error.message).",
                    advice: error.advice.asSentence), in: visit.token)
            return redirect(to: PageAct.safePath(form["back"]))
        }
        if act.needsConfirmation, !act.isConfirmed {
            return try await confirmPage(act, form: form, visit: visit)
        }
        var (done, said): ([String], [String]) = ([], [])
        var refusals: [(text: String, advice: String)] = []
        for handOff in act.handOffs {
            do {
                let outcome = try await carryOut(act.verb, on: handOff, visit: visit)
                done.append(outcome.text)
                said += outcome.advice
            } catch {
                let error = APIError(error)
                refusals.append((error.message, error.advice))
            }
        }
        access.leave(Self.notice(done, said: said, refusals: refusals), in: visit.token)
        return redirect(to: act.back)
    }

    /// What one hand-off's reader is told.
    private struct Outcome: Sendable {
        var text: String
        var advice: [String] = []

        init(text: String) { self.text = text }

        init(_ text: String, _ reply: HandOffReply) {
            self.text = text
            advice = reply.advice.map(\.text)
        }
    }

    private func carryOut(
        _ verb: PageAct.Verb, on handOff: HandOffID, visit: PageVisit
    ) async throws -> Outcome {
        let subject = try await subject(of: handOff, caller: visit.caller)
        func asked<Body: Sendable>(_ body: Body, _ parameters: [String: String]) -> Asked<Body> {
            Asked(body: body, query: [], parameters: parameters, caller: visit.caller)
        }
        let key = ["key": "\(handOff)"]
        switch verb {
        case .accept:
            return Outcome(
                "\(subject.name) is accepted", try await parts.accept(asked(NoBody(), key)))
        case .assign(let owner):
            let reply = try await parts.assign(asked(AssignRequest(owner: owner), key))
            return Outcome("\(subject.name) belongs to \(visit.name(of: owner)) now", reply)
        case .dispose(let disposition, let wake, let why):
            // The morning of that day, where the reader is.
            let wakeAt = wake.map {
                Timestamp(
                    visit.clock.zone.instant(
                        LocalDateTime(date: $0, time: LocalTime(hour: 8, minute: 0))))
            }
            let reply = try await parts.dispose(
                asked(DisposeRequest(disposition: disposition, wakeAt: wakeAt, why: why), key))
            return Outcome("\(subject.name) is closed as “\(disposition.title)”", reply)
        case .resume:
            if let disposition = subject.closedAs {
                throw APIError(
                    .notNow, "\(subject.name): \(handOff) was closed as \(disposition.rawValue)",
                    advice: "look again")
            }
            guard let enrollment = subject.enrollment else {
                throw APIError(
                    .notNow, "\(subject.name) is on no sequence", advice: "enroll the lead")
            }
            let view = try await parts.resume(asked(NoBody(), ["id": "\(enrollment)"]))
            return Outcome(text: "\(subject.name) goes on: \(view.stateText)")
        case .enroll(let sequence):
            let reply = try await parts.enroll(
                asked(EnrollRequest(leads: ["\(handOff)"], sequence: sequence), [:]))
            if let refusal = reply.items.first?.refusal {
                throw APIError(
                    .notNow, "\(subject.name): \(refusal.message)", advice: refusal.advice)
            }
            return Outcome(text: "\(subject.name) is on \(sequence)")
        case .settle(let delivery, let settlement, let mayBeSecondCopy):
            let reply = try await parts.settle(
                asked(
                    SettleRequest(settlement: settlement, mayBeSecondCopy: mayBeSecondCopy),
                    ["id": "\(delivery)"]))
            return Outcome(text: "\(delivery) is \(reply.delivery.state.rawValue) now")
        case .report(let task, let outcome, let note):
            let view = try await parts.done(
                asked(TaskDoneRequest(outcome: outcome, note: note), ["id": "\(task)"]))
            return Outcome(
                text: "\(view.id) of \(subject.name) is done: \(view.outcome ?? outcome)")
        }
    }

    /// The person behind a hand-off, if the caller may see them.
    private struct Subject: Sendable {
        var name: String
        var account: String?
        var owner: String?
        var closedAs: Disposition?
        /// Of this hand-off, and not over.
        var enrollment: EnrollmentID?
    }

    private func subject(of id: HandOffID, caller: Caller) async throws -> Subject {
        try await parts.views { views in
            let record = try views.store.handOff(id)
            try caller.mustReach(owner: record.owner, what: "\(id)")
            let lead = try views.store.lead(record.lead)
            let live = try views.store.enrollments(
                state: nil, sequence: nil, lead: lead.id, rep: nil, limit: 20
            ).first { $0.state.name != .ended && $0.handOff == id }
            return Subject(
                name: lead.displayName, account: lead.fields["company"], owner: record.owner,
                closedAs: record.disposition, enrollment: live?.id)
        }
    }

    private static func notice(
        _ done: [String], said: [String], refusals: [(text: String, advice: String)]
    ) -> PageAccess.Notice {
        let shown = 5
        var sentences: [String] = []
        if done.count > shown {
            sentences.append("\(done.count.of("lead")): done.")
        } else {
            sentences += done.map { "\($0)." }
        }
        sentences += Array(Set(said)).sorted().prefix(shown).map { "\($0.asSentence)." }
        if !refusals.isEmpty {
            sentences.append(
                done.isEmpty
                    ? "Nothing was changed." : "\(refusals.count.of("lead")) refused.")
            sentences += refusals.prefix(shown).map { "\($0.text.asSentence)." }
        }
        return PageAccess.Notice(
            isDone: refusals.isEmpty, text: sentences.joined(separator: " "),
            advice: refusals.first?.advice.asSentence ?? "")
    }

    private func confirmPage(
        _ act: PageAct, form: PageForm, visit: PageVisit
    ) async throws -> Response {
        var lines: [ConfirmPage.Line] = []
        for id in act.handOffs {
            let subject = try await subject(of: id, caller: visit.caller)
            lines.append(
                ConfirmPage.Line(
                    handOff: "\(id)", name: subject.name, account: subject.account,
                    owner: visit.name(of: subject.owner)))
        }
        let page = ConfirmPage(act, lines: lines, form: form, visit: visit)
        return html(.confirm, page, title: page.question, visit: visit)
    }
}

/// What will be done, before it is.
struct ConfirmPage: Sendable {
    var question: String
    var note: String?
    var button: String
    var lines: [Line]
    var back: String
    var fields: [Field]
    /// Whether a day is asked for here.
    var wantsDay: Bool
    var isDisposal: Bool

    struct Line: Sendable {
        var handOff: String
        var name: String
        var account: String?
        var owner: String
    }

    struct Field: Sendable {
        var name: String
        var value: String
    }

    init(_ act: PageAct, lines: [Line], form: PageForm, visit: PageVisit) {
        self.lines = lines
        back = act.back
        let count = lines.count.of("lead")
        (wantsDay, isDisposal, note) = (false, false, nil)
        switch act.verb {
        case .accept: (question, button) = ("Accept \(count)?", "Accept")
        case .resume: (question, button) = ("Let \(count) go on?", "Resume")
        case .assign(let owner):
            let name = visit.name(of: owner)
            (question, button) = ("Give \(count) to \(name)?", "Give to \(name)")
        case .enroll(let sequence):
            (question, button) = ("Enroll \(count) in \(sequence)?", "Enroll")
        case .dispose(let disposition, let wake, let why):
            question = "Close \(count) as “\(disposition.title)”?"
            button = "Close"
            note = "What is still planned for them ends. This can’t be taken back."
            wantsDay = disposition == .recycled && wake == nil
            isDisposal = why == nil
        case .settle: (question, button) = ("Settle?", "Settle")
        case .report: (question, button) = ("Done?", "Done")
        }
        // All but what this page sets itself; a wish for a note or a day is asked for anew.
        let own = Set(
            ["token", "confirmed", "handOff", "back"] + (wantsDay ? ["wake"] : [])
                + (isDisposal ? ["why"] : []))
        fields = form.fields.filter { !own.contains($0.name) }.map {
            Field(name: $0.name, value: $0.value)
        }
    }
}
