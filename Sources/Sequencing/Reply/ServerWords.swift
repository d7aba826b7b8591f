/// What servers write when they refuse: status codes (RFC 3463, RFC 5321) and phrases.
enum ServerWords {
    /// The notice above the returned copy of our own message.
    static func ownPart(of body: String) -> String {
        var end = body.endIndex
        for mark in ownPartEnds {
            if let position = Array(body.utf8).position(of: Array(mark.utf8)) {
                end = min(end, body.utf8.index(body.utf8.startIndex, offsetBy: position))
            }
        }
        return String(body[..<end])
    }

    private static let ownPartEnds = [
        "--- Below this line is a copy", "------ This is a copy of", "--- Original message",
        "----- Original message", "-----Original Message", "--- The header of the original",
        "Original message headers:", "--- Undelivered message follows",
        "----- Unsent message below",
        "--- Enclosed is a copy", "Received: from ",
    ]

    static func speaks(of body: String) -> Bool { line(in: ownPart(of: body)) != nil }

    /// The line that says why: one with a code before one with words, with its continuation.
    static func line(in body: String) -> String? {
        let lines = body.split(whereSeparator: \.isNewline).prefix(400)
        func joined(_ index: Int) -> String {
            let here = trimmed(lines[index])
            guard index + 1 < lines.endIndex else { return here }
            let next = lines[index + 1]
            return next.first?.isWhitespace ?? false ? here + " " + trimmed(next) : here
        }
        let coded =
            lines.indices.first { status(in: lines[$0]) != nil }
            ?? lines.indices.first { replyCode(in: lines[$0]) != nil }
        if let coded { return joined(coded) }
        let worded = lines.indices.first {
            let words = FoldedText(lines[$0], limit: 1000)
            return words.contains(anyOf: full) || words.contains(anyOf: unknown)
        }
        return worded.map(joined)
    }

    /// Hard or soft: a full mailbox is soft whatever the class; then class 5 and 4; then words.
    static func severity(
        _ status: String?, _ words: String
    ) -> ReplyClass.Bounce.Severity {
        let folded = FoldedText(words, limit: 5000)
        if let status, status.hasSuffix(".2.2") { return .soft }
        let saysUnknown = folded.contains(anyOf: unknown)
        if folded.contains(anyOf: full), !saysUnknown { return .soft }
        switch status?.first {
        case "5": return .hard
        case "4": return .soft
        default: break
        }
        if let code = replyCode(in: words) { return code.hasPrefix("4") ? .soft : .hard }
        if saysUnknown { return .hard }
        return folded.contains(anyOf: passing) ? .soft : .hard
    }

    /// `5.1.1`, not a part of an IP address or a version.
    static func status(in text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8.prefix(20_000))
        for index in bytes.indices
        where bytes[index] == UInt8(ascii: "5") || bytes[index] == UInt8(ascii: "4") {
            if index > 0, isDigit(bytes[index - 1]) || isJoiner(bytes[index - 1]) { continue }
            if let end = endOfStatus(bytes, index) {
                return String(decoding: bytes[index..<end], as: UTF8.self)
            }
        }
        return nil
    }

    private static func endOfStatus(_ bytes: [UInt8], _ start: Int) -> Int? {
        var index = start + 1
        for _ in 0..<2 {
            guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return nil }
            let digits = bytes[(index + 1)...].prefix { isDigit($0) }.count
            guard (1...3).contains(digits) else { return nil }
            index += 1 + digits
        }
        guard index < bytes.count else { return index }
        if bytes[index] == UInt8(ascii: "."), index + 1 < bytes.count, isDigit(bytes[index + 1]) {
            return nil
        }
        return Unicode.Scalar(bytes[index]).isASCIILetterOrDigit ? nil : index
    }

    /// A three-digit SMTP reply of class 4 or 5 that stands alone.
    static func replyCode(in text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8.prefix(20_000))
        guard bytes.count >= 3 else { return nil }
        for index in 0...(bytes.count - 3) {
            guard bytes[index] == UInt8(ascii: "5") || bytes[index] == UInt8(ascii: "4"),
                bytes[index + 1] >= UInt8(ascii: "0"), bytes[index + 1] <= UInt8(ascii: "5"),
                isDigit(bytes[index + 2])
            else { continue }
            let before = index > 0 ? bytes[index - 1] : 0x20
            let after = index + 3 < bytes.count ? bytes[index + 3] : 0x20
            let isAlone =
                before == 0x20 || before == UInt8(ascii: ":") || before == UInt8(ascii: "(")
                || before == UInt8(ascii: "#") || before == UInt8(ascii: "'") || before == 0x09
            if isAlone, after == 0x20 || after == UInt8(ascii: "-") || after == UInt8(ascii: "#") {
                let code = String(decoding: bytes[index..<(index + 3)], as: UTF8.self)
                if codes.contains(code) { return code }
            }
        }
        return nil
    }

    private static let codes: Set<String> = [
        "421", "422", "431", "432", "450", "451", "452", "454", "500", "501", "502", "503", "504",
        "510", "511", "512", "521", "523", "530", "535", "541", "550", "551", "552", "553", "554",
        "555", "556",
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isJoiner(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || Unicode.Scalar(byte).isASCIILetterOrDigit
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    private static let full: PhraseList = [
        "mailbox full", "mailbox is full", "inbox is full", "mailbox has exceeded", "over quota",
        "overquota", "quota exceeded", "exceeded storage", "exceeded its storage", "out of storage",
        "exceeds quota", "exceeded quota", "insufficient storage", "mailbox exceeds",
        "over its quota", "exceeded his quota", "exceeded their quota", "disk quota",
        "postfach voll", "postfach ist voll", "boîte aux lettres pleine", "boîte pleine",
        "buzón lleno", "casella piena", "mailbox vol", "caixa cheia", "quota full",
    ]
    private static let unknown: PhraseList = [
        "user unknown", "unknown user", "no such user", "no such recipient", "user not found",
        "does not exist", "doesn't exist", "no mailbox here", "invalid recipient",
        "recipient not found", "address not found", "unknown recipient", "unknown address",
        "no such address", "invalid mailbox", "no longer works", "account disabled",
        "mailbox not found", "mailbox unavailable", "mailbox is disabled", "account is disabled",
        "unrouteable address", "no such mailbox", "not our customer", "inactive user",
        "recipient address rejected", "couldn't be found", "could not be found",
        "wasn't found at", "was not found at", "unbekannter benutzer", "empfänger unbekannt",
        "existiert nicht", "utilisateur inconnu", "n'existe pas", "usuario desconocido",
        "no existe", "utente sconosciuto", "onbekende gebruiker", "domain not found",
        "host not found", "host or domain name not found", "no longer with", "user doesn't have",
        "not a known user", "not listed in",
    ]
    private static let passing: PhraseList = [
        "try again later", "temporarily", "temporary", "timed out", "timeout", "greylisted",
        "connection refused", "too busy", "try later", "deferred", "resources", "rate limit",
    ]
}
