/// A digest as a mail: the same words as text and as HTML.
///
/// Names and companies come from strangers: in the text each is made one line, in the HTML it is escaped, and the
/// subject has numbers alone.
package struct DigestLetter: Equatable, Sendable {
    package let subject: String
    package let text: String
    package let html: String

    /// `zone` is the receiver's; `isOwn` for a rep, who is told of their own leads.
    package init(_ digest: Digest, isOwn: Bool, zone: ZoneRules) {
        let words = Words(digest: digest, isOwn: isOwn, zone: zone)
        subject = words.subject
        text = words.text
        html = words.html
    }

    /// What others have measured, with its source and its year.
    static let studies: (firstAnswer: String, followUps: String) = (
        "Of 2,241 firms that were sent a test lead, 23 % never answered (Harvard Business Review 2011).",
        "A third cold follow-up by e-mail lowers the share of replies (Belkins 2024): after three "
            + "without an answer, another channel or another person helps more than a further e-mail."
    )
}

private struct Words {
    let digest: Digest
    let isOwn: Bool
    let zone: ZoneRules

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    // MARK: The parts

    var subject: String {
        let day = "\(digest.day.day) \(Self.months[digest.day.month - 1]) \(digest.day.year)"
        let when = digest.kind == .weekly ? "week of \(day)" : day
        let parts: [String?] = [
            digest.losable.count == 0 ? "nobody waits" : wait(digest.losable.count),
            digest.stuck.count == 0 ? nil : "\(digest.stuck.count) got stuck",
            digest.unstuck.count == 0 ? nil : "\(digest.unstuck.count) moved on",
        ]
        return "Touch gap, \(when): \(parts.compactMap(\.self).joined(separator: ", "))"
    }

    private func wait(_ count: Int) -> String {
        let whose = isOwn ? " of yours" : ""
        return count == 1 ? "a lead\(whose) waits" : "\(count) leads\(whose) wait"
    }

    private var sections: [(heading: String, list: Digest.List, isWhole: Bool)] {
        let since = date(digest.since)
        return [
            ("What can be lost today", digest.losable, true),
            ("Got stuck since \(since)", digest.stuck, false),
            ("Moved on since \(since)", digest.unstuck, false),
        ].filter { $0.1.count > 0 }
    }

    private var closing: [String] {
        let sum =
            "Of \(digest.handOffs) hand-offs\(isOwn ? " of yours" : "") \(digest.losable.count) "
            + "\(digest.losable.count == 1 ? "is" : "are") not being worked. The whole list: thirdtouch report touch-gap"
        var lines = [sum]
        let classes = Set(digest.losable.entries.map(\.class))
        if digest.losable.entries.contains(where: { $0.touches >= 3 }) {
            lines.append(DigestLetter.studies.followUps)
        } else if classes.contains(.neverTouched) || classes.contains(.ourTurn) {
            lines.append(DigestLetter.studies.firstAnswer)
        }
        return lines
    }

    /// `Mira Falk, Nordwind, mira.falk@nordwind.example`.
    private func who(_ entry: Digest.Entry) -> String {
        [entry.name == entry.email ? nil : entry.name, entry.company, entry.email]
            .compactMap(\.self).map(Self.line).joined(separator: ", ")
    }

    private func why(_ entry: Digest.Entry) -> String {
        let reason = entry.reason.map { "\($0.rawValue): " } ?? ""
        let since = entry.since.map { ", since \(date($0))" } ?? ""
        let touches = entry.touches == 1 ? "1 touch" : "\(entry.touches) touches"
        return "\(reason)\(Self.line(entry.text ?? entry.class.rawValue))\(since); \(touches)"
    }

    private func act(_ entry: Digest.Entry) -> String {
        let owner = entry.owner.map(Self.line) ?? "a manager"
        return switch entry.reason?.party {
        case .rep, .data: isOwn ? "You" : owner
        case .manager: "A manager"
        case .system: "The administrator"
        case .policy, nil: "A manager, by the rules"
        }
    }

    private func standing(_ entry: Digest.Entry) -> String {
        switch entry.class {
        case .onPlan: "moving again"
        case .waiting: "waits by right\(entry.text.map { ": \(Self.line($0))" } ?? "")"
        case .closed: "a person has judged it"
        case .suppressed: "may not be contacted"
        case .engineFault, .neverTouched, .stalled, .endedShort, .ourTurn: entry.class.rawValue
        }
    }

    private func date(_ instant: Instant) -> String {
        let date = zone.local(instant).date
        return "\(date.day) \(Self.months[date.month - 1])"
    }

    // MARK: As text

    var text: String {
        var lines: [String] = []
        if digest.isEmpty { lines += ["Nobody waits, and nothing has changed.", ""] }
        for (heading, list, isWhole) in sections {
            lines += ["\(heading) (\(list.count))", ""]
            for entry in list.entries {
                guard isWhole else {
                    let end = entry.class.isGap ? why(entry) : standing(entry)
                    lines.append("- \(who(entry)): \(end)")
                    continue
                }
                lines += ["- \(who(entry))", "  \(why(entry))"]
                if let command = entry.command {
                    lines.append("  \(act(entry)): \(Self.line(command))")
                }
            }
            if list.more > 0 { lines.append("- and \(list.more) more") }
            lines.append("")
        }
        return (lines + closing).joined(separator: "\n") + "\n"
    }

    /// One line: whatever ends a line, and every control, is a space.
    private static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.isControl || $0.value == 0x2028 || $0.value == 0x2029 ? " " : $0
                }))
    }

    // MARK: As HTML

    var html: String {
        var body = digest.isEmpty ? "<p>Nobody waits, and nothing has changed.</p>\n" : ""
        for (heading, list, isWhole) in sections {
            body += "<h2>\(Self.escaped(heading)) (\(list.count))</h2>\n<ul>\n"
            for entry in list.entries {
                body += "<li>\(isWhole ? item(entry) : short(entry))</li>\n"
            }
            if list.more > 0 { body += "<li>and \(list.more) more</li>\n" }
            body += "</ul>\n"
        }
        body += closing.map { "<p>\(Self.escaped($0))</p>\n" }.joined()
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(Self.escaped(subject))</title></head>
            <body style="font-family: sans-serif; max-width: 44em">
            \(body)</body></html>

            """
    }

    private func item(_ entry: Digest.Entry) -> String {
        let command = entry.command.map {
            "<br>\(Self.escaped(act(entry))): <code>\(Self.escaped(Self.line($0)))</code>"
        }
        return "<b>\(Self.escaped(who(entry)))</b><br>\(Self.escaped(why(entry)))\(command ?? "")"
    }

    private func short(_ entry: Digest.Entry) -> String {
        let end = entry.class.isGap ? why(entry) : standing(entry)
        return "<b>\(Self.escaped(who(entry)))</b>: \(Self.escaped(end))"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
