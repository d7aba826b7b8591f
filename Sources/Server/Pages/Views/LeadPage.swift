import API
import Hummingbird
import Sequencing
import Store

/// One lead: where it stands, what to do about it, and everything that happened.
struct LeadPage: Sendable {
    var name: String
    var email: String
    var facts: [Fact]
    var standing: Standing?
    var next: String
    var nextAt: PageClock.Moment?
    var nextCommand: String?
    var decide: Decide?
    var handOffs: [HandOff]
    var hasHandOffs: Bool
    var enrollments: [Enrollment]
    var hasEnrollments: Bool
    var replies: [Reply]
    var hasReplies: Bool
    var events: [Event]
    var isCut: Bool
    /// Where a form comes back to.
    var back: String

    struct Fact: Sendable {
        var label: String
        var value: String
    }

    /// Of the newest hand-off.
    struct Standing: Sendable {
        var className: String
        var title: String
        var meaning: String
        var reason: String?
        var reasonText: String?
        var since: PageClock.Moment?
        var who: String?
        var whoNote: String?
        var command: String?
        var others: [Other]
        var hasOthers: Bool
    }

    struct Other: Sendable {
        var title: String
        var text: String
    }

    /// What can be done here and now; each part is left out where it can't.
    struct Decide: Sendable {
        var handOff: String
        var mayAccept: Bool
        var mayResume: Bool
        var mayDispose: Bool
        var mayEnroll: Bool
        var mayAssign: Bool
        var choices: WorkPage.Decide
        var doubt: Doubt?
        var tasks: [Task]
    }

    /// Something a person has to do, and what can come of it.
    struct Task: Sendable {
        var id: String
        var title: String
        var script: String
        var due: PageClock.Moment
        var outcomes: [WorkPage.Option]
        /// A message to be approved is read and changed elsewhere.
        var command: String?
    }

    /// A message that nobody knows the fate of.
    struct Doubt: Sendable {
        var delivery: String
        var text: String
    }

    struct HandOff: Sendable {
        var id: String
        var source: String
        var owner: String
        var given: PageClock.Moment
        var touches: String
        var className: String
        var standing: String
        var disposition: String?
    }

    struct Enrollment: Sendable {
        var id: String
        var sequence: String
        var rep: String
        var state: String
        var changed: PageClock.Moment
    }

    struct Reply: Sendable {
        var id: String
        var kind: String
        var subject: String
        var received: PageClock.Moment
    }

    struct Event: Sendable {
        var at: PageClock.Moment
        var what: String
        var actor: String
        var change: String?
        var why: String
        var evidence: String?
    }
}

extension LeadPage {
    init(
        _ story: ExplanationView, doubt: DeliveryView?, tasks: [TaskView],
        choices: WorkPage.Choices, visit: PageVisit
    ) {
        let lead = story.lead
        name = lead.displayName
        email = lead.email
        facts = Self.facts(lead, visit: visit)
        let newest = story.handOffs.first
        standing = newest.map { Standing($0, visit: visit) }
        next = story.next.text.asSentence
        nextAt = visit.clock.moment(story.next.at)
        // Said once.
        nextCommand = story.next.command == newest?.finding?.command ? nil : story.next.command
        decide = newest.flatMap {
            Decide($0, story: story, doubt: doubt, tasks: tasks, choices: choices, visit: visit)
        }
        handOffs = story.handOffs.map { HandOff($0, visit: visit) }
        hasHandOffs = !handOffs.isEmpty
        enrollments = story.enrollments.map { row in
            Enrollment(
                id: "\(row.id)", sequence: "\(row.sequence) v\(row.version)",
                rep: visit.name(of: row.rep), state: row.stateText.asSentence,
                changed: visit.clock.moment(row.changedAt.instant))
        }
        hasEnrollments = !enrollments.isEmpty
        replies = story.replies.map { row in
            Reply(
                id: "\(row.id)", kind: row.kind.rawValue, subject: row.subject,
                received: visit.clock.moment(row.receivedAt.instant))
        }
        hasReplies = !replies.isEmpty
        events = story.timeline.reversed().map { Event($0, visit: visit) }
        isCut = story.more
        back = "/leads/\(lead.id)"
    }

    private static func facts(_ lead: LeadView, visit: PageVisit) -> [Fact] {
        let all: [(String, String?)] = [
            ("Title", lead.fields.title), ("Company", lead.fields.company),
            ("Account", lead.account),
            ("Role", lead.role == .unknown ? nil : lead.role.rawValue),
            ("Tier", lead.tier?.rawValue),
            ("Owner", visit.name(of: lead.owner)), ("Source", lead.source),
            ("Phone", lead.fields.phone), ("LinkedIn", lead.fields.linkedin),
            ("Country", lead.fields.country), ("Time zone", lead.fields.zone),
        ]
        return all.compactMap { label, value in value.map { Fact(label: label, value: $0) } }
    }
}

extension LeadPage.Standing {
    init(_ handOff: HandOffView, visit: PageVisit) {
        let finding = handOff.finding
        let act = finding.map { visit.whoMustAct(party: $0.party, owner: handOff.owner) }
        self.init(
            className: handOff.standing.rawValue, title: handOff.standing.title,
            meaning: handOff.standing.meaning, reason: finding?.reason.title,
            reasonText: finding?.text.asSentence, since: visit.clock.moment(finding?.since),
            who: act?.who, whoNote: act?.note, command: finding?.command,
            others: handOff.secondary.map {
                LeadPage.Other(title: $0.reason.title, text: $0.text)
            }, hasOthers: !handOff.secondary.isEmpty)
    }
}

extension LeadPage.Decide {
    /// Nil for who only looks, and for a lead that may not be contacted.
    init?(
        _ handOff: HandOffView, story: ExplanationView, doubt: DeliveryView?, tasks: [TaskView],
        choices: WorkPage.Choices, visit: PageVisit
    ) {
        guard visit.mayMove, handOff.standing != .suppressed else { return nil }
        let live = story.enrollments.first { $0.state != .ended }
        let isOpen = handOff.disposition == nil
        self.init(
            handOff: "\(handOff.id)", mayAccept: isOpen && handOff.acceptedAt == nil,
            mayResume: live?.state == .paused, mayDispose: isOpen, mayEnroll: live == nil,
            mayAssign: visit.mayAssign && isOpen,
            choices: WorkPage.Decide(choices: choices, visit: visit),
            doubt: doubt.map { delivery in
                LeadPage.Doubt(
                    delivery: "\(delivery.id)",
                    text: (delivery.doubt?.text ?? "nobody knows whether it arrived").asSentence)
            }, tasks: tasks.map { LeadPage.Task($0, visit: visit) })
    }
}

extension LeadPage.Task {
    init(_ task: TaskView, visit: PageVisit) {
        let outcomes =
            task.reply == nil ? StepOutcomes.reported(on: task.channel) : [StepOutcomes.answered]
        let title =
            switch (task.reply, task.channel) {
            case (_?, _): "Answer \(task.name)"
            case (nil, .email): "An e-mail waits to be approved"
            case (nil, .call): task.phone.map { "Call \($0)" } ?? "Call"
            case (nil, .linkedIn): "LinkedIn"
            case (nil, .task): "Task"
            }
        self.init(
            id: "\(task.id)", title: title, script: task.script,
            due: visit.clock.moment(task.dueAt.instant),
            outcomes: outcomes.map {
                WorkPage.Option(
                    value: $0, title: $0.replacing("-", with: " ").asSentence,
                    isChosen: outcomes.count == 1)
            }, command: outcomes.isEmpty ? "thirdtouch task approve \(task.id)" : nil)
    }
}

extension LeadPage.HandOff {
    init(_ row: HandOffView, visit: PageVisit) {
        self.init(
            id: "\(row.id)", source: row.source ?? "unknown", owner: visit.name(of: row.owner),
            given: visit.clock.moment(row.givenAt.instant),
            touches: "\(row.touches.of("touch", "touches")) on \(row.channels.of("channel"))",
            className: row.standing.rawValue, standing: row.standing.title,
            disposition: row.disposition?.title)
    }
}

extension LeadPage.Event {
    init(_ line: HistoryLine, visit: PageVisit) {
        let change: String? =
            switch (line.from, line.to) {
            case (let from?, let to?): "\(from) → \(to)"
            case (nil, let to?): to
            case (let from?, nil): "was \(from)"
            case (nil, nil): nil
            }
        self.init(
            at: visit.clock.moment(line.at.instant),
            what: line.what.replacing("-", with: " ").asSentence,
            actor: visit.reps[line.actor]?.fullName ?? line.actor, change: change, why: line.why,
            evidence: line.evidence.isEmpty ? nil : line.evidence.joined(separator: ", "))
    }
}

extension PageResponder {
    func leadPage(_ key: String, visit: PageVisit) async throws -> Response {
        let asked = Asked(
            body: NoBody(), query: [], parameters: ["key": key], caller: visit.caller)
        let story = try await parts.explanation(asked)
        let doubt = try await doubt(in: story)
        let tasks = try await openTasks(of: story.lead.id, visit: visit)
        let page = LeadPage(
            story, doubt: doubt, tasks: tasks, choices: try await choices(), visit: visit)
        return html(.lead, page, title: page.name, here: nil, visit: visit)
    }

    /// Those that the reader may close.
    private func openTasks(of lead: LeadID, visit: PageVisit) async throws -> [TaskView] {
        let rep = try visit.caller.scope(asked: nil)
        return try await parts.views { views in
            try views.store.tasks(
                state: .open, rep: rep, absentees: views.absentees(leftTo: rep), lead: lead,
                limit: 20
            ).map { try views.view($0) }
        }
    }

    private func doubt(in story: ExplanationView) async throws -> DeliveryView? {
        guard let delivery = story.enrollments.first(where: { $0.state == .sending })?.delivery
        else { return nil }
        return try await parts.views { views in
            let row = try views.store.delivery(delivery)
            return row.state == .inDoubt ? try views.view(row, isWhole: true) : nil
        }
    }
}
