import Engine
import Sequencing

/// What must hold at the very moment of a final dot (I1, I3 to I9, I12), from the world's records alone.
struct DotJudge {
    let ledger: Ledger
    let calendars: SimulatedCalendars
    /// Messages of a mailbox in 24 hours.
    let cap: Int

    struct Moment {
        var now: Instant
        var uptime: Duration
        /// When the commit point had been passed.
        var committedUptime: Duration
        /// The number of the daemon's run.
        var incarnation: Int
        /// The server said no to it: it is not sent.
        var isRejected: Bool
        var arrived: Bool
    }

    /// An attempt begins: the bytes are those of the one before (I9).
    func judgeAttempt(_ letter: Letter, now: Instant) -> [Violation] {
        defer { ledger.attempts[letter.messageID] = letter.digest }
        guard let before = ledger.attempts[letter.messageID], before != letter.digest else {
            return []
        }
        return [violation("I9", "\(letter.messageID) has other bytes than before", letter, now)]
    }

    /// Judges the dot, and writes it down.
    func judge(_ letter: Letter, _ moment: Moment) -> [Violation] {
        var broken: [String: String] = [:]
        for mistake in letter.mistakes { broken["I12"] = "\(letter.messageID): \(mistake)" }
        if ledger.suppressed.contains(letter.recipient) {
            broken["I8"] = "\(letter.recipient) may not be contacted"
        }
        ledger.dotCount += 1
        ledger.dottedIDs[letter.messageID, default: 0] += 1
        if let why = capBreach(letter, moment) { broken["I6"] = why }
        guard let enrolled = ledger.enrolled[letter.enrollment],
            ledger.people[enrolled.person].email.canonical == letter.recipient
        else {
            broken["I3"] = "\(letter.messageID) belongs to no enrollment of \(letter.recipient)"
            return violations(broken, letter, moment.now)
        }
        if let why = repetition(letter, enrolled) { broken["I1"] = why }
        if let why = stop(enrolled, moment.now) {
            broken["I3"] = "\(letter.step) left after \(why)"
        }
        if let why = fenceBreach(letter, enrolled, moment) { broken["I4"] = why }
        if let why = windowBreach(letter, enrolled, moment.now) { broken["I5"] = why }
        if let why = disorder(letter, enrolled, moment.now) { broken["I7"] = why }
        write(letter, moment)
        return violations(broken, letter, moment.now)
    }

    private func write(_ letter: Letter, _ moment: Moment) {
        ledger.change(letter.enrollment) { enrolled in
            enrolled.dots.append(
                .init(
                    letter: letter, at: moment.now, isRejected: moment.isRejected,
                    arrived: moment.arrived, committed: moment.committedUptime))
            if !moment.isRejected { enrolled.last = (letter.step, moment.now) }
        }
        if !moment.isRejected {
            ledger.sentAt[letter.mailbox, default: [:]][letter.messageID] = moment.now
        }
    }

    // MARK: - One promise each

    private func repetition(_ letter: Letter, _ enrolled: Ledger.Enrolled) -> String? {
        let before = enrolled.dots.filter { $0.letter.step == letter.step && !$0.isRejected }
        let asked = Set(before.map(\.letter.messageID) + [letter.messageID]).reduce(0) {
            $0 + (ledger.resends[$1] ?? 0)
        }
        guard before.count > asked else { return nil }
        return "a second dot for \(letter.step) of \(enrolled.id)"
    }

    private func stop(_ enrolled: Ledger.Enrolled, _ now: Instant) -> String? {
        if let stopped = enrolled.stopped { return stopped }
        for stop in ledger.people[enrolled.person].stops
        where enrolled.order < (stop.namesMessage ? stop.shownAt : stop.postedAt) {
            return stop.why
        }
        guard let rest = enrolled.rest(at: now) else { return nil }
        return "a rest (\(rest.cause)) began" + (rest.until.map { " until \($0)" } ?? "")
    }

    private func fenceBreach(
        _ letter: Letter, _ enrolled: Ledger.Enrolled, _ moment: Moment
    ) -> String? {
        let person = ledger.people[enrolled.person]
        let hadWritten = person.hasWrittenAt.map { $0 < enrolled.order } ?? false
        let wasWrittenTo = person.enrollments.compactMap { ledger.enrolled[$0] }.contains { other in
            other.dots.contains {
                !$0.isRejected && $0.letter.messageID != letter.messageID
                    && $0.committed < moment.committedUptime
            }
        }
        let position = enrolled.versions.compactMap { $0.step(letter.step)?.position }.max() ?? 0
        guard position > 0 || hadWritten || wasWrittenTo else { return nil }
        guard let proof = ledger.proofs[letter.mailbox], proof.incarnation == moment.incarnation
        else { return "\(letter.step) left and the mailbox was not read" }
        ledger.fenced.append(
            .init(
                person: enrolled.person, sweptFrom: proof.startedUptime, sweptTo: proof.endedUptime,
                committed: moment.committedUptime, dot: moment.uptime))
        let age = moment.committedUptime - proof.startedUptime
        guard age > Fence.longestAge else { return nil }
        return "\(letter.step) left \(age.wholeMilliseconds) ms after the mailbox was read"
    }

    private func windowBreach(
        _ letter: Letter, _ enrolled: Ledger.Enrolled, _ now: Instant
    ) -> String? {
        let person = ledger.people[enrolled.person]
        let known = enrolled.versions.flatMap { offices(of: person, on: $0) }
        guard !known.contains(where: { $0.isOpen(now) }) else { return nil }
        return "\(letter.step) left at \(now), outside the window in \(person.zones)"
    }

    private func offices(
        of person: Ledger.Person, on sequence: SimulatedSequence
    ) -> [JudgedOffice] {
        person.zones.map { name in
            JudgedOffice(
                zone: calendars.zone(named: name) ?? .utc, days: sequence.days,
                hours: sequence.hours, holidays: calendars.holidays(of: person.country))
        }
    }

    private func capBreach(_ letter: Letter, _ moment: Moment) -> String? {
        guard !moment.isRejected else { return nil }
        let recent = ledger.sentAt[letter.mailbox, default: [:]].count { id, at in
            id != letter.messageID && moment.now.since(at) < .hours(24) && at <= moment.now
        }
        guard recent >= cap else { return nil }
        return "\(letter.mailbox) has sent \(recent) in 24 hours already"
    }

    private func disorder(
        _ letter: Letter, _ enrolled: Ledger.Enrolled, _ now: Instant
    ) -> String? {
        let versions = enrolled.versions.filter { $0.name == letter.sequence }
        guard versions.contains(where: { $0.version == letter.version }) else {
            return "\(letter.sequence)@\(letter.version) is no version of \(enrolled.id)"
        }
        let places = versions.compactMap { $0.step(letter.step) }
        guard !places.isEmpty else { return "\(letter.step) is no step of \(enrolled.id)" }
        if enrolled.dots.contains(where: { $0.letter.step == letter.step }) { return nil }
        let rank = SimulatedSequence.rank(letter.step)
        if let later = enrolled.dots.first(where: {
            SimulatedSequence.rank($0.letter.step) >= rank
        }) {
            return "\(letter.step) left after \(later.letter.step)"
        }
        if versions.count == 1, enrolled.obstacles.isEmpty,
            let missing = versions[0].mails.prefix(while: { $0.id != letter.step }).first(
                where: { mail in !enrolled.dots.contains { $0.letter.step == mail.id } })
        {
            return "\(letter.step) left and \(missing.id) had not"
        }
        return haste(letter, enrolled, places.map(\.step), now)
    }

    /// Whether it came sooner than every version asks.
    private func haste(
        _ letter: Letter, _ enrolled: Ledger.Enrolled, _ steps: [SimulatedSequence.Step],
        _ now: Instant
    ) -> String? {
        guard let last = enrolled.last else { return nil }
        let person = ledger.people[enrolled.person]
        let isKept = steps.contains { step in
            enrolled.versions.flatMap { offices(of: person, on: $0) }.contains {
                $0.isAtLeast(step.after, from: last.at, to: now)
            }
        }
        guard !isKept else { return nil }
        return "\(letter.step) left at \(now), too soon after \(last.step) at \(last.at)"
    }

    // MARK: - Words

    private func violations(
        _ broken: [String: String], _ letter: Letter, _ now: Instant
    ) -> [Violation] {
        broken.sorted { $0.key < $1.key }.map { violation($0.key, $0.value, letter, now) }
    }

    private func violation(
        _ promise: String, _ what: String, _ letter: Letter, _ now: Instant
    ) -> Violation {
        Violation(promise: promise, what: what, at: now, lead: ledger.person(letter.recipient))
    }
}
