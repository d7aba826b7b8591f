/// What has to be refused before the recursive parser sees it: afterwards is too late.
///
/// The parser follows aliases when it compares the keys of a mapping, and a few lines of them can stand
/// for more values than there is time to count.
enum Bomb {
    /// From 1, in bytes of the line.
    typealias Place = (line: Int, column: Int)

    /// Where an unbroken run of opening brackets exceeds the limit, spaces between them allowed.
    static func brackets(in text: String, limit: Int) -> Place? {
        var (line, column, run) = (1, 0, 0)
        for byte in text.utf8 {
            column += 1
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                run += 1
                if run > limit { return (line, column) }
            case UInt8(ascii: "\n"): (line, column) = (line + 1, 0)
            case UInt8(ascii: " "), UInt8(ascii: "\r"): break
            default: run = 0
            }
        }
        return nil
    }

    /// Where the first name stands that occurs both as `&name` and as `*name`.
    ///
    /// Every alias is found so; a text in which both stand by accident is refused too, and nobody has
    /// been seen to write one.
    static func alias(in text: String) -> Place? {
        let anchors = names(after: UInt8(ascii: "&"), in: text)
        guard !anchors.isEmpty else { return nil }
        let aliases = names(after: UInt8(ascii: "*"), in: text)
        let places = anchors.filter { aliases[$0.key] != nil }.map(\.value)
        return places.min { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// The words that a sign begins, with their first places. A sign within a word begins none.
    private static func names(after sign: UInt8, in text: String) -> [String: Place] {
        var found: [String: Place] = [:]
        var (line, column) = (1, 0)
        var isInWord = false
        var name: (bytes: [UInt8], place: Place)?
        // A line feed at the end closes the last word.
        for byte in Array("\(text)\n".utf8) {
            column += 1
            if isWord(byte) {
                name?.bytes.append(byte)
                isInWord = true
                continue
            }
            if let name, !name.bytes.isEmpty {
                let word = String(decoding: name.bytes, as: UTF8.self)
                found[word] = found[word] ?? name.place
            }
            name = nil
            if byte == sign, !isInWord { name = (bytes: [], place: (line, column)) }
            isInWord = false
            if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
        }
        return found
    }

    /// The letters of an anchor's name, as the parser knows them.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
