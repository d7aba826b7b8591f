/// The addresses in a decoded address field (To, Cc, Bcc, Delivered-To).
package enum RecipientAddresses {
    /// At most so many of one field are looked at.
    package static let most = 200

    /// In canonical form, in their order; what is no address that we could write to is left out.
    ///
    /// Of `"Falk, Mira" <mira@north.example>` that between the angle brackets counts: an address in a
    /// display name is no recipient.
    package static func all(in field: String) -> [String] {
        var found: [String] = []
        for entry in entries(of: field).prefix(most) {
            let address = bracketed(entry) ?? entry
            let text = address.filter { !$0.isWhitespace }
            // Why the error is dropped: what is no address is nobody we know.
            if let canonical = (try? EmailAddress(text))?.canonical { found.append(canonical) }
        }
        return found
    }

    /// Cut at commas and semicolons, and at the colon of a group's name, outside quotes and brackets.
    private static func entries(of field: String) -> [Substring] {
        var entries: [Substring] = []
        var start = field.startIndex
        var isQuoted = false
        var isBracketed = false
        for index in field.indices {
            switch field[index] {
            case "\"": isQuoted.toggle()
            case "<" where !isQuoted: isBracketed = true
            case ">" where !isQuoted: isBracketed = false
            case ",", ";", ":":
                guard !isQuoted, !isBracketed else { continue }
                entries.append(field[start..<index])
                start = field.index(after: index)
            default: break
            }
        }
        entries.append(field[start...])
        return entries
    }

    private static func bracketed(_ entry: Substring) -> Substring? {
        guard let open = entry.lastIndex(of: "<"), let close = entry.lastIndex(of: ">"),
            open < close
        else { return nil }
        return entry[entry.index(after: open)..<close]
    }
}
