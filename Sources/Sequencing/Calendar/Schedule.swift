/// When a step becomes due: plain arithmetic in the lead's calendar.
package enum Schedule {
    /// The first open moment at or after the delay; nil when the window never opens.
    ///
    /// Minutes and hours are elapsed time; days keep the local time of day; business days are those of the
    /// calendar. `at` then asks for a time of day, `between` for some hours of it, and the window has the
    /// last word.
    package static func dueAt(
        _ delay: Delay, previousAt: Instant, startAt: Instant, in calendar: WorkingCalendar
    ) -> Instant? {
        let anchor: Instant =
            switch delay.anchor {
            case .previousStep: previousAt
            case .start: startAt
            }
        // A step counted from the start never comes before the one that precedes it.
        let reached = max(end(of: delay.span, from: anchor, in: calendar), previousAt)
        if let at = delay.at { return opening(at: at, from: reached, in: calendar) }
        guard let between = delay.between else { return calendar.nextOpening(from: reached) }
        guard let narrowed = calendar.narrowed(to: between) else {
            return opening(at: between.opens, from: reached, in: calendar)
        }
        return narrowed.nextOpening(from: reached)
    }

    /// When a task of that patience runs out: a plain moment, open or not.
    package static func expiry(
        _ span: Delay.Span, from start: Instant, in calendar: WorkingCalendar
    ) -> Instant {
        end(of: span, from: start, in: calendar)
    }

    private static func end(
        of span: Delay.Span, from start: Instant, in calendar: WorkingCalendar
    ) -> Instant {
        switch span.unit {
        case .minutes: return start + .minutes(span.count)
        case .hours: return start + .hours(span.count)
        case .days:
            let local = calendar.zone.local(start)
            guard span.count > 0 else { return start }
            return calendar.zone.instant(
                LocalDateTime(date: local.date.adding(days: span.count), time: local.time))
        case .businessDays: return calendar.adding(businessDays: span.count, to: start)
        }
    }

    /// The first business day on which the wall shows `time`, open, at or after `start`.
    ///
    /// Where the hours exclude that time (a lead whose zone nobody knows has narrow ones) the step goes at
    /// the next opening after it rather than never.
    private static func opening(
        at time: LocalTime, from start: Instant, in calendar: WorkingCalendar
    ) -> Instant? {
        let today = calendar.zone.local(start).date
        let isEverOpen = calendar.opens(at: time)
        for offset in 0...WorkingCalendar.horizonDays {
            let date = today.adding(days: offset)
            guard calendar.isBusinessDay(date), !isEverOpen || calendar.opens(at: time, on: date)
            else { continue }
            let moment = calendar.zone.instant(LocalDateTime(date: date, time: time))
            if moment >= start { return calendar.nextOpening(from: moment) }
        }
        return nil
    }
}
