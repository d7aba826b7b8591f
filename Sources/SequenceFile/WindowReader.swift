import PlainYAML
import Sequencing

/// Reads when a lead may be contacted.
struct WindowReader {
    let knownZones: (String) -> Bool
    let mistakes: Mistakes

    func read(_ map: Mapping?) -> Window {
        guard let map else { return SequenceDefaults.window }
        var window = SequenceDefaults.window
        window.hoursByDay = hoursByDay(map)
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
        guard found.isEmpty else { return found }
        if key == "holidays" {
            mistakes.note(
                node, "names no country",
                advice: "write lead, none or a list of ISO codes: [DE, US]")
        } else if case .list(let items) = node.content, items.isEmpty {
            mistakes.note(
                node, "is an empty list: the window never opens",
                advice: "leave \(key) out or fill it")
        } else {
            mistakes.note(node, "is empty: the window never opens", advice: "leave \(key) out")
        }
        return found
    }

    /// The same hours on all days, or, where `hours` is a mapping, those of each.
    private func hoursByDay(_ map: Mapping) -> [Weekday: [Window.Hours]] {
        let daysNode = map.optional("days")
        let days = daysNode.map { self.days($0, map) } ?? Window.workdays
        guard let node = map.optional("hours") else {
            return Dictionary(uniqueKeysWithValues: days.map { ($0, SequenceDefaults.hours) })
        }
        guard case .mapping = node.content, let week = map.mapping("hours") else {
            let hours = hours("hours", node, map)
            return Dictionary(uniqueKeysWithValues: days.map { ($0, hours) })
        }
        if let daysNode {
            mistakes.note(
                daysNode, "stands beside hours that name their days already",
                advice: "leave days out, or give one list of hours for all of them")
        }
        let known = mistakes.count
        let hoursByDay = hoursByDay(named: week)
        if hoursByDay.values.allSatisfy(\.isEmpty), mistakes.count == known {
            mistakes.note(
                node, "names no hours of any day: the window never opens",
                advice: "write { mon-thu: 09:00-17:00, fri: 09:00-13:00 }, or leave hours out")
        }
        return hoursByDay
    }

    private func hoursByDay(named week: Mapping) -> [Weekday: [Window.Hours]] {
        var hoursByDay: [Weekday: [Window.Hours]] = [:]
        for entry in week.all {
            let hours = hours(entry.key, entry.value, week)
            for text in entry.key.split(separator: ",") {
                for day in days(text, note: { week.note(entry, $0, advice: $1) }) {
                    if hoursByDay[day] != nil {
                        week.note(
                            entry, "\(day.rawValue) has hours already",
                            advice: "give each day one list of hours")
                    }
                    hoursByDay[day] = hours
                }
            }
        }
        return hoursByDay
    }

    private func days(_ node: Node, _ map: Mapping) -> Set<Weekday> {
        items("days", node, map).reduce(into: []) { days, item in
            days.formUnion(
                self.days(item.text[...]) { mistakes.note(item.node, $0, advice: $1) })
        }
    }

    /// `mon-fri`, or one day.
    private func days(
        _ text: Substring, note: (_ message: String, _ advice: String) -> Void
    ) -> [Weekday] {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { Weekday(rawValue: $0.filter { $0 != " " }.lowercased()) }
        let all = Weekday.allCases
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
            let start = all.firstIndex(of: first), let end = all.firstIndex(of: last)
        else {
            note(
                "\(String(text).evidence) are no days",
                "write mon-fri, or a list of mon, tue, wed, thu, fri, sat, sun")
            return []
        }
        guard start <= end else {
            note(
                "\(String(text).evidence) runs backwards: the week begins on Monday",
                "write the days as a list: [\(last), \(first)]")
            return []
        }
        return Array(all[start...end])
    }

    private func hours(_ key: String, _ node: Node, _ map: Mapping) -> [Window.Hours] {
        var hours: [Window.Hours] = []
        for (text, place) in items(key, node, map) {
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
