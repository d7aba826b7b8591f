/// The texts of a chunk, end to end: a million lines cost no allocation for each, and SQLite reads them where they lie.
struct ImportTexts: Sendable {
    /// Where one lies.
    typealias Place = Range<Int>

    private(set) var bytes: [UInt8] = []

    mutating func add(_ text: String) -> Place {
        let start = bytes.count
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
        return start..<bytes.count
    }

    mutating func add(_ text: String?) -> Place? { text.map { add($0) } }

    /// The object of JSON that `JSONText.encode` would make of them; the names are sorted, nil is left out.
    mutating func add(object pairs: some Sequence<(String, String?)>) -> Place {
        let start = bytes.count
        JSONText.append(object: pairs, to: &bytes)
        return start..<bytes.count
    }

    subscript(place: Place) -> String { String(decoding: bytes[place], as: UTF8.self) }
}
