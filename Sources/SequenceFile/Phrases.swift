import Sequencing

/// The short sentences of a sequence file, as in `2 business days`.
///
/// Each is nil for anything else; what to write instead stands beside it.
enum Phrase {
    static let delayAdvice =
        "write 30 minutes, 2 hours, 3 days or 2 business days, and “from start” after it to count "
        + "from the enrollment"
    static let spanAdvice = "write 30 minutes, 2 hours, 3 days or 2 business days"
    static let colleagueAdvice = "write pause 5 business days, stop or ignore"
    static let outOfOfficeAdvice = "write resume 1 business day after return, else after 14 days"
    static let minimumAdvice = "write 6 touches on 2 channels in 10 business days"

    /// `2 business days`, `3 days from start`. The count is not yet tested.
    static func delay(_ text: String) -> Delay? {
        var words = words(of: text)
        let anchor: Delay.Anchor = words.suffix(2) == ["from", "start"] ? .start : .previousStep
        if anchor == .start { words.removeLast(2) }
        return span(words).map { Delay(span: $0, anchor: anchor) }
    }

    static func span(_ text: String) -> Delay.Span? { span(words(of: text)) }

    private static func span(_ words: [String]) -> Delay.Span? {
        guard let first = words.first, let count = number(first) else { return nil }
        switch Array(words.dropFirst()) {
        case ["minute"], ["minutes"]: return .init(count: count, unit: .minutes)
        case ["hour"], ["hours"]: return .init(count: count, unit: .hours)
        case ["day"], ["days"]: return .init(count: count, unit: .days)
        case ["business", "day"], ["business", "days"]:
            return .init(count: count, unit: .businessDays)
        default: return nil
        }
    }

    /// The most of each unit: about a year, and a week of minutes.
    static func limit(_ unit: Delay.Unit) -> Int {
        switch unit {
        case .minutes: 10_080
        case .hours: 2_160
        case .days: 365
        case .businessDays: 260
        }
    }

    static func colleagueRule(_ text: String) -> Sequence.ColleagueRule? {
        switch text {
        case "stop": return .stop
        case "ignore": return .ignore
        default:
            let words = words(of: text)
            guard words.first == "pause", let span = span(Array(words.dropFirst())),
                span.unit == .businessDays, (1...260).contains(span.count)
            else { return nil }
            return .pause(businessDays: span.count)
        }
    }

    static func outOfOffice(_ text: String) -> Sequence.OutOfOfficeRule? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let (first, second) = (words(of: String(parts[0])), words(of: String(parts[1])))
        guard first.first == "resume", first.suffix(2) == ["after", "return"],
            second.prefix(2) == ["else", "after"],
            let afterReturn = span(Array(first.dropFirst().dropLast(2))),
            let otherwise = span(Array(second.dropFirst(2))),
            afterReturn.unit == .businessDays, (0...60).contains(afterReturn.count),
            otherwise.unit == .days, (1...365).contains(otherwise.count)
        else { return nil }
        return .init(businessDaysAfterReturn: afterReturn.count, defaultDays: otherwise.count)
    }

    static func minimum(_ text: String) -> Sequence.Minimum? {
        let words = words(of: text)
        guard words.count == 9, let touches = number(words[0]), let channels = number(words[3]),
            let businessDays = number(words[6]),
            ["touch", "touches"].contains(words[1]), words[2] == "on",
            ["channel", "channels"].contains(words[4]), words[5] == "in",
            words[7] == "business", ["day", "days"].contains(words[8]),
            (1...50).contains(touches), (1...4).contains(channels),
            (1...260).contains(businessDays)
        else { return nil }
        return .init(touches: touches, channels: channels, businessDays: businessDays)
    }

    private static func words(of text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    /// Digits only, at most six.
    private static func number(_ word: String) -> Int? {
        guard word.utf8.count <= 6, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(word)
    }
}
