/// By what two leads are seen to be one person, in the form in which it is compared.
///
/// Schema010 made the same of the leads that were there before it.
package enum PersonSigns {
    /// A telephone number without what people put between its digits, and without `+`, `00` or `0` before them.
    package static func phone(_ text: String) -> String? {
        var kept: [UInt8] = []
        kept.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "("), UInt8(ascii: ")"):
                continue
            case UInt8(ascii: "+"), UInt8(ascii: "0"):
                if kept.isEmpty { continue }
            default: break
            }
            kept.append(byte)
        }
        return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
    }

    /// The path of a profile, as in `linkedin.com/in/mira`.
    package static func profile(_ text: String) -> String? {
        var path = text.lowercased()
        for word in ["https://", "http://", "www."] {
            path = path.split(separator: word, omittingEmptySubsequences: false).joined()
        }
        while path.last == "/" { path.removeLast() }
        return path.isEmpty ? nil : path
    }
}
