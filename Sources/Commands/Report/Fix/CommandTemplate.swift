import API
import ArgumentParser
import Sequencing

/// A command as the report proposes it: some words may be for a person to fill in.
///
/// `thirdtouch lead assign L12 --to REP`, `thirdtouch delivery settle D7 sent|resend|drop`.
package struct CommandTemplate: Equatable, Sendable {
    /// What a person has to say, and how they are asked.
    package enum Blank: Equatable, Sendable {
        case rep, sequence, address, outcome, day, file
        /// A value of the flag before it, as in `--phone`.
        case value(of: String)
        /// One of a few words.
        case choice([String])
    }

    private enum Part: Equatable, Sendable {
        case word(String)
        case blank(Blank)
    }

    private let parts: [Part]

    /// Nil for what is no command of ours, as in `systemctl status thirdtouchd`.
    package init?(_ line: String) {
        guard let words = ShellWord.split(line), words.first == "thirdtouch", words.count > 1
        else { return nil }
        let parts = words.dropFirst().enumerated().map { index, word -> Part in
            Self.blank(word, after: words[index]).map { .blank($0) } ?? .word(word)
        }
        self.parts = Array(parts)
    }

    /// Words in capitals are blanks: no id, verb or address of ours is written so.
    private static func blank(_ word: String, after flag: String) -> Blank? {
        switch word {
        case "REP": .rep
        case "NAME" where flag == "--sequence": .sequence
        case "ADDRESS": .address
        case "OUTCOME": .outcome
        case "DAY": .day
        case "FILE": .file
        case "VALUE", "NAME": .value(of: flag)
        case _ where word.contains("|") && !word.contains("@"):
            .choice(word.split(separator: "|").map(String.init))
        default: nil
        }
    }

    package var blanks: [Blank] {
        parts.compactMap { part in
            if case .blank(let blank) = part { blank } else { nil }
        }
    }

    /// The arguments of `thirdtouch`, `answers` in the place of the blanks, in their order.
    package func arguments(_ answers: [String] = []) -> [String] {
        var rest = answers[...]
        return parts.map { part in
            switch part {
            case .word(let word): word
            case .blank: rest.popFirst() ?? ""
            }
        }
    }

    /// Whether it shows something and changes nothing.
    package var onlyShows: Bool {
        let words = parts.prefix(2).map { $0 == .blank(.rep) ? "" : Self.text(of: $0) }
        guard words.count == 2 else { return words == ["status"] || words == ["doctor"] }
        if words == ["delivery", "settle"] { return parts.count == 3 }
        return ["list", "show", "explain", "check", "plan"].contains(words[1])
    }

    private static func text(of part: Part) -> String {
        if case .word(let word) = part { word } else { "" }
    }
}
