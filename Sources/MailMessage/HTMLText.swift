/// Markup → the text a reader sees, good enough to be judged and shown.
///
/// One pass, no tree: hostile markup costs what its length is. A quote (`blockquote`) keeps its mark, `> `
/// before each line, a rule becomes underscores and Gmail's signature gets its `-- `, so that
/// `ReplyText` finds them as in a plain text.
enum HTMLText {
    static func plain(_ html: String) -> String {
        var stripper = HTMLStripper(Array(html.utf8))
        return stripper.run()
    }
}

private struct HTMLStripper {
    private let bytes: [UInt8]
    private var index = 0
    private var output: [UInt8] = []
    private var quoteDepth = 0
    /// Inside `pre`, where Exchange puts the original's header, line breaks are the text's own.
    private var isPreformatted = false
    private var isAtLineStart = true
    private var needsSpace = false

    private static let silent: Set<String> = ["script", "style", "head", "title", "noscript"]
    private static let paragraphs: Set<String> = ["p", "ul", "ol", "table", "h1", "h2", "h3", "h4"]
    private static let lines: Set<String> = ["div", "tr", "li", "blockquote", "section", "pre"]
    private static let longestTag = 20_000

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() -> String {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "<"): takeTag()
            case UInt8(ascii: "&"): takeEntity()
            case 0x0A where isPreformatted:
                newLine()
                index += 1
            case 0x20, 0x09, 0x0A, 0x0D:
                needsSpace = true
                index += 1
            default:
                emit(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func takeTag() {
        if starts(with: "<!--") {
            index = position(of: "-->", from: index + 4).map { $0 + 3 } ?? bytes.count
            return
        }
        guard index + 1 < bytes.count, isTagStart(bytes[index + 1]) else {
            emit(bytes[index])
            index += 1
            return
        }
        let end = endOfTag()
        let inner = bytes[(index + 1)..<min(end, bytes.count)]
        index = min(end + 1, bytes.count)
        let isClosing = inner.first == UInt8(ascii: "/")
        let name = String(
            decoding: inner.dropFirst(isClosing ? 1 : 0).prefix { isNameByte($0) }.map {
                lower($0)
            },
            as: UTF8.self)
        if Self.silent.contains(name), !isClosing, inner.last != UInt8(ascii: "/") {
            skip(to: name)
        } else {
            apply(name, isClosing: isClosing, inner)
        }
    }

    private mutating func apply(_ name: String, isClosing: Bool, _ inner: ArraySlice<UInt8>) {
        if name == "br" {
            newLine()
        } else if name == "hr" {
            breakLine()
            for _ in 0..<32 { emit(UInt8(ascii: "_")) }
            newLine()
        } else if name == "blockquote" {
            breakLine()
            quoteDepth = isClosing ? max(0, quoteDepth - 1) : min(quoteDepth + 1, 10)
        } else if Self.paragraphs.contains(name) {
            breakLine()
            if isClosing { emptyLine() }
        } else if Self.lines.contains(name) {
            breakLine()
            if name == "pre" { isPreformatted = !isClosing }
            if name == "div", !isClosing, contains(inner, "gmail_signature") {
                for byte in "-- ".utf8 { output.append(byte) }
                newLine()
            }
        } else if name == "td" || name == "th" {
            needsSpace = true
        }
    }

    /// `>` inside a quoted attribute does not end the tag; a tag without end is ended by its limit.
    private func endOfTag() -> Int {
        var quote: UInt8?
        var position = index + 1
        let limit = min(bytes.count, index + Self.longestTag)
        while position < limit {
            let byte = bytes[position]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return position
            }
            position += 1
        }
        return limit
    }

    /// Past the closing tag of an element whose content nobody reads.
    private mutating func skip(to name: String) {
        let wanted = Array("</\(name)".utf8)
        var position = index
        while position + wanted.count <= bytes.count {
            if bytes[position] == wanted[0],
                wanted.indices.allSatisfy({ lower(bytes[position + $0]) == wanted[$0] })
            {
                index = position
                index = min(endOfTag() + 1, bytes.count)
                return
            }
            position += 1
        }
        index = bytes.count
    }

    private mutating func takeEntity() {
        let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";"))
        guard let end, let scalar = HTMLEntity.scalar(bytes[(index + 1)..<end]) else {
            emit(bytes[index])
            index += 1
            return
        }
        index = end + 1
        if scalar == "\u{A0}" {
            needsSpace = true
        } else if !scalar.isInvisible {
            for byte in String(Character(scalar)).utf8 { emit(byte) }
        }
    }

    private mutating func emit(_ byte: UInt8) {
        if isAtLineStart {
            for _ in 0..<quoteDepth { output.append(contentsOf: "> ".utf8) }
        } else if needsSpace {
            output.append(0x20)
        }
        (isAtLineStart, needsSpace) = (false, false)
        output.append(byte)
    }

    private mutating func newLine() {
        if isAtLineStart, quoteDepth > 0 { output.append(UInt8(ascii: ">")) }
        output.append(0x0A)
        (isAtLineStart, needsSpace) = (true, false)
    }

    private mutating func breakLine() {
        if !isAtLineStart { newLine() }
        needsSpace = false
    }

    private mutating func emptyLine() {
        // By index: `suffix(2) != [0x0A, 0x0A]` would be the sequence's, which walks the whole text.
        let endsEmpty = output.count >= 2 && output[output.count - 2] == 0x0A && output.last == 0x0A
        if !endsEmpty, !output.isEmpty { newLine() }
    }

    private func starts(with text: StaticString) -> Bool { position(of: text, at: index) }

    private func position(of text: StaticString, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return (start..<bytes.count).first { position(of: text, at: $0) }
    }

    private func position(of text: StaticString, at start: Int) -> Bool {
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
    }

    private func contains(_ slice: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
        slice.indices.contains { position(of: text, at: $0) }
    }

    private func isTagStart(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "!")
            || byte == UInt8(ascii: "?")
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        Unicode.Scalar(byte).isLetterOrDigit || byte == UInt8(ascii: ":")
    }

    private func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}

extension Unicode.Scalar {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// Soft hyphen, zero-width and direction marks: senders hide text with them.
    fileprivate var isInvisible: Bool {
        value == 0xAD || (0x200B...0x200F).contains(value) || value == 0xFEFF
            || properties.generalCategory == .control
    }
}

/// Character references (HTML 13.5): the numeric ones, and those that mail programs write.
private enum HTMLEntity {
    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü",
        "szlig": "ß", "eacute": "é", "egrave": "è", "ecirc": "ê", "agrave": "à", "acirc": "â",
        "ccedil": "ç", "ocirc": "ô", "ucirc": "û", "ugrave": "ù", "icirc": "î", "iacute": "í",
        "aacute": "á", "oacute": "ó", "uacute": "ú", "ntilde": "ñ", "atilde": "ã", "otilde": "õ",
        "aring": "å", "Aring": "Å", "oslash": "ø", "Oslash": "Ø", "aelig": "æ", "AElig": "Æ",
        "euro": "€", "pound": "£", "copy": "©", "reg": "®", "hellip": "…", "ndash": "–",
        "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bdquo": "„",
        "laquo": "«", "raquo": "»", "bull": "•", "middot": "·", "iexcl": "¡", "iquest": "¿",
        "Eacute": "É", "Agrave": "À", "igrave": "ì", "ograve": "ò", "shy": "\u{AD}", "deg": "°",
    ]

    static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let text = String(decoding: name, as: UTF8.self)
        guard text.hasPrefix("#") else { return named[text] }
        let digits = text.dropFirst()
        let value =
            digits.first?.lowercased() == "x"
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init)
    }
}
