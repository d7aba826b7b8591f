import API
import Engine
import Hummingbird
import Sequencing
import Store

/// What is in force; it is changed in the configuration file alone.
struct SettingsPage: Sendable {
    var version: String
    var started: PageClock.Moment
    var warnings: [Warning]
    var hasWarnings: Bool
    var rules: [LeadPage.Fact]
    var reps: [RepLine]
    var hasTeams: Bool
    var mailboxes: [MailboxLine]
    var hasMailboxes: Bool
    var sequences: [SequenceLine]
    var hasSequences: Bool
    var assignment: [String]
    var hasAssignment: Bool

    struct Warning: Sendable {
        var message: String
        var advice: String
    }

    struct RepLine: Sendable {
        var name: String
        var fullName: String
        var role: String
        var team: String?
        var zone: String
    }

    struct MailboxLine: Sendable {
        var address: String
        var rep: String
        var state: String
        var cause: String?
        var sent: String
        var queued: String
    }

    struct SequenceLine: Sendable {
        var name: String
        var title: String
        var version: String
        var steps: String
        var running: String
    }

    init(
        _ status: StatusView, sequences: [SequenceView], settings: EngineSettings,
        visit: PageVisit
    ) {
        version = status.version
        started = visit.clock.moment(status.startedAt.instant)
        warnings = status.warnings.map {
            Warning(message: $0.message.asSentence, advice: $0.advice)
        }
        hasWarnings = !warnings.isEmpty
        rules = Self.rules(settings)
        reps = visit.reps.values.sorted { $0.fullName < $1.fullName }.map {
            RepLine(
                name: $0.name, fullName: $0.fullName, role: $0.access.title, team: $0.team,
                zone: $0.zone ?? settings.zone)
        }
        hasTeams = !visit.reps.values.teams.isEmpty
        mailboxes = status.mailboxes.map {
            MailboxLine(
                address: $0.address, rep: visit.name(of: $0.rep), state: $0.state.rawValue,
                cause: $0.cause, sent: "\($0.sentIn24Hours.grouped) of \($0.cap.grouped)",
                queued: $0.queued.grouped)
        }
        hasMailboxes = !mailboxes.isEmpty
        self.sequences = sequences.map {
            SequenceLine(
                name: $0.name, title: $0.title, version: "\($0.version)",
                steps: $0.steps.count.grouped, running: $0.running.grouped)
        }
        hasSequences = !sequences.isEmpty
        assignment = settings.assignment.rules.map(\.name)
        hasAssignment = !assignment.isEmpty
    }

    private static func rules(_ settings: EngineSettings) -> [LeadPage.Fact] {
        let (gap, enrollment) = (settings.touchGap, settings.enrollment)
        func days(_ count: Int) -> String { count.of("business day") }
        return [
            LeadPage.Fact(label: "Time zone of the installation", value: settings.zone),
            LeadPage.Fact(
                label: "First touch is promised within", value: days(gap.firstTouchBusinessDays)),
            LeadPage.Fact(
                label: "An answer is answered within", value: days(gap.replyBusinessDays)),
            LeadPage.Fact(
                label: "Grace before a lead counts as stuck", value: days(gap.graceBusinessDays)),
            LeadPage.Fact(
                label: "Few touches are", value: "\(gap.lowBand.grouped) or fewer"),
            LeadPage.Fact(
                label: "Rest between two sequences",
                value: enrollment.coolOffDays == 0 ? "none" : enrollment.coolOffDays.of("day")),
            LeadPage.Fact(
                label: "People of one account at once",
                value: enrollment.peoplePerAccount.map(\.grouped) ?? "any number"),
        ]
    }
}

extension PageResponder {
    func settingsPage(_ visit: PageVisit) async throws -> Response {
        let (parts, caller) = (parts, visit.caller)
        let page = try await parts.views { views in
            SettingsPage(
                try views.status(parts, caller: caller),
                sequences: try views.store.sequences().map { try views.view($0, isWhole: false) },
                settings: views.engine.settings, visit: visit)
        }
        return html(.settings, page, title: "Settings", here: .settings, visit: visit)
    }
}
