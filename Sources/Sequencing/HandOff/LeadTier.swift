/// How much a lead's account is worth, in the company's own word: `A`, `2`, `strategic`.
///
/// 1 to 20 letters, digits, spaces and hyphens, of which at least one is a letter or a digit. It is kept as it was written,
/// without the spaces around it.
package struct LeadTier: RawRepresentable, Codable, Equatable, Sendable {
    private static let longest = 20
    /// For messages: what may be one.
    package static let advice = "write 1 to 20 letters, digits, spaces and hyphens, as in strategic"

    package let rawValue: String

    /// Nil for what is none, and so for blank text.
    package init?(rawValue text: String) {
        let word = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
        let scalars = String(word.reversed()).unicodeScalars
        guard scalars.count <= Self.longest, scalars.contains(where: Self.isSign),
            scalars.allSatisfy({ $0 == " " || $0 == "-" || Self.isSign($0) })
        else { return nil }
        rawValue = String(scalars)
    }

    /// Whether both are one tier: the case of letters is nothing.
    package func isSame(as other: LeadTier) -> Bool {
        rawValue.lowercased() == other.rawValue.lowercased()
    }

    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }
}
