extension TouchGap.Policy {
    /// Until when the first touch is promised: what is aimed at, and after what it is broken.
    ///
    /// A hot lead's is counted in open minutes, any other's in business days.
    package func firstTouch(
        isHot: Bool, givenAt: Instant, _ calendar: WorkingCalendar
    ) -> (target: Instant, limit: Instant) {
        guard isHot else {
            return (
                calendar.adding(businessDays: firstTouchBusinessDays, to: givenAt),
                calendar.adding(businessDays: firstTouchLimitBusinessDays, to: givenAt)
            )
        }
        return (
            calendar.adding(businessTime: .minutes(hotTargetMinutes), to: givenAt),
            calendar.adding(businessTime: .minutes(hotLimitMinutes), to: givenAt)
        )
    }

    /// Open hours in which an answer is aimed at.
    var replyTarget: Duration { .hours(replyTargetBusinessHours) }
}

/// How bad a gap is, by how long it has been one.
package enum GapSeverity: String, Codable, CaseIterable, Sendable {
    /// Past the promise or the grace.
    case late
    /// Past it by so many business days that somebody else must look.
    case urgent
    /// Nobody has touched the lead for so long that it is as good as lost.
    case critical
}

extension TouchGap {
    /// Nil for what is no gap.
    package static func severity(
        of facts: HandOffFacts, _ assessment: Assessment, now: Instant, policy: Policy,
        calendar: WorkingCalendar
    ) -> GapSeverity? {
        guard assessment.class.isGap, let since = assessment.primary?.since else { return nil }
        if now > (facts.lastTouchAt ?? facts.givenAt) + .days(policy.criticalDays) {
            return .critical
        }
        return now > calendar.adding(businessDays: policy.urgentBusinessDays, to: since)
            ? .urgent : .late
    }
}

extension WorkingCalendar {
    /// The moment at which so much open time has passed; the horizon where the window never opens for so long.
    package func adding(businessTime duration: Duration, to instant: Instant) -> Instant {
        guard duration > .zero else { return instant }
        var left = duration
        var from = instant
        for _ in 0..<Self.horizonDays {
            guard let opening = nextOpening(from: from) else { break }
            // To the end of that local day: a window may have several parts.
            let midnight = zone.instant(
                LocalDateTime(
                    date: zone.local(opening).date.adding(days: 1),
                    time: LocalTime(hour: 0, minute: 0)))
            let end = max(midnight, opening + .minutes(1))
            let open = businessTime(from: opening, to: end)
            guard open < left else { return reach(left, from: opening, to: end) }
            left -= open
            from = end
        }
        return instant + .days(Self.horizonDays)
    }

    /// The first moment of a day at which so much of its open time is over.
    private func reach(_ duration: Duration, from start: Instant, to end: Instant) -> Instant {
        var (low, high) = (start.milliseconds, end.milliseconds)
        while low < high {
            let middle = (low + high) / 2
            if businessTime(from: start, to: Instant(milliseconds: middle)) < duration {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return Instant(milliseconds: low)
    }
}
