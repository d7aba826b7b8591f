import PlainYAML
import Sequencing

/// Reads when a lead may be contacted.
struct WindowReader {
    let knownZones: (String) -> Bool
    let mistakes: Mistakes

    func read(_ map: Mapping?) -> Window {
        guard let map else { return SequenceDefaults.window }
        var window = SequenceDefaults.window
        if let node = map.optional("days") { window.days = days(node, map) }
        if let node = map.optional("hours") { window.hours = hours(node, map) }
        if let node = map.optional("zone") { window.zone = zone(node, map) }
        if let node = map.optional("holidays") { window.holidays = holidays(node, map) }
        map.refuseUnknownKeys()
        return window
    }

    /// The items of a list, or of a text with commas; each with the node that shows its place.
    private func items(_ key: String, _ node: Node, _ map: Mapping) -> [(text: String, node: Node)]
    {
        let found = map.list(key).flatMap { item in
            (map.text(of: item) ?? "").split(separator: ",").map { part in
                (part.split(separator: " ").joined(separator: " "), item)
            }
        }
        if case .list(let items) = node.content, items.isEmpty {
            mistakes.note(
                node, "is an empty list: the window never opens",
                advice: "leave \(key) out or fill it")
        } else if found.isEmpty {
            mistakes.note(node, "is empty: the window never opens", advice: "leave \(key) out")
        }
        return found
    }

    private func days(_ node: Node, _ map: Mapping) -> Set<Weekday> {
        var days: Set<Weekday> = []
        for (text, place) in items("days", node, map) {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
                .map { Weekday(rawValue: $0.filter { $0 != " " }.lowercased()) }
            let all = Weekday.allCases
            guard (1...2).contains(ends.count), let first = ends[0],
                let last = ends[ends.count - 1],
                let start = all.firstIndex(of: first), let end = all.firstIndex(of: last)
            else {
                mistakes.note(
                    place, "\(text.evidence) are no days",
                    advice: "write mon-fri, or a list of mon, tue, wed, thu, fri, sat, sun")
                continue
            }
            guard start <= end else {
                mistakes.note(
                    place, "\(text.evidence) runs backwards: the week begins on Monday",
                    advice: "write the days as a list: [\(last), \(first)]")
                continue
            }
            days.formUnion(all[start...end])
        }
        return days
    }

    private func hours(_ node: Node, _ map: Mapping) -> [Window.Hours] {
        var hours: [Window.Hours] = []
        for (text, place) in items("hours", node, map) {
            guard let span = HoursReader(mistakes: mistakes).read(text, at: place) else { continue }
            if let previous = hours.last, span.opens < previous.closes {
                mistakes.note(
                    place,
                    "\(text.evidence) overlaps the hours before it, or stands after later ones",
                    advice: "write the hours in order, each beginning after the one before ends")
                continue
            }
            hours.append(span)
        }
        return hours
    }

    private func zone(_ node: Node, _ map: Mapping) -> Window.ZoneChoice {
        guard let text = map.text(of: node) else { return .lead }
        switch text {
        case "lead": return .lead
        case "rep": return .rep
        default:
            if !knownZones(text) {
                mistakes.note(
                    node, "the zone \(text.evidence) is unknown",
                    advice: "write lead, rep or an IANA name like Europe/Berlin")
            }
            return .named(text)
        }
    }

    private func holidays(_ node: Node, _ map: Mapping) -> Window.HolidayChoice {
        if node.text == "lead" { return .lead }
        if node.text == "none" { return .none }
        var countries: [String] = []
        for (text, place) in items("holidays", node, map) {
            if text.utf8.count == 2, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
                if !countries.contains(text) { countries.append(text) }
            } else {
                mistakes.note(
                    place, "\(text.evidence) is no country code",
                    advice: "write lead, none or a list of ISO codes: [DE, US]")
            }
        }
        return .countries(countries)
    }
}

/// Reads one span of local hours, as in `09:00-17:00`.
struct HoursReader {
    let mistakes: Mistakes

    func read(_ text: String, at place: Node) -> Window.Hours? {
        let ends = text.filter { $0 != " " }
            .split(separator: "-", omittingEmptySubsequences: false).map { LocalTime(text: $0) }
        guard ends.count == 2, let opens = ends[0], let closes = ends[1] else {
            mistakes.note(place, "\(text.evidence) are no hours", advice: "write 09:00-17:00")
            return nil
        }
        guard opens < closes else {
            mistakes.note(
                place, "\(text.evidence) never opens: it ends before it begins",
                advice: "write the earlier time first; hours may not pass midnight")
            return nil
        }
        return Window.Hours(opens: opens, closes: closes)
    }
}
