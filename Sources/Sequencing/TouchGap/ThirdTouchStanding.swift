/// Whether a hand-off came as far as its third touch in time.
package enum ThirdTouchStanding: Int, CaseIterable, Sendable {
    /// Its time is not over.
    case tooEarly = 0
    case missed = 1
    case reached = 2
}

extension TouchGap {
    /// From being given to the third touch, in business days of the lead's calendar.
    package static let thirdTouchBusinessDays = 10

    /// `third` is when the third touch happened that was not taken back.
    package static func thirdTouch(
        _ third: Instant?, givenAt: Instant, now: Instant, calendar: WorkingCalendar
    ) -> ThirdTouchStanding {
        thirdTouch(
            third, limit: thirdTouchLimit(givenAt: givenAt, calendar: calendar), at: Outlook(now))
    }

    static func thirdTouchLimit(givenAt: Instant, calendar: WorkingCalendar) -> Instant {
        calendar.adding(businessDays: thirdTouchBusinessDays, to: givenAt)
    }

    static func thirdTouch(
        _ third: Instant?, limit: Instant, at now: Outlook
    ) -> ThirdTouchStanding {
        guard now >= limit else { return .tooEarly }
        return third.map { $0 <= limit } ?? false ? .reached : .missed
    }
}
