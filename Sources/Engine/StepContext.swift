import MailMessage
package import Sequencing
package import Store

/// Everything that a due step is decided and composed from: loaded once, then pure.
package struct StepContext: Sendable {
    package var row: EnrollmentRow
    package var lead: Lead
    package var rep: Rep?
    package var standing: HandOffStanding
    package var sequence: Sequencing.Sequence
    package var calendar: WorkingCalendar
    package var thread: [ThreadMessage]
    /// Of earlier manual steps, by step id.
    package var outcomes: [String: String]

    package var source: String? { standing.source }

    /// Ids of the steps whose e-mails have left or may have.
    package var left: Set<String> { Set(thread.map(\.stepID)) }

    package var planner: Planner {
        Planner(sequence: sequence, calendar: calendar, startAt: row.startAt)
    }
}

/// Loads contexts; published versions never change, so they are kept.
package final class ContextLoader: Sendable {
    let store: Store
    let calendars: CalendarBook
    private let directory = Directory()

    package init(store: Store, calendars: CalendarBook) {
        self.store = store
        self.calendars = calendars
    }

    /// The people and sequences are read again: the configuration has changed.
    package func forget() {
        directory.forget()
        calendars.forget()
    }

    /// Changes when a moment may be derived differently: zones, holidays, the zones of people.
    func calendarFingerprint(settings: EngineSettings) throws -> String {
        let reps = try reps().values.sorted { $0.name < $1.name }.map {
            "\($0.name)=\($0.zone ?? "")"
        }
        return ContentDigest.of(
            ([calendars.fingerprint, settings.zone] + reps).joined(separator: "\n"))
    }

    /// By its IANA name, else the installation's.
    package func zone(named name: String) -> ZoneRules { calendars.zone(named: name) }

    package func rep(named name: String) throws -> Rep? { try reps()[name] }

    package func reps() throws -> [String: Rep] {
        try directory.reps { try store.reps() }
    }

    package func sequence(_ version: SequenceVersion) throws -> Sequencing.Sequence {
        try directory.sequence(version) {
            guard let row = try store.sequence(named: version.name, version: version.version)
            else { throw StoreError.notFound(table: "sequence", key: "\(version)") }
            // A published version never changes; one that did must not decide what is sent.
            guard row.digest == nil || row.digest == ContentDigest.of(row.content) else {
                throw StoreError.corruptRow(table: "sequence", id: Int64(version.version))
            }
            return row.sequence
        }
    }

    package func calendar(
        of lead: Lead, rep: Rep?, on version: SequenceVersion?
    ) throws -> WorkingCalendar {
        let plan = try version.map { ($0, try sequence($0).window) }
        return calendars.calendar(lead: lead, rep: rep, sequence: plan)
    }

    package func context(of row: EnrollmentRow) throws -> StepContext {
        let lead = try store.lead(row.lead)
        let rep = try rep(named: row.rep)
        let sequence = try sequence(row.sequence)
        var outcomes: [String: String] = [:]
        if sequence.steps.contains(where: { $0.onlyIf != nil }) {
            outcomes = try store.outcomes(of: row.id)
        }
        return StepContext(
            row: row, lead: lead, rep: rep, standing: try store.standing(of: row),
            sequence: sequence,
            calendar: calendars.calendar(
                lead: lead, rep: rep, sequence: (row.sequence, sequence.window)),
            thread: try store.thread(of: row.id), outcomes: outcomes)
    }

    /// What a lane has to know of an enrollment whose message it has.
    func course(of row: EnrollmentRow, lead known: Lead? = nil) throws -> Course {
        let lead = try known ?? store.lead(row.lead)
        let sequence = try sequence(row.sequence)
        let calendar = calendars.calendar(
            lead: lead, rep: try rep(named: row.rep), sequence: (row.sequence, sequence.window))
        return Course(
            lead: lead, calendar: calendar,
            planner: Planner(sequence: sequence, calendar: calendar, startAt: row.startAt),
            revision: row.revision)
    }

    /// The planner of an enrollment, for what follows an event of another kind than its timer.
    package func planner(of row: EnrollmentRow) throws -> Planner { try course(of: row).planner }
}

/// Where an enrollment goes from here: to whom, when, by which plan.
struct Course: Sendable {
    var lead: Lead
    var calendar: WorkingCalendar
    var planner: Planner
    /// Of the enrollment that this was read from.
    var revision: Int

    func next(after step: StepIndex, happenedAt: Instant) -> PlannedNext {
        PlannedNext(
            step: planner.next(after: step, happenedAt: happenedAt), revision: revision)
    }
}
