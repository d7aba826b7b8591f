/// When one lead may be contacted: the window of a sequence in a zone, without the holidays.
package struct WorkingCalendar: Equatable, Sendable {
    /// A window that does not open for so long never does.
    package static let horizonDays = 400

    package let zone: ZoneRules
    private var hoursByDay: [Weekday: [Window.Hours]]
    private let holidays: Set<LocalDate>

    package init(window: Window, zone: ZoneRules, holidays: Set<LocalDate>) {
        self.zone = zone
        self.holidays = holidays
        hoursByDay = window.hoursByDay.mapValues { hours in
            hours.filter { $0.opens < $0.closes }.sorted { $0.opens < $1.opens }
        }.filter { !$0.value.isEmpty }
    }

    /// No more than these hours of each day; nil when nothing is left of any.
    package func narrowed(to span: Window.Hours) -> WorkingCalendar? {
        var narrowed = self
        narrowed.hoursByDay = hoursByDay.mapValues { hours in
            hours.compactMap { $0.common(with: span) }
        }.filter { !$0.value.isEmpty }
        return narrowed.hoursByDay.isEmpty ? nil : narrowed
    }

    private func hours(on date: LocalDate) -> [Window.Hours] { hoursByDay[date.weekday] ?? [] }

    /// Whether the window is open at that time of a day, or of any day.
    func opens(at time: LocalTime, on date: LocalDate? = nil) -> Bool {
        let hours = date.map { self.hours(on: $0) } ?? Array(hoursByDay.values.joined())
        return hours.contains { $0.opens <= time && time < $0.closes }
    }

    /// A day of the window that is no holiday.
    package func isBusinessDay(_ date: LocalDate) -> Bool {
        hoursByDay[date.weekday] != nil && !holidays.contains(date)
    }

    package func isOpen(_ instant: Instant) -> Bool {
        let local = zone.local(instant)
        return isBusinessDay(local.date) && opens(at: local.time, on: local.date)
    }

    /// A business day that comes: where a zone changes sides of the date line, one is left out.
    private func isWorked(_ date: LocalDate) -> Bool {
        let noon = LocalDateTime(date: date, time: LocalTime(hour: 12, minute: 0))
        return isBusinessDay(date) && zone.local(zone.instant(noon)).date == date
    }

    /// The first open moment at or after `instant`; nil when there is none within 400 days.
    package func nextOpening(from instant: Instant) -> Instant? {
        if isOpen(instant) { return instant }
        let today = zone.local(instant).date
        for offset in 0...Self.horizonDays {
            let date = today.adding(days: offset)
            guard isBusinessDay(date) else { continue }
            let moments = possibleOpenings(on: date).filter { $0 >= instant && isOpen($0) }
            if let first = moments.min() { return first }
        }
        return nil
    }

    /// Where a closed wall clock may turn open: at the hours, and where the clock jumps into them.
    private func possibleOpenings(on date: LocalDate) -> [Instant] {
        let openings = hours(on: date).flatMap {
            zone.occurrences(of: LocalDateTime(date: date, time: $0.opens))
        }
        let noon = LocalDateTime(date: date, time: LocalTime(hour: 12, minute: 0))
        guard let jump = zone.change(near: noon), zone.local(jump).date == date else {
            return openings
        }
        return openings + [jump]
    }

    /// The same time of day so many business days later; for 0, the same moment.
    ///
    /// A start outside the business days counts from the next of them.
    package func adding(businessDays count: Int, to instant: Instant) -> Instant {
        guard count > 0 else { return instant }
        let local = zone.local(instant)
        var date = local.date
        var (left, searched) = (count, 0)
        while left > 0, searched < Self.horizonDays + count * 7 {
            date = date.adding(days: 1)
            searched += 1
            if isWorked(date) { left -= 1 }
        }
        return zone.instant(LocalDateTime(date: date, time: local.time))
    }

    /// Business days that a span touches, both its ends counted.
    package func businessDays(from start: Instant, to end: Instant) -> Int {
        let (first, last) = (zone.local(start).date, zone.local(end).date)
        guard first <= last else { return 0 }
        var date = first
        var count = 0
        while date <= last, count <= Self.horizonDays {
            if isWorked(date) { count += 1 }
            date = date.adding(days: 1)
        }
        return count
    }

    /// Open hours between two moments.
    package func businessTime(from start: Instant, to end: Instant) -> Duration {
        guard start < end else { return .zero }
        var date = zone.local(start).date
        let last = zone.local(end).date
        var total: Int64 = 0
        while date <= last {
            if isWorked(date) {
                for span in hours(on: date) {
                    let opens = zone.instant(LocalDateTime(date: date, time: span.opens))
                    let closes = closing(of: span, on: date)
                    let (from, to) = (max(opens, start), min(closes, end))
                    if from < to { total += to.milliseconds - from.milliseconds }
                }
            }
            date = date.adding(days: 1)
        }
        return .milliseconds(total)
    }

    private func closing(of span: Window.Hours, on date: LocalDate) -> Instant {
        guard span.closes.secondOfDay >= 86400 else {
            return zone.instant(LocalDateTime(date: date, time: span.closes))
        }
        return zone.instant(
            LocalDateTime(date: date.adding(days: 1), time: LocalTime(secondOfDay: 0)))
    }
}
