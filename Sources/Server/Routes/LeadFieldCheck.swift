import API
import Sequencing
import Store

/// What a lead may be told to be, wherever it comes from.
enum LeadFieldCheck {
    static func address(_ text: String) throws(APIError) -> EmailAddress {
        do {
            return try EmailAddress(text)
        } catch {
            throw APIError(
                .usage, "the address “\(text)” \(error)", advice: "nothing was changed")
        }
    }

    /// An address, or `@domain`; a domain that everybody uses is a slip of the keyboard.
    static func suppressionKey(_ text: String) throws(APIError) -> SuppressionKey {
        let key: SuppressionKey
        do {
            key = try SuppressionKey(typed: text)
        } catch {
            throw APIError(
                .usage, "the address “\(text)” \(error)", advice: "nothing was changed")
        }
        if case .domain(let domain) = key, PublicMailDomains.all.contains(domain) {
            throw APIError(
                .usage, "\(text) would be everybody at \(domain)",
                advice: "name addresses; nothing was changed")
        }
        return key
    }

    static func zone(_ name: String?, isZoneKnown: (String) -> Bool) throws(APIError) -> String? {
        if let name, !isZoneKnown(name) {
            throw APIError(
                .usage, "“\(name)” is no time zone of this system",
                advice: "write an IANA name such as Europe/Berlin")
        }
        return name
    }

    /// Nil for blank text.
    static func tier(_ text: String?) throws(APIError) -> LeadTier? {
        guard let text, !text.allSatisfy(\.isWhitespace) else { return nil }
        guard let tier = LeadTier(rawValue: text) else {
            throw APIError(.usage, "“\(text)” is no tier", advice: LeadTier.advice)
        }
        return tier
    }

    static func check(_ fields: LeadFields, isZoneKnown: (String) -> Bool) throws(APIError) {
        _ = try zone(fields.zone, isZoneKnown: isZoneKnown)
        if let country = fields.country,
            country.count != 2 || !country.unicodeScalars.allSatisfy({ $0.isASCIILetterOrDigit })
        {
            throw APIError(
                .usage, "“\(country)” is no country code",
                advice: "write two letters such as DE (ISO 3166-1)")
        }
        for (name, value) in fields.mergeFields {
            if value.unicodeScalars.contains(where: \.isControl) {
                throw APIError(
                    .usage, "\(name) has control characters",
                    advice: "write it on one line, without tabs")
            }
            if value.utf8.count > 2000 {
                throw APIError(.usage, "\(name) is longer than 2000 bytes", advice: "shorten it")
            }
        }
    }
}
