/// The moments of one hand-off from which its clocks are read; the store gathers them.
package struct HandOffTimes: Equatable, Sendable {
    package struct Touch: Equatable, Sendable {
        package var at: Instant
        package var isHuman: Bool
        package var channel: Channel
        /// For when its step was planned; nil for what was in no plan.
        package var plannedAt: Instant?

        package init(at: Instant, isHuman: Bool, channel: Channel, plannedAt: Instant? = nil) {
            self.at = at
            self.isHuman = isHuman
            self.channel = channel
            self.plannedAt = plannedAt
        }
    }

    package struct Reply: Equatable, Sendable {
        package var id: ReplyID
        package var at: Instant
        package var answeredAt: Instant?

        package init(id: ReplyID, at: Instant, answeredAt: Instant?) {
            self.id = id
            self.at = at
            self.answeredAt = answeredAt
        }
    }

    package var givenAt: Instant
    package var isHot: Bool
    /// When it first had an owner.
    package var firstOwnedAt: Instant?
    /// Since when it has been the present owner's.
    package var ownedAt: Instant?
    package var acceptedAt: Instant?
    /// Those that were not taken back, the earliest first.
    package var touches: [Touch]
    package var replies: [Reply]
    package var minimum: Sequence.Minimum
    package var disposedAt: Instant?
    /// For when the next touch is planned; nil where none is.
    package var nextDueAt: Instant?
    /// Rests with a date that the lead or a person asked for; no two overlap. Neither a rep's absence nor a cap nor
    /// a mailbox that is down is one: they change who must act, and no clock.
    package var rests: [Range<Instant>]

    package init(
        givenAt: Instant, isHot: Bool = false, firstOwnedAt: Instant? = nil,
        ownedAt: Instant? = nil, acceptedAt: Instant? = nil, touches: [Touch] = [],
        replies: [Reply] = [], minimum: Sequence.Minimum = .standard, disposedAt: Instant? = nil,
        nextDueAt: Instant? = nil, rests: [Range<Instant>] = []
    ) {
        self.givenAt = givenAt
        self.isHot = isHot
        self.firstOwnedAt = firstOwnedAt
        self.ownedAt = ownedAt
        self.acceptedAt = acceptedAt
        self.touches = touches
        self.replies = replies
        self.minimum = minimum
        self.disposedAt = disposedAt
        self.nextDueAt = nextDueAt
        self.rests = rests
    }
}

extension HandOffTimes {
    /// Of all that has happened.
    package var latest: Instant {
        let ends: [Instant?] = [
            firstOwnedAt, ownedAt, acceptedAt, touches.last?.at, disposedAt,
            replies.compactMap(\.answeredAt).max(),
        ]
        return ends.compactMap(\.self).reduce(givenAt, max)
    }

    /// The touch with which the minimum was met; nil while it is not.
    package func minimumAt(in calendar: WorkingCalendar) -> Instant? {
        guard touches.count >= minimum.touches else { return nil }
        var channels: Set<Channel> = []
        for (index, touch) in touches.enumerated() {
            channels.insert(touch.channel)
            guard index + 1 >= minimum.touches else { continue }
            let effort = Effort(
                touches: index + 1, attempts: index + 1, channels: channels.count,
                businessDays: calendar.businessDays(from: touches[0].at, to: touch.at))
            if effort.meets(minimum) { return touch.at }
        }
        return nil
    }
}

/// What is measured of a hand-off (docs/touch-gap.md, Clocks).
package enum HandOffClock: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case givenToOwned = "given-owned"
    case ownedToAccepted = "owned-accepted"
    /// By whomever, the system too.
    case givenToFirstTouch = "given-first-touch"
    case acceptedToHumanTouch = "accepted-human-touch"
    /// From one touch to the next, against the plan.
    case touchToTouch = "touch-touch"
    case replyToAnswer = "reply-answer"
    case givenToMinimum = "given-minimum"
    case givenToDisposition = "given-disposition"

    /// Whether a dated rest of the lead stops it: what comes after contact, and is not our answer to the lead.
    package var restsWithLead: Bool {
        switch self {
        case .touchToTouch, .givenToMinimum: true
        case .givenToOwned, .ownedToAccepted, .givenToFirstTouch, .acceptedToHumanTouch,
            .replyToAnswer, .givenToDisposition:
            false
        }
    }
}

/// How one clock of a hand-off stands.
package struct ClockReading: Equatable, Sendable {
    package enum Standing: String, Codable, CaseIterable, Sendable {
        /// No promise is made of it.
        case unjudged
        case kept
        /// Past the target, within the limit.
        case late
        case broken
    }

    package var clock: HandOffClock
    /// Of several of one kind, from 1: the touch it runs to, or the reply.
    package var number: Int?
    package var startedAt: Instant
    /// Nil while it runs.
    package var stoppedAt: Instant?
    /// By the wall.
    package var raw: Duration
    /// Open hours of the lead's calendar, without the rests where they count.
    package var business: Duration
    /// By when, as promised or planned; nil where nothing is.
    package var targetAt: Instant?
    package var limitAt: Instant?
    package var standing: Standing
}

extension TouchGap {
    /// The clocks that run or ran, in their order; `now` is where those that run are read.
    ///
    /// With `onlyStopped` those that run are left out: an old one costs a look at each of its days.
    package static func clocks(
        of times: HandOffTimes, now: Instant, policy: Policy, calendar: WorkingCalendar,
        onlyStopped: Bool = false
    ) -> [ClockReading] {
        Stopwatch(
            times: times, now: now, policy: policy, calendar: calendar, onlyStopped: onlyStopped
        ).readings.compactMap { $0 }
    }
}

private struct Stopwatch {
    let times: HandOffTimes
    let now: Instant
    let policy: TouchGap.Policy
    let calendar: WorkingCalendar
    let onlyStopped: Bool

    var readings: [ClockReading?] {
        var readings = [
            reading(.givenToOwned, from: times.givenAt, to: times.firstOwnedAt)
        ]
        if let ownedAt = times.ownedAt {
            readings.append(
                reading(
                    .ownedToAccepted, from: ownedAt, to: times.acceptedAt,
                    limit: calendar.adding(
                        businessDays: policy.acceptBusinessDays, to: ownedAt)))
        }
        let promise = policy.firstTouch(isHot: times.isHot, givenAt: times.givenAt, calendar)
        readings.append(
            reading(
                .givenToFirstTouch, from: times.givenAt, to: times.touches.first?.at,
                target: promise.target, limit: promise.limit))
        if let acceptedAt = times.acceptedAt {
            let human = times.touches.first { $0.isHuman && $0.at >= acceptedAt }
            readings.append(reading(.acceptedToHumanTouch, from: acceptedAt, to: human?.at))
        }
        readings += followUps
        readings += times.replies.enumerated().map { index, reply in
            reading(
                .replyToAnswer, number: index + 1, from: reply.at, to: reply.answeredAt,
                target: calendar.adding(businessTime: policy.replyTarget, to: reply.at),
                limit: calendar.adding(businessDays: policy.replyBusinessDays, to: reply.at))
        }
        readings.append(
            reading(
                .givenToMinimum, from: times.givenAt, to: times.minimumAt(in: calendar)))
        readings.append(reading(.givenToDisposition, from: times.givenAt, to: times.disposedAt))
        return readings
    }

    /// Between touches, and from the last one to what is planned.
    private var followUps: [ClockReading?] {
        var readings = zip(times.touches, times.touches.dropFirst()).enumerated().map {
            index, pair in
            followUp(index + 2, from: pair.0.at, to: pair.1.at, plannedAt: pair.1.plannedAt)
        }
        if let last = times.touches.last, times.disposedAt == nil, let dueAt = times.nextDueAt {
            readings.append(
                followUp(times.touches.count + 1, from: last.at, to: nil, plannedAt: dueAt))
        }
        return readings
    }

    private func followUp(
        _ number: Int, from start: Instant, to end: Instant?, plannedAt: Instant?
    ) -> ClockReading? {
        // What was planned before the lead asked for a rest is due after it.
        let planned = plannedAt.map { planned in
            times.rests.last { $0.contains(planned) }?.upperBound ?? planned
        }
        return reading(
            .touchToTouch, number: number, from: start, to: end, target: planned,
            limit: planned.map { calendar.adding(businessDays: policy.graceBusinessDays, to: $0) })
    }

    private func reading(
        _ clock: HandOffClock, number: Int? = nil, from start: Instant, to end: Instant?,
        target: @autoclosure () -> Instant? = nil, limit: @autoclosure () -> Instant? = nil
    ) -> ClockReading? {
        if onlyStopped, end.map({ $0 > now }) ?? true { return nil }
        let (target, limit) = (target(), limit())
        let stop = max(start, min(end ?? times.disposedAt ?? now, now))
        var business = calendar.businessTime(from: start, to: stop)
        if clock.restsWithLead {
            for rest in times.rests {
                let (from, to) = (max(rest.lowerBound, start), min(rest.upperBound, stop))
                if from < to { business -= calendar.businessTime(from: from, to: to) }
            }
        }
        let standing: ClockReading.Standing
        if let limit, stop > limit {
            standing = .broken
        } else if let target, stop > target {
            standing = .late
        } else {
            standing = target == nil && limit == nil ? .unjudged : .kept
        }
        return ClockReading(
            clock: clock, number: number, startedAt: start,
            stoppedAt: end.flatMap { $0 <= now ? $0 : nil },
            raw: stop.since(start), business: business, targetAt: target, limitAt: limit,
            standing: standing)
    }
}
