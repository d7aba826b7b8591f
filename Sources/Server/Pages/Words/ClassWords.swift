import Sequencing

/// The report's words for people (docs/touch-gap.md).
extension TouchGapClass {
    var title: String {
        switch self {
        case .engineFault: "Engine fault"
        case .neverTouched: "Never touched"
        case .stalled: "Stalled"
        case .endedShort: "Ended short"
        case .ourTurn: "Our turn"
        case .waiting: "Waiting"
        case .onPlan: "On plan"
        case .closed: "Closed"
        case .suppressed: "Suppressed"
        }
    }

    /// What it means, in a sentence.
    var meaning: String {
        switch self {
        case .engineFault: "Thirdtouch itself does not know where they stand."
        case .neverTouched: "Nobody has touched them, and the promised first touch is past."
        case .stalled: "Touched once or twice, and nothing moves any more."
        case .endedShort: "The sequence is over below the minimum. Elsewhere this counts as done."
        case .ourTurn: "They answered, and nobody has answered back in time."
        case .waiting: "Held by right: away until a date, asked for later, or a cap that drains."
        case .onPlan: "Moving as their sequence says."
        case .closed: "A person has judged them, after enough effort."
        case .suppressed: "May not be contacted."
        }
    }

    /// Those first that need somebody.
    static let inReportOrder: [TouchGapClass] = [
        .engineFault, .ourTurn, .neverTouched, .stalled, .endedShort, .waiting, .onPlan, .closed,
        .suppressed,
    ]
}

extension ResponsibleParty {
    /// Who can move it.
    var title: String {
        switch self {
        case .rep: "Rep"
        case .manager: "Manager"
        case .system: "Administrator"
        case .data: "Data"
        case .policy: "Rules"
        }
    }

    var meaning: String {
        switch self {
        case .rep: "the rep who owns the lead"
        case .manager: "a manager: who owns what, which sequence is live"
        case .system: "the administrator: mailboxes, servers, the daemon"
        case .data: "whoever keeps the lead's data"
        case .policy: "nobody by hand: caps, windows and rules that you have set"
        }
    }
}

extension Rep.Access {
    var title: String {
        switch self {
        case .rep: "rep"
        case .manager: "manager"
        case .marketing: "marketing"
        case .admin: "administrator"
        }
    }
}

extension Disposition {
    var title: String {
        switch self {
        case .qualified: "Qualified"
        case .meetingBooked: "Meeting booked"
        case .noNeed: "No need"
        case .noBudget: "No budget"
        case .badTiming: "Bad timing"
        case .badData: "Bad data"
        case .notAFit: "Not a fit"
        case .unableToReach: "Unable to reach"
        case .recycled: "Recycled"
        case .misrouted: "Misrouted"
        case .incomplete: "Incomplete"
        case .outsideCriteria: "Outside criteria"
        }
    }
}
