import Foundation

/// An e-mail address that may go into an envelope or a header: `local@domain`, nothing more.
///
/// Of the spellings of one address it knows one: composed characters (NFC, RFC 6532 section 3.1) and the domain as DNS has
/// it (`InternationalDomain`).
///
/// The dot-atom subset of RFC 5321 section 4.1.2 (with UTF-8 by RFC 6531): no quoted local part, no
/// address literal, no display name. libcurl passes CR LF in an address to the server as
/// commands, so this initializer is the one place that decides.
package struct EmailAddress: Hashable, Sendable {
    /// As written, the domain in lower case and in ASCII.
    package let text: String

    /// The key of a lead: the whole address in lower case.
    ///
    /// RFC 5321 allows case to matter in the local part; no provider known makes it matter, and a
    /// lead written twice by case would be mailed twice.
    package var canonical: String {
        // Nearly all are so already.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.utf8.contains(where: \.isCapital) ? text.lowercased() : text
        }
        return text.lowercased().precomposedStringWithCanonicalMapping
    }

    package var domain: String {
        String(text[text.utf8.index(after: text.utf8.lastIndex(of: UInt8(ascii: "@"))!)...])
    }

    /// The canonical form of what somebody typed or wrote; of what is no address the text in lower case, by which nobody is
    /// found.
    package static func canonical(of text: some StringProtocol) -> String {
        (try? EmailAddress(text))?.canonical ?? text.lowercased()
    }

    /// The same with the case as it was, for addresses that are shown.
    package static func standard(_ text: some StringProtocol) -> String {
        (try? EmailAddress(text))?.text ?? String(text)
    }

    /// A canonical address as it may stand elsewhere: itself, and where it differs with its domain as people write it.
    package static func spellings(of canonical: String) -> [String] {
        guard canonical.contains("xn--"), let at = canonical.lastIndex(of: "@") else {
            return [canonical]
        }
        let other = canonical[...at] + InternationalDomain.unicode(canonical[at...].dropFirst())
        return other == canonical ? [canonical] : [canonical, String(other)]
    }

    /// What the store holds was judged when it came in, by the rules of that day; nil where it can't have been.
    package init?(stored text: String) {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return nil }
        self.text = text
    }

    /// A mail domain as addresses have it, whoever wrote it.
    package static func canonical(ofDomain text: some StringProtocol) -> String {
        InternationalDomain.ascii(text)
    }

    package init(_ text: some StringProtocol) throws(Mistake) {
        var text = String(text)
        if text.withUTF8(Self.isPlain) {
            self.text = text
            return
        }
        guard text.utf8.count <= 254 else { throw .tooLong }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw parts.count < 2 ? .noAtSign : .severalAtSigns }
        let local = parts[0].precomposedStringWithCanonicalMapping
        guard !local.isEmpty, local.utf8.count <= 64 else { throw .localPart }
        guard Self.isDotAtom(local[...], allowing: "!#$%&'*+-/=?^_`{|}~") else { throw .localPart }
        guard Self.isDotAtom(parts[1], allowing: "-") else { throw .domain }
        let domain = InternationalDomain.ascii(parts[1])
        guard Self.isDotAtom(domain[...], allowing: "-") else { throw .domain }
        let labels = domain.split(separator: ".")
        guard labels.count >= 2,
            labels.allSatisfy({ !$0.hasPrefix("-") && !$0.hasSuffix("-") && $0.utf8.count <= 63 })
        else { throw .domain }
        text = "\(local)@\(domain)"
        guard text.utf8.count <= 254 else { throw .tooLong }
        self.text = text
    }

    /// `local+tag@domain`; nil where that is no address, because it would be too long.
    package func tagged(_ tag: String) -> EmailAddress? {
        let local = text.prefix { $0 != "@" }
        // Why the error is dropped: an answer then comes to the address itself.
        return try? EmailAddress("\(local)+\(tag)@\(domain)")
    }

    /// Whether it is an address of ASCII letters, digits, dots, `-`, `_` and `+` with its domain in lower case, as nearly
    /// all are: told in one pass. What it says no to is judged by the rules in full.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), (1...64).contains(at),
            bytes.count <= 254
        else { return false }
        var before = UInt8(ascii: ".")
        for byte in bytes[..<at] {
            switch byte {
            case UInt8(ascii: "."): guard before != byte else { return false }
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "+"):
                break
            default: return false
            }
            before = byte
        }
        guard before != UInt8(ascii: ".") else { return false }
        var (labels, length) = (0, 0)
        before = UInt8(ascii: ".")
        for byte in bytes[(at + 1)...] {
            switch byte {
            case UInt8(ascii: "."):
                guard length > 0, before != UInt8(ascii: "-") else { return false }
                (labels, length) = (labels + 1, 0)
            case UInt8(ascii: "-"):
                guard length > 0 else { return false }
                length += 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                length += 1
            default: return false
            }
            guard length <= 63 else { return false }
            before = byte
        }
        return labels > 0 && length > 0 && before != UInt8(ascii: "-")
    }

    private static func isDotAtom(_ text: Substring, allowing extra: String) -> Bool {
        let atoms = text.split(separator: ".", omittingEmptySubsequences: false)
        return atoms.allSatisfy { atom in
            !atom.isEmpty
                && atom.unicodeScalars.allSatisfy { scalar in
                    scalar.value > 0x9F && !scalar.properties.isWhitespace
                        && scalar.properties.generalCategory != .format
                        || scalar.isASCIILetterOrDigit || extra.unicodeScalars.contains(scalar)
                }
        }
    }

    /// What is wrong with an address, in words a person can act on.
    package enum Mistake: Error, Equatable, Sendable, CustomStringConvertible {
        case noAtSign, severalAtSigns, localPart, domain, tooLong

        package var description: String {
            switch self {
            case .noAtSign: "has no @; write name@company.example"
            case .severalAtSigns: "has more than one @; give one address, without a name"
            case .localPart:
                "has a character before the @ that mail servers refuse (space, quote, control, …)"
            case .domain: "has no valid domain after the @; write name@company.example"
            case .tooLong: "is longer than 254 bytes"
            }
        }
    }
}

extension EmailAddress: CustomStringConvertible {
    package var description: String { text }
}

extension EmailAddress: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” \(error)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension UInt8 {
    fileprivate var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}

extension Unicode.Scalar {
    package var isASCIILetterOrDigit: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// C0, DEL and C1 controls: never allowed in a header, an envelope or a terminal.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
