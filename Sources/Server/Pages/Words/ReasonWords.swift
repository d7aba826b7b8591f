import Sequencing

extension TouchGapReason {
    /// A few words for a list; the finding's own text says more.
    var title: String {
        switch self {
        case .engineFault: "Engine fault"
        case .notAccepted: "Not accepted"
        case .noOwner: "Nobody owns it"
        case .ownerInactive: "Owner has left"
        case .ownerAbsent: "Owner is away"
        case .notEnrolled: "Never enrolled"
        case .sequenceNotLive: "Sequence not live"
        case .taskOverdue: "Task overdue"
        case .taskExpired: "Task expired"
        case .mergeFieldMissing: "Merge field missing"
        case .channelDataMissing: "No way to reach them"
        case .addressInvalid: "Address invalid"
        case .bouncedHard: "Address does not exist"
        case .bouncedSoftExhausted: "Mail keeps coming back"
        case .mailboxDown: "Mailbox down"
        case .inboxStale: "Inbox can’t be read"
        case .deliveryInDoubt: "Delivery in doubt"
        case .refused: "Server refused the mail"
        case .breakerOpen: "Mailbox stopped itself"
        case .restored: "Open after a restore"
        case .capReached: "Cap reached"
        case .noWindow: "Window never opens"
        case .threadParentMissing: "Thread has no start"
        case .pausedNoDate: "Paused without a date"
        case .outOfOfficeNoDate: "Away without a date"
        case .outOfOffice: "Out of office"
        case .contactLater: "Contact later"
        case .handWritten: "Written by hand"
        case .colleagueReplied: "A colleague answered"
        case .blockedElsewhere: "Blocked by another sequence"
        case .coolOff: "Cooling off"
        case .replyUnanswered: "Answer owed"
        case .replyUnclassified: "Reply to be read"
        case .referralNotFollowed: "Referral not followed"
        case .endedShort: "Ended too soon"
        case .planTooShort: "Plan too short"
        case .duplicateLead: "Duplicate lead"
        }
    }
}
