import Logging
import MailMessage
import Sequencing
import Store

/// The tally of the touch-gap report is kept up in the background, so that whoever asks has little to judge.
extension Engine {
    /// Hand-offs that are judged and written at once: few enough that a step does not wait long for their commit.
    static let tallyBatch = 200
    /// Turns that are brought into the counts at once.
    private static let turnBatch = 2000
    /// A clock that is behind the tally by more than this was ahead before.
    private static let tallyPatience: Duration = .seconds(60)

    /// Another text whenever the same facts may be judged otherwise.
    func tallyRules() throws -> String {
        let calendars = tallyPace.rules {
            ContentDigest.of(
                [
                    loader.calendars.fingerprint, settings.zone, "\(settings.touchGap)",
                    settings.build,
                ]
                .joined(separator: "\n"))
        }
        return "\(calendars) \(try store.publishedNames().isEmpty ? "none" : "some") published"
    }

    /// What a judgement may hang on of each rep.
    private func tallyReps() throws -> [String: String] {
        try tallyPace.reps(TallyPace.Circumstances(reps: loader.reps(), absences: store.absences()))
    }

    /// Now, or the moment of the tally where that was judged since the clock was looked at, or by a clock that has been
    /// set back a little.
    func presentOfTally() throws -> Instant {
        let (now, judgedAt) = (now, try store.tallyMark().judgedAt)
        return judgedAt > now && judgedAt <= now + Self.tallyPatience ? judgedAt : now
    }

    /// Whether what the tally holds was judged by today's rules, and of no later moment.
    func isTallyValid(at moment: Instant) throws -> Bool {
        let mark = try store.tallyMark()
        return try mark.isWhole && moment >= mark.judgedAt && mark.rules == tallyRules()
            && mark.reps == tallyReps()
    }

    /// Judges what was noted and what is new, and brings turns that have come into the counts; true while there is
    /// more to do.
    package func tendTally() throws -> Bool {
        let (rules, reps) = (try tallyRules(), try tallyReps())
        let mark = try store.tallyMark()
        if now + Self.tallyPatience < mark.judgedAt { try store.emptyTally() }
        if mark.rules != rules {
            try store.restartTally(rules: rules, reps: reps)
        } else if mark.reps != reps {
            let names = Set(mark.reps.keys).union(reps.keys)
            try store.noteReps(
                reps, changed: names.filter { mark.reps[$0] != reps[$0] }.sorted())
        }
        var work: TallyWork?
        var moment = now
        let entries = try store.reading {
            // Never before the counts: what turns after it must still be ahead of them.
            moment = max(moment, try store.tallyMark().judgedAt)
            let next = try store.tallyWork(limit: Self.tallyBatch)
            work = next
            var judging = try judging(of: ReportQuestion(), present: moment)
            judging.mailboxes = nil
            return try store.handOffs(next.handOffs).map { try entry(of: $0, by: judging) }
        }
        guard let work else { return false }
        if !work.isDone { try store.tally(entries, for: work, judgedAt: moment) }
        let hasTurned = try store.turnTally(to: now, limit: Self.turnBatch)
        return work.isMore || hasTurned
    }

    private func entry(of row: HandOffRow, by judging: Judging) throws -> TallyEntry {
        let (facts, calendar) = try facts(of: row, by: judging)
        let times = row.times(facts)
        // What was logged by a clock that was ahead is counted when its moment has come, and nothing foretells that.
        let isAhead = times.latest > judging.moment
        var spans = TouchGap.spans(
            of: facts, thirdTouchAt: row.thirdTouchAt, from: judging.moment,
            policy: judging.policy, calendar: calendar)
        if isAhead { for place in spans.indices { spans[place].isFleeting = true } }
        return TallyEntry(
            handOff: row.id, scope: row.scope, givenAt: row.givenAt, touches: facts.effort.touches,
            skipped: row.skippedTasks,
            minutes: TouchGap.minutes(
                of: times, now: judging.moment, policy: judging.policy, calendar: calendar),
            spans: spans)
    }

    /// Has the tally kept up, unless it is being done or was a moment ago.
    func keepTally() {
        guard tallyPace.begin(uptime: parts.clock.uptime()) else { return }
        parts.workers.run(.tally) { @Sendable [self] in
            let start = parts.clock.uptime()
            var isMore = false
            do {
                isMore = try tendTally()
                try tellProgress(isMore: isMore, uptime: start)
                if !isMore { isMore = try tendPast() }
            } catch {
                parts.logger.error(
                    "The touch-gap report's tally could not be kept; reports take longer",
                    metadata: ["store.cause": "\(error)"])
            }
            let uptime = parts.clock.uptime()
            tallyPace.end(uptime: uptime, took: uptime - start, isMore: isMore)
            if isMore { wake() }
        }
    }

    /// How far it is, in numbers of hand-offs; nil when fewer than `longWay` are left, by default 20,000.
    package func tallyProgress(longWay: Int64? = nil) throws -> (counted: Int, of: Int)? {
        let (front, last) = (try store.tallyMark().front, try store.lastHandOffNumber())
        guard last.rawValue - front.rawValue >= longWay ?? TallyPace.longWay else { return nil }
        return (Int(front.rawValue), Int(last.rawValue))
    }

    /// A long way is told at its beginning, now and then, and at its end.
    private func tellProgress(isMore: Bool, uptime: Duration) throws {
        let (front, last) = (try store.tallyMark().front, try store.lastHandOffNumber())
        let left = last.rawValue - front.rawValue
        let text: Logger.Message
        switch tallyPace.progress(left: left, isMore: isMore, uptime: uptime) {
        case .silent: return
        case .going:
            text = "The touch-gap report is being counted beforehand; until then it takes longer"
        case .arrived: text = "The touch-gap report is counted beforehand now"
        }
        parts.logger.notice(
            text, metadata: ["tally.handOffs": "\(front.rawValue)", "tally.of": "\(last.rawValue)"])
    }

    /// When there is more to do and it has rested; nil while there is not.
    func nextTallyAt(now: Instant) -> Instant? {
        tallyPace.rest(uptime: parts.clock.uptime()).map { now + $0 }
    }
}
