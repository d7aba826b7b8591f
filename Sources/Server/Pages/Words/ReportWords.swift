import Sequencing

extension CoverageMark {
    var title: String {
        switch self {
        case .singleThreaded: "Single-threaded"
        case .shallow: "Shallow"
        case .stale: "Stale"
        case .untouched: "Untouched"
        }
    }

    var meaning: String {
        switch self {
        case .singleThreaded: "one person alone was touched"
        case .shallow: "nobody has more than two touches"
        case .stale: "no touch for thirty days"
        case .untouched: "nobody was touched"
        }
    }
}

extension AuditFinding {
    var title: String {
        switch self {
        case .unreachableTooEarly: "Unreachable too early"
        case .noConversation: "No conversation"
        case .rejectedAfterContact: "Sent back after contact"
        case .stoppedEarly: "Stopped early"
        }
    }

    var meaning: String {
        switch self {
        case .unreachableTooEarly: "“unable to reach”, below the minimum"
        case .noConversation: "“no interest” of somebody who never said a word"
        case .rejectedAfterContact: "not worth contact, and yet contacted"
        case .stoppedEarly: "ended by a rep below the minimum: cherry-picking"
        }
    }
}
