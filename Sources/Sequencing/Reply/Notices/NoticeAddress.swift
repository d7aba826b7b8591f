/// Addresses in text that other programs wrote.
enum NoticeAddress {
    /// In lower case, or nil for what no mail could be sent to.
    ///
    /// Wider than `EmailAddress`: Japanese carriers gave out `a..b@` and `a.@`, and a quoted local part is
    /// legal. Takes off what reports put around: `rfc822;`, brackets, quotes, `smtp:`, source routes.
    static func canonical(_ text: some StringProtocol) -> String? {
        var text = Substring(text)
        if let semicolon = text.utf8.firstIndex(of: UInt8(ascii: ";")) {
            text = text[text.index(after: semicolon)...]
        }
        while let first = text.unicodeScalars.first, isWrapper(first) {
            text.unicodeScalars.removeFirst()
        }
        let isQuoted =
            text.utf8.dropFirst().contains(UInt8(ascii: "\"")) && text.contains("\"@")
        while let last = text.unicodeScalars.last, isWrapper(last) || last == "]" {
            text.unicodeScalars.removeLast()
        }
        if text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) {
            for prefix in ["mailto:", "smtp:", "smtp=", "rfc822:"]
            where text.lowercased().hasPrefix(prefix) {
                text = text.dropFirst(prefix.count)
            }
        }
        if text.utf8.first == UInt8(ascii: "@"), let colon = text.lastIndex(of: ":") {
            text = text[text.index(after: colon)...]
        }
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")), text.utf8.count <= 254 else {
            return nil
        }
        var local = text[..<at]
        let domain = text[text.index(after: at)...].lowercased()
        guard isDomain(domain) else { return nil }
        if isQuoted, local.hasSuffix("\"") {
            local = local.drop { $0 == "\"" }.dropLast()
            let isAtom = local.unicodeScalars.allSatisfy(isAtomOrDot)
            guard !local.isEmpty else { return nil }
            return isAtom
                ? EmailAddress.canonical(of: "\(local)@\(domain)")
                : "\"\(local)\"@\(EmailAddress.canonical(ofDomain: domain))".lowercased()
        }
        if let unwrapped = unwrapped(local) { return canonical(unwrapped) }
        guard !local.isEmpty, local.utf8.count <= 128, local.unicodeScalars.allSatisfy(isAtomOrDot),
            local.first != ".", !local.lowercased().hasPrefix("imceaex-")
        else { return nil }
        return EmailAddress.canonical(of: "\(local)@\(domain)")
    }

    /// Exchange's wrapping of a foreign address: `IMCEASMTP-ada+40customer+2Eexample`.
    private static func unwrapped(_ local: Substring) -> String? {
        guard local.lowercased().hasPrefix("imceasmtp-") else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(local.utf8.dropFirst(10))[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "+"), digits.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isDomain(_ domain: String) -> Bool {
        let labels = domain.utf8.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false
        ).map { Substring($0) }
        let hyphen = UInt8(ascii: "-")
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && label.utf8.first != hyphen
                    && label.utf8.last != hyphen
                    && label.unicodeScalars.allSatisfy {
                        $0.isASCIILetterOrDigit || $0 == "-" || $0 == "_"
                            || !$0.isASCII && $0.isWordPart
                    }
            } && !labels.allSatisfy { $0.allSatisfy(\.isNumber) }
    }

    private static func isAtomOrDot(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        case ".", "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{",
            "|", "}", "~":
            true
        default: !scalar.isASCII && scalar.isWordPart
        }
    }

    private static func isWrapper(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "\"", "'", ",", ".", ":", "(", ")", "[", "*", ";", "“", "”", "„", "‘", "’",
            "«", "»", "「", "」":
            true
        default: isSpace(scalar)
        }
    }

    /// Of every script; ASCII without a look into Unicode's tables.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? UInt8(scalar.value).isSpace : scalar.properties.isWhitespace
    }

    /// The line with its addresses as `canonical` has their domains, so that the two can be compared.
    static func standardized(_ line: Substring) -> Substring {
        guard line.utf8.contains(where: { $0 >= 0x80 }), line.utf8.contains(UInt8(ascii: "@"))
        else { return line }
        var text = String.UnicodeScalarView()
        var end = line.startIndex
        for word in line.unicodeScalars.split(whereSeparator: separates)
        where word.contains("@") {
            var bare = withoutRuns(Substring(word)).unicodeScalars
            while let last = bare.last, isWrapper(last) { bare.removeLast() }
            while let first = bare.first, isWrapper(first) { bare.removeFirst() }
            // Why the error is dropped: what is no address stays as it is.
            guard let address = try? EmailAddress(Substring(bare)) else { continue }
            text.append(contentsOf: line.unicodeScalars[end..<bare.startIndex])
            text.append(contentsOf: address.text.unicodeScalars)
            end = bare.endIndex
        }
        text.append(contentsOf: line.unicodeScalars[end...])
        return Substring(String(text))
    }

    /// Every word of one line that is an address, in order.
    static func all(in line: some StringProtocol) -> [String] {
        guard line.utf8.contains(UInt8(ascii: "@")) else { return [] }
        var found: [String] = []
        let words = Substring(line).unicodeScalars.split(whereSeparator: separates)
        for word in words.lazy.map({ Substring($0) }) where word.utf8.contains(UInt8(ascii: "@")) {
            let bare = withoutRuns(word)
            if let address = canonical(bare) ?? canonical(word) ?? quoted(word, in: line) {
                found.append(address)
            }
            if found.count >= 50 { break }
        }
        return found
    }

    /// Chinese, Japanese and Korean put no space between a word and the address after it.
    private static func withoutRuns(_ word: Substring) -> Substring {
        var word = word.unicodeScalars
        while let first = word.first, isUnspaced(first) { word.removeFirst() }
        while let last = word.last, isUnspaced(last) { word.removeLast() }
        return Substring(word)
    }

    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3000...0x9FFF, 0xAC00...0xD7AF, 0xFF00...0xFFEF: true
        default: false
        }
    }

    /// `"odd local"@customer.example`, which the separators have cut apart.
    private static func quoted(_ word: some StringProtocol, in line: some StringProtocol) -> String?
    {
        guard word.hasPrefix("@"), let at = line.firstRange(of: "\"\(word)")?.lowerBound else {
            return nil
        }
        guard let open = line[..<at].lastIndex(of: "\"") else { return nil }
        return canonical(String(line[open..<at]) + "\"" + word)
    }

    private static func separates(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "(", ")", "[", "]", "\"", ",", ";", ":", "「", "」", "『", "』", "“", "”", "„",
            "«", "»", "：", "，", "。", "、", "；", "（", "）", "【", "】":
            true
        default: isSpace(scalar)
        }
    }

    /// Mail systems and their keepers: named in notices, never meant.
    static func isSystem(_ address: String) -> Bool {
        let local = address.prefix { $0 != "@" }
        return local.hasPrefix("mailer-daemon") || local.hasPrefix("mailerdaemon")
            || local.hasPrefix("postmaster") || local.hasPrefix("microsoftexchange")
            || ["abuse", "mail-daemon", "hostmaster", "root", "noreply", "no-reply"]
                .contains(local)
    }
}
