/// How often a digest comes.
package enum DigestKind: String, Codable, CaseIterable, Sendable {
    case daily, weekly
}

/// The days or the week that one digest is about; each is mailed once at most.
package struct DigestPeriod: Equatable, Sendable {
    package var kind: DigestKind
    /// The day, or the week's Monday: the period's name.
    package var day: LocalDate
    package var dueAt: Instant
    /// What has not left by then is not mailed any more: another one is due soon.
    package var endsAt: Instant

    package init(kind: DigestKind, day: LocalDate, dueAt: Instant, endsAt: Instant) {
        self.kind = kind
        self.day = day
        self.dueAt = dueAt
        self.endsAt = endsAt
    }

    /// How far back the first digest of somebody looks.
    package var span: Duration {
        switch kind {
        case .daily: .days(1)
        case .weekly: .days(7)
        }
    }
}

/// When digests are due, in the zone and the working days of whoever gets them.
package struct DigestSchedule: Equatable, Sendable {
    package var zone: ZoneRules
    package var holidays: Set<LocalDate>
    /// On the morning of each period's first working day.
    package var time: LocalTime

    package init(zone: ZoneRules, holidays: Set<LocalDate> = [], time: LocalTime) {
        self.zone = zone
        self.holidays = holidays
        self.time = time
    }

    /// The period that has become due and is not over; nil on days without one.
    ///
    /// The week's digest has the list of the day too, so that morning brings no other.
    package func current(_ kind: DigestKind, at now: Instant, isWeekly: Bool) -> DigestPeriod? {
        let today = zone.local(now).date
        let period: DigestPeriod?
        switch kind {
        case .daily:
            let week = week(of: today)
            let isTaken = isWeekly && week.map { zone.local($0.dueAt).date == today } ?? false
            period = isTaken ? nil : day(today)
        case .weekly: period = week(of: today)
        }
        return period.flatMap { $0.dueAt <= now && now < $0.endsAt ? $0 : nil }
    }

    /// The next moment at which one becomes due.
    package func next(after now: Instant) -> Instant {
        let today = zone.local(now).date
        let moments = (0...21).compactMap { day(today.adding(days: $0))?.dueAt }
        return moments.first { $0 > now } ?? now + .days(1)
    }

    private func day(_ date: LocalDate) -> DigestPeriod? {
        guard isWorked(date) else { return nil }
        return DigestPeriod(
            kind: .daily, day: date, dueAt: instant(date), endsAt: midnight(date.adding(days: 1)))
    }

    /// Due on its first working day; nil for a week without one.
    private func week(of date: LocalDate) -> DigestPeriod? {
        let back = Weekday.allCases.firstIndex(of: date.weekday) ?? 0
        let monday = date.adding(days: -back)
        guard let first = (0..<5).map({ monday.adding(days: $0) }).first(where: isWorked) else {
            return nil
        }
        return DigestPeriod(
            kind: .weekly, day: monday, dueAt: instant(first),
            endsAt: midnight(monday.adding(days: 7)))
    }

    private func isWorked(_ date: LocalDate) -> Bool {
        Window.workdays.contains(date.weekday) && !holidays.contains(date)
    }

    private func instant(_ date: LocalDate) -> Instant {
        zone.instant(LocalDateTime(date: date, time: time))
    }

    private func midnight(_ date: LocalDate) -> Instant {
        zone.instant(LocalDateTime(date: date, time: LocalTime(hour: 0, minute: 0)))
    }
}

/// What the installation says of digests.
package struct DigestRules: Equatable, Sendable {
    package enum Audience: String, CaseIterable, Sendable {
        case managers, reps, all
    }

    /// The mailbox that sends them, canonical.
    package var mailbox: String
    package var kinds: Set<DigestKind>
    package var audience: Audience
    package var time: LocalTime
    /// ISO 3166-1 codes: on their holidays none is due.
    package var holidaysOf: [String]
    /// Whether one is sent when there is nothing to say.
    package var sendsEmpty: Bool

    package static let usualTime = LocalTime(hour: 7, minute: 30)

    package init(
        mailbox: String, kinds: Set<DigestKind> = [.weekly], audience: Audience = .all,
        time: LocalTime = usualTime, holidaysOf: [String] = [], sendsEmpty: Bool = false
    ) {
        self.mailbox = mailbox
        self.kinds = kinds
        self.audience = audience
        self.time = time
        self.holidaysOf = holidaysOf
        self.sendsEmpty = sendsEmpty
    }

    /// Whether somebody gets digests; who only hands over or has no address does not.
    package func reach(_ rep: Rep) -> Bool {
        guard rep.email != nil else { return false }
        switch rep.access {
        case .manager, .admin: return audience != .reps
        case .rep: return audience != .managers
        case .marketing: return false
        }
    }
}
