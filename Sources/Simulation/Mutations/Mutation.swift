#if DEBUG
import Engine
import Sequencing
import Store

/// A deliberate mistake, put between the engine and its ports, its tables or its sequences. Each must be caught; none
/// is in a release build.
package enum Mutation: String, CaseIterable, Sendable {
    // The way out.
    case sendsBeforeCommit = "sends-before-commit"
    case ignoresCommitPoint = "ignores-commit-point"
    case sendsTwice = "sends-twice"
    case callsDoubtDeferral = "calls-doubt-deferral"
    case acceptsWithoutDot = "accepts-without-dot"
    case rendersAgain = "renders-again"
    // The way in.
    case countsFailedSweeps = "counts-failed-sweeps"
    case losesCursor = "loses-cursor"
    case skipsJunk = "skips-junk"
    // Time and pace.
    case neverAgesFence = "never-ages-fence"
    case takesWrongZone = "takes-wrong-zone"
    case ignoresHolidays = "ignores-holidays"
    case ignoresWindow = "ignores-window"
    case forgetsDelay = "forgets-delay"
    case swapsSteps = "swaps-steps"
    case forgetsCap = "forgets-cap"
    // What people ask for.
    case forgetsPause = "forgets-pause"
    case forgetsStop = "forgets-stop"
    case forgetsSuppression = "forgets-suppression"
    case forgetsDisposition = "forgets-disposition"
    case mailsFormerAddress = "mails-former-address"
    // What is stored.
    case skipsFence = "skips-fence"
    case ignoresReplies = "ignores-replies"
    case ignoresOptOuts = "ignores-opt-outs"
    case forgetsBounces = "forgets-bounces"
    case ignoresAbsences = "ignores-absences"
    case skipsRecovery = "skips-recovery"
    case resendsDoubt = "resends-doubt"
    case dropsHistory = "drops-history"
    case countsRefused = "counts-refused"
    case losesQueued = "loses-queued"
    case backdatesReplies = "backdates-replies"
}

extension Mutation {
    package var seams: Seams {
        var seams = Seams()
        switch self {
        case .sendsBeforeCommit, .ignoresCommitPoint, .sendsTwice, .callsDoubtDeferral,
            .acceptsWithoutDot, .rendersAgain:
            seams.submitter = { MutatedSubmitter(inner: $0, mutation: self) }
        case .countsFailedSweeps, .losesCursor, .skipsJunk:
            seams.inbox = { MutatedInbox(inner: $0, mutation: self) }
        case .neverAgesFence: seams.clock = { FrozenUptime(time: $0) }
        case .takesWrongZone: seams.calendars = { WrongZones(inner: $0) }
        case .ignoresHolidays: seams.calendars = { NoHolidays(inner: $0) }
        case .ignoresWindow: seams.sequence = { $0.alwaysOpen }
        case .forgetsDelay: seams.sequence = { $0.withoutDelays }
        case .swapsSteps: seams.sequence = { $0.swapped }
        case .forgetsCap:
            seams.limits = {
                LaneLimits(
                    shortestGap: $0.shortestGap, longestGap: $0.longestGap, startCap: 400)
            }
        case .forgetsPause: seams.forgottenCommand = "a pause"
        case .forgetsStop: seams.forgottenCommand = "a stop"
        case .forgetsDisposition: seams.forgottenCommand = "a disposition"
        case .forgetsSuppression, .skipsFence, .ignoresReplies, .ignoresOptOuts,
            .forgetsBounces, .ignoresAbsences, .skipsRecovery, .resendsDoubt, .dropsHistory,
            .countsRefused, .losesQueued, .mailsFormerAddress, .backdatesReplies:
            let sql = "CREATE TRIGGER mutation \(trigger)"
            seams.prepare = { try $0.sabotage(sql) }
        }
        return seams
    }
}

// MARK: - Ports

private struct MutatedSubmitter: MessageSubmitter {
    let inner: HostileServer
    let mutation: Mutation

    func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        switch mutation {
        case .sendsBeforeCommit:
            let verdict = inner.submit(message) { true }
            return atCommitPoint() ? verdict : .unsent(.abortedAtCommitPoint)
        case .ignoresCommitPoint:
            return inner.submit(message) {
                _ = atCommitPoint()
                return true
            }
        case .sendsTwice:
            _ = inner.submit(message, atCommitPoint: atCommitPoint)
            return inner.submit(message, atCommitPoint: atCommitPoint)
        case .callsDoubtDeferral:
            let verdict = inner.submit(message, atCommitPoint: atCommitPoint)
            guard case .inDoubt = verdict else { return verdict }
            return .deferred(reply: "451 no answer")
        case .acceptsWithoutDot:
            guard atCommitPoint() else { return .unsent(.abortedAtCommitPoint) }
            return .accepted(reply: "250 trust me")
        case .rendersAgain:
            var again = message
            let now = inner.clockReading
            again.bytes += Array("At \(now).\r\n".utf8)
            return inner.submit(again, atCommitPoint: atCommitPoint)
        default: return inner.submit(message, atCommitPoint: atCommitPoint)
        }
    }

    func close() {}
}

private struct MutatedInbox: InboxSource {
    let inner: HostileInbox
    let mutation: Mutation

    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant,
        deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        let result = inner.sweep(from: cursors, readBackTo: readBackTo) { batch in
            var batch = batch
            switch mutation {
            case .losesCursor: batch.messages.removeLast(min(1, batch.messages.count))
            case .skipsJunk: batch.messages.removeAll { $0.role == .junk }
            default: break
            }
            try deliver(batch)
        }
        guard mutation == .countsFailedSweeps, case .failed = result else { return result }
        return .complete(folders: 3, messages: 0)
    }

    func waitForNews(timeout: Duration) -> InboxNews { .nothing }

    func cancelWait() {}
}

private struct FrozenUptime: Clock {
    let time: VirtualTime
    func now() -> Instant { time.now() }
    func uptime() -> Duration { .zero }
}

private struct WrongZones: CalendarSource {
    let inner: SimulatedCalendars
    var fingerprint: String { inner.fingerprint }
    func zone(named name: String) -> ZoneRules? { inner.zone(named: "America/New_York") }
    func holidays(of country: String) -> Set<LocalDate> { inner.holidays(of: country) }
}

private struct NoHolidays: CalendarSource {
    let inner: SimulatedCalendars
    var fingerprint: String { inner.fingerprint }
    func zone(named name: String) -> ZoneRules? { inner.zone(named: name) }
    func holidays(of country: String) -> Set<LocalDate> { [] }
}

// MARK: - Sequences

extension Sequencing.Sequence {
    fileprivate var alwaysOpen: Sequencing.Sequence {
        var open = self
        let hours = Window.Hours(
            opens: LocalTime(hour: 0, minute: 0), closes: LocalTime(hour: 24, minute: 0))
        open.window = Window(
            days: Set(Weekday.allCases), hours: [hours], zone: .lead, holidays: .lead)
        return open
    }

    fileprivate var withoutDelays: Sequencing.Sequence {
        var hasty = self
        for index in hasty.steps.indices { hasty.steps[index].delay = .none }
        return hasty
    }

    fileprivate var swapped: Sequencing.Sequence {
        var swapped = self
        swapped.steps.swapAt(1, 2)
        return swapped
    }
}

// MARK: - Tables

extension Mutation {
    /// What the tables do besides.
    private var trigger: String {
        switch self {
        case .forgetsSuppression:
            "AFTER INSERT ON suppression WHEN NEW.author = 'inbox' "
                + "BEGIN DELETE FROM suppression WHERE key = NEW.key; END"
        case .skipsFence:
            "AFTER INSERT ON delivery "
                + "BEGIN UPDATE delivery SET needsFence = 0 WHERE id = NEW.id; END; "
                + "CREATE TRIGGER mutationLater AFTER UPDATE OF needsFence ON delivery "
                + "BEGIN UPDATE delivery SET needsFence = 0 WHERE id = NEW.id; END"
        case .ignoresReplies: ignoring("person")
        case .ignoresOptOuts: ignoring("opt-out")
        case .forgetsBounces: ignoring("bounce")
        case .ignoresAbsences: ignoring("out-of-office")
        case .skipsRecovery:
            "AFTER UPDATE OF state ON delivery WHEN OLD.state IN ('submitting', 'committing') "
                + "AND NEW.state IN ('queued', 'in-doubt') AND NEW.serverReply IS NULL "
                + "BEGIN UPDATE delivery SET state = OLD.state, committedAt = OLD.committedAt "
                + "WHERE id = NEW.id; END"
        // As a machine that knows no doubt would do it, its history and all.
        case .resendsDoubt:
            "BEFORE INSERT ON history WHEN NEW.event = 'delivery' AND NEW.toState = 'in-doubt' "
                + "BEGIN UPDATE delivery SET state = 'queued', committedAt = NULL "
                + "WHERE id = NEW.deliveryID; "
                + "INSERT INTO history (at, actor, leadID, handOffID, enrollmentID, deliveryID, "
                + "event, fromState, toState, why) VALUES (NEW.at, NEW.actor, NEW.leadID, "
                + "NEW.handOffID, NEW.enrollmentID, NEW.deliveryID, NEW.event, NEW.fromState, "
                + "'queued', NEW.why); SELECT RAISE(IGNORE); END"
        case .dropsHistory:
            "BEFORE INSERT ON history WHEN NEW.event = 'accepted' "
                + "BEGIN SELECT RAISE(IGNORE); END"
        case .countsRefused:
            "AFTER UPDATE OF state ON delivery WHEN NEW.state = 'refused' "
                + "BEGIN INSERT INTO touch (handOffID, leadID, enrollmentID, step, channel, "
                + "isHuman, happenedAt, deliveryID) VALUES (NEW.handOffID, NEW.leadID, "
                + "NEW.enrollmentID, NEW.step, 'email', 0, NEW.settledAt, NEW.id); END"
        case .mailsFormerAddress:
            "AFTER INSERT ON delivery WHEN EXISTS "
                + "(SELECT 1 FROM formerAddress WHERE leadID = NEW.leadID) "
                + "BEGIN UPDATE delivery SET recipient = (SELECT key FROM formerAddress "
                + "WHERE leadID = NEW.leadID) WHERE id = NEW.id; END"
        case .backdatesReplies:
            "AFTER INSERT ON reply "
                + "BEGIN UPDATE reply SET recordedAt = recordedAt - 259200000 WHERE id = NEW.id; END"
        case .losesQueued:
            "AFTER INSERT ON delivery WHEN NEW.id % 3 = 0 "
                + "BEGIN UPDATE delivery SET notBeforeAt = 9000000000000000 "
                + "WHERE id = NEW.id; END"
        case .sendsBeforeCommit, .ignoresCommitPoint, .sendsTwice, .callsDoubtDeferral,
            .acceptsWithoutDot, .rendersAgain, .countsFailedSweeps, .losesCursor, .skipsJunk,
            .neverAgesFence, .takesWrongZone, .ignoresHolidays, .ignoresWindow, .forgetsDelay,
            .swapsSteps, .forgetsCap, .forgetsPause, .forgetsStop, .forgetsDisposition:
            ""
        }
    }

    /// The store takes it for a message that it knows, and does nothing.
    private func ignoring(_ kind: String) -> String {
        "BEFORE INSERT ON reply WHEN NEW.kind = '\(kind)' BEGIN SELECT RAISE(IGNORE); END"
    }
}
#endif
