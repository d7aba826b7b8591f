import Sequencing

/// What may not stand in a draft, by field.
enum DraftCheck {
    static func check(_ draft: MessageDraft) throws(ComposeError) {
        for (field, text) in [
            (ComposeError.Field.fromName, draft.fromName), (.toName, draft.toName),
            (.subject, draft.subject),
        ] where text.unicodeScalars.contains(where: { $0.isControl || $0.endsLine }) {
            throw .controlCharacter(field: field)
        }
        try checkID(draft.messageID, .messageID)
        if let parent = draft.inReplyTo { try checkID(parent, .inReplyTo) }
        for reference in draft.references { try checkID(reference, .references) }
        for way in [draft.unsubscribeURL, draft.unsubscribeToken].compactMap({ $0 }) {
            guard way.utf8.count <= 900,
                way.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>,".utf8.contains($0) })
            else { throw .unsubscribeWay(way) }
        }
        try checkBody(draft.text, .text)
        if let html = draft.html { try checkBody(html, .html) }
    }

    private static func checkID(
        _ id: String, _ field: ComposeError.Field
    ) throws(ComposeError) {
        guard !id.unicodeScalars.contains(where: \.isControl) else {
            throw .controlCharacter(field: field)
        }
        let halves = id.split(separator: "@", omittingEmptySubsequences: false)
        guard id.utf8.count <= 250, halves.count == 2, halves.allSatisfy({ !$0.isEmpty }),
            id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>()\",;:\\".utf8.contains($0) })
        else { throw .messageID(id, field: field) }
    }

    private static func checkBody(
        _ text: String, _ field: ComposeError.Field
    ) throws(ComposeError) {
        let isBroken = text.unicodeScalars.contains {
            $0.isControl && $0 != "\n" && $0 != "\r" && $0 != "\t" && $0 != "\u{85}"
        }
        if isBroken { throw .controlCharacter(field: field) }
    }
}

extension Unicode.Scalar {
    /// Unicode's own line and paragraph separators: a header has one line.
    fileprivate var endsLine: Bool { value == 0x2028 || value == 0x2029 }
}

/// The Date field (RFC 5322 section 3.3), in the offset given.
enum DateField {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ instant: Instant, offsetMinutes: Int) -> String {
        let seconds = instant.milliseconds.flooredDivision(by: 1000) + Int64(offsetMinutes) * 60
        let local = LocalDateTime(secondsSince1970: seconds)
        let weekday = Weekday.allCases.firstIndex(of: local.date.weekday) ?? 0
        let minutes = abs(offsetMinutes)
        let zone =
            (offsetMinutes < 0 ? "-" : "+") + (minutes / 60).twoDigits + (minutes % 60).twoDigits
        return "\(days[weekday]), \(local.date.day.twoDigits) \(months[local.date.month - 1]) "
            + "\(local.date.year) \(local.time) \(zone)"
    }
}

/// `mailto:` with the subject that `ReplyRules` takes for an opt-out (RFC 6068).
enum MailtoURL {
    static func text(_ address: EmailAddress, token: String? = nil) -> String {
        let encoded = address.text.utf8.map { byte -> String in
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCIILetterOrDigit || "-._~@+".unicodeScalars.contains(scalar) {
                return String(Character(scalar))
            }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" + digits : digits)
        }
        return "mailto:\(encoded.joined())?subject=unsubscribe"
            + (token.map { "%20\($0)" } ?? "")
    }
}
