/// Where a hand-off stands. The classes partition all hand-offs, always (promise G7).
package enum TouchGapClass: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Rows that fit no other class: shown first, never dropped.
    case engineFault = "engine-fault"
    case neverTouched = "never-touched"
    case stalled
    case endedShort = "ended-short"
    case ourTurn = "our-turn"
    case waiting
    case onPlan = "on-plan"
    case closed
    case suppressed

    /// Whether a manager has something to do here.
    package var isGap: Bool {
        switch self {
        case .engineFault, .neverTouched, .stalled, .endedShort, .ourTurn: true
        case .waiting, .onPlan, .closed, .suppressed: false
        }
    }

    /// Its place in a work list: what is losable soonest comes first.
    package var urgency: Int {
        switch self {
        case .engineFault: 0
        case .ourTurn: 1
        case .neverTouched: 2
        case .stalled: 3
        case .endedShort: 4
        case .waiting, .onPlan, .closed, .suppressed: 5
        }
    }
}

/// Who can move a stuck hand-off.
package enum ResponsibleParty: String, Codable, CaseIterable, Sendable {
    case rep, manager, system, data, policy
}

/// Why a hand-off is where it is, in order of precedence: the first that holds is the primary one.
package enum TouchGapReason: String, Codable, CaseIterable, Sendable {
    case engineFault = "engine-fault"
    case notAccepted = "not-accepted"
    case noOwner = "no-owner"
    case ownerInactive = "owner-inactive"
    case ownerAbsent = "owner-absent"
    case notEnrolled = "not-enrolled"
    case sequenceNotLive = "sequence-not-live"
    case taskOverdue = "task-overdue"
    case taskExpired = "task-expired"
    case mergeFieldMissing = "merge-field-missing"
    case channelDataMissing = "channel-data-missing"
    case addressInvalid = "address-invalid"
    case bouncedHard = "bounced-hard"
    case bouncedSoftExhausted = "bounced-soft-exhausted"
    case mailboxDown = "mailbox-down"
    case inboxStale = "inbox-stale"
    case deliveryInDoubt = "delivery-in-doubt"
    case refused
    case breakerOpen = "breaker-open"
    case restored
    case capReached = "cap-reached"
    case noWindow = "no-window"
    case threadParentMissing = "thread-parent-missing"
    case pausedNoDate = "paused-no-date"
    case outOfOfficeNoDate = "out-of-office-no-date"
    /// Rests until a day that the lead's own machine, or a person, has named: never a gap.
    case outOfOffice = "out-of-office"
    case contactLater = "contact-later"
    /// Rests after a mail that the rep wrote by hand, until a day: never a gap.
    case handWritten = "hand-written"
    case colleagueReplied = "colleague-replied"
    case blockedElsewhere = "blocked-elsewhere"
    case coolOff = "cool-off"
    case replyUnanswered = "reply-unanswered"
    case replyUnclassified = "reply-unclassified"
    case referralNotFollowed = "referral-not-followed"
    case endedShort = "ended-short"
    case planTooShort = "plan-too-short"
    case duplicateLead = "duplicate-lead"

    package var party: ResponsibleParty {
        switch self {
        case .notAccepted, .notEnrolled, .taskOverdue, .taskExpired, .pausedNoDate,
            .outOfOfficeNoDate, .colleagueReplied, .replyUnanswered, .replyUnclassified,
            .referralNotFollowed, .endedShort:
            .rep
        case .noOwner, .ownerInactive, .ownerAbsent, .sequenceNotLive, .planTooShort: .manager
        case .engineFault, .bouncedSoftExhausted, .mailboxDown, .inboxStale, .deliveryInDoubt,
            .refused, .breakerOpen, .restored, .threadParentMissing:
            .system
        case .mergeFieldMissing, .channelDataMissing, .addressInvalid, .bouncedHard,
            .duplicateLead:
            .data
        case .capReached, .noWindow, .blockedElsewhere, .coolOff, .outOfOffice, .contactLater,
            .handWritten:
            .policy
        }
    }

    /// Whether it is about what the lead sent.
    var isOfReply: Bool {
        self == .replyUnanswered || self == .replyUnclassified || self == .referralNotFollowed
    }

    /// Whether it names the end of a rest.
    var isRest: Bool {
        switch self {
        case .outOfOffice, .contactLater, .handWritten, .colleagueReplied, .capReached: true
        case .engineFault, .notAccepted, .noOwner, .ownerInactive, .ownerAbsent, .notEnrolled,
            .sequenceNotLive, .taskOverdue, .taskExpired, .mergeFieldMissing,
            .channelDataMissing, .addressInvalid, .bouncedHard, .bouncedSoftExhausted,
            .mailboxDown, .inboxStale, .deliveryInDoubt, .refused, .breakerOpen, .restored,
            .noWindow, .threadParentMissing, .pausedNoDate, .outOfOfficeNoDate,
            .blockedElsewhere, .coolOff, .replyUnanswered, .replyUnclassified,
            .referralNotFollowed, .endedShort, .planTooShort, .duplicateLead:
            false
        }
    }
}
