/// By what two leads are seen to be one person, in the form in which it is compared.
///
/// Schema010 made the same of the leads that were there before it.
package enum PersonSigns {
    /// A telephone number without what people put between its digits, and without `+`, `00` or `0` before them.
    package static func phone(_ text: String) -> String? {
        let kept = text.filter { !" -/.()".contains($0) }.drop { "+0".contains($0) }
        return kept.isEmpty ? nil : String(kept)
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
