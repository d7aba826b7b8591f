/// What PGP puts around a text that is signed in the clear (RFC 4880 section 7).
enum SignedText {
    private static let longestBlock = 200
    private static let longestHeader = 8

    /// How many lines at `index` are PGP's: the opening with its fields, or a whole signature or key.
    static func length(at index: Int, in lines: [QuoteLine]) -> Int? {
        let text = lines[index].trimmed
        guard text.hasPrefix("-----BEGIN PGP "), text.hasSuffix("-----") else { return nil }
        if text == "-----BEGIN PGP SIGNED MESSAGE-----" {
            let header = lines[(index + 1)...].prefix(longestHeader)
            let end = header.firstIndex { $0.isEmpty || !isField($0) } ?? header.endIndex
            return end - index
        }
        guard blocks.contains(text) else { return nil }
        let end = lines[index...].prefix(longestBlock).firstIndex {
            $0.trimmed.hasPrefix("-----END PGP ")
        }
        return end.map { $0 + 1 - index }
    }

    private static func isField(_ line: QuoteLine) -> Bool {
        ["Hash:", "Charset:", "Comment:", "Version:"].contains { line.trimmed.hasPrefix($0) }
    }

    private static let blocks: Set<Substring> = [
        "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP PUBLIC KEY BLOCK-----",
    ]
}
