import Sequencing

/// Text from outside (names, subjects, servers' words) made harmless for a terminal.
///
/// Escape sequences begin with a control character, and bidirectional overrides are format
/// characters: neither ever reaches the terminal. Joiners stay, for the scripts that need them.
package enum SafeText {
    /// One line: line ends and tabs become spaces.
    package static func line(_ text: String) -> String {
        filter(text, keepsLines: false)
    }

    /// Lines stay lines.
    package static func block(_ text: String) -> String {
        filter(text, keepsLines: true)
    }

    private static func filter(_ text: String, keepsLines: Bool) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": kept.append(keepsLines ? "\n" : " ")
            case "\t": kept.append(" ")
            default: if !isHarmful(scalar) { kept.append(scalar) }
            }
        }
        return String(kept)
    }

    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isControl { return true }
        if scalar == "\u{200C}" || scalar == "\u{200D}" { return false }
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// Character cells that the text takes on a terminal.
    package static func columns(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        return switch first.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    /// At most `width` cells, with “…” where something was cut.
    package static func cut(_ text: String, to width: Int) -> String {
        guard columns(of: text) > width else { return text }
        var (kept, used) = ("", 0)
        for character in text {
            let cells = columns(of: character)
            guard used + cells < width else { break }
            kept.append(character)
            used += cells
        }
        return kept + "…"
    }
}
