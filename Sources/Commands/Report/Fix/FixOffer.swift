package import API
import Sequencing

/// What a key does with a row of the work list: a command that could as well be typed.
package struct FixOffer: Equatable, Sendable {
    package enum Key: Character, CaseIterable, Sendable {
        /// What the report proposes.
        case fix = "f"
        case assign = "a"
        case resume = "r"
        case enroll = "e"
        case settle = "t"
        case dispose = "d"
        /// The lead's story.
        case explain = "x"
        case skip = "s"
        case quit = "q"
        case help = "?"

        var meaning: String {
            switch self {
            case .fix: "do what the report proposes"
            case .assign: "give it to another rep"
            case .resume: "let its paused enrollment go on"
            case .enroll: "enroll it in a sequence"
            case .settle: "say what became of the e-mail"
            case .dispose: "close it: what came of the lead"
            case .explain: "see its story"
            case .skip: "go on to the next and leave this one"
            case .quit: "stop here"
            case .help: "see this"
            }
        }

        /// `3 assigned`, in what was done at the end.
        var done: String {
            switch self {
            case .fix: "done as proposed"
            case .assign: "assigned"
            case .resume: "resumed"
            case .enroll: "enrolled"
            case .settle: "settled"
            case .dispose: "disposed of"
            case .skip: "skipped"
            case .explain, .quit, .help: ""
            }
        }
    }

    package let key: Key
    /// As it would be typed, `thirdtouch` first.
    package let command: String
    package let template: CommandTemplate

    private init?(_ key: Key, _ command: String) {
        guard let template = CommandTemplate(command) else { return nil }
        self.key = key
        self.command = command
        self.template = template
    }

    /// What can be done with a row, in the order in which it is shown; what the report proposes comes first.
    package static func all(for row: WorkListRow) -> [FixOffer] {
        let proposed = row.proposal.flatMap { FixOffer(.fix, $0) }
        let others = [
            resume(row), settle(row), enroll(row),
            FixOffer(.assign, "thirdtouch lead assign \(row.handOff) --to REP"),
            FixOffer(.dispose, "thirdtouch lead dispose \(row.handOff) --as OUTCOME"),
            FixOffer(.explain, "thirdtouch lead explain \(row.lead)"),
        ].compactMap(\.self).filter { $0.template != proposed?.template }
        return [proposed].compactMap(\.self) + others
    }

    private static func resume(_ row: WorkListRow) -> FixOffer? {
        switch row.reason {
        case .pausedNoDate, .outOfOfficeNoDate, .colleagueReplied:
            guard row.class != .endedShort else { return nil }
            return evidence(of: row, "E").flatMap {
                FixOffer(.resume, "thirdtouch enrollment resume \($0)")
            }
        default: return nil
        }
    }

    private static func settle(_ row: WorkListRow) -> FixOffer? {
        switch row.reason {
        case .deliveryInDoubt:
            evidence(of: row, "D").flatMap {
                FixOffer(.settle, "thirdtouch delivery settle \($0) sent|resend|drop")
            }
        case .restored:
            evidence(of: row, "E").flatMap {
                FixOffer(.settle, "thirdtouch enrollment settle \($0) --as sent|resend")
            }
        default: nil
        }
    }

    /// Where no enrollment of it lives: a live one would be refused.
    private static func enroll(_ row: WorkListRow) -> FixOffer? {
        switch row.class {
        case .endedShort: break
        case .neverTouched where evidence(of: row, "E") == nil: break
        default: return nil
        }
        return FixOffer(.enroll, "thirdtouch enroll \(row.handOff) --sequence NAME")
    }

    private static func evidence(of row: WorkListRow, _ letter: Character) -> String? {
        row.evidence.first { $0.first == letter && Int($0.dropFirst()) != nil }
    }
}

extension WorkListRow {
    /// What the report proposes, for this hand-off alone: since the list was made, somebody may have closed it, and
    /// enrolling the lead would begin another.
    var proposal: String? {
        let enroll = "thirdtouch enroll "
        let named = enroll + ShellWord.quoted(email) + " "
        guard let command, command.hasPrefix(named) else { return command }
        return enroll + "\(handOff) " + command.dropFirst(named.count)
    }
}
