import Foundation

/// Domains of every script in the one form that DNS has for them: `münchen.example` is `xn--mnchen-3ya.example` (RFC 5890,
/// A-labels).
///
/// Two spellings of one domain must never be two people: who is asked to stop under the one would be written to under the
/// other.
enum InternationalDomain {
    private static let mark = "xn--"
    /// No domain is longer (RFC 1035, section 2.3.4); what is, is left as it is.
    private static let longest = 254

    /// In lower case. What differs in the width or the composition of its characters alone is the same (UTS #46,
    /// without its exceptions: `ß` stays, as registries have it).
    static func ascii(_ domain: some StringProtocol) -> String {
        guard domain.utf8.contains(where: { $0 >= 0x80 }), domain.utf8.count <= longest else {
            return domain.lowercased()
        }
        return labels(of: folded(String(domain))).map { label in
            label.allSatisfy(\.isASCII) ? text(label) : mark + punycode(Array(label))
        }.joined(separator: ".")
    }

    /// As people write it; a label that says nothing so stays as it is.
    static func unicode(_ domain: some StringProtocol) -> String {
        guard domain.contains(mark), domain.utf8.count <= longest else { return String(domain) }
        return labels(of: String(domain)).map { label in
            let text = text(label)
            guard text.hasPrefix(mark), let plain = decoded(Array(label.dropFirst(mark.count)))
            else { return text }
            return plain
        }.joined(separator: ".")
    }

    /// By scalars: a full stop with a mark above is one character of Swift's.
    private static func labels(of domain: String) -> [Substring.UnicodeScalarView] {
        Substring(domain).unicodeScalars.split(omittingEmptySubsequences: false) {
            $0 == "." || $0 == "\u{3002}"
        }
    }

    private static func text(_ scalars: some Collection<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private static func folded(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.lowercased()
            .precomposedStringWithCompatibilityMapping
    }

    /// RFC 3492, section 6.3. Labels that no domain has room for are written all the same: their length is judged behind it.
    private static func punycode(_ label: [Unicode.Scalar]) -> String {
        let basic = label.filter(\.isASCII)
        var text = text(basic)
        if !basic.isEmpty { text += "-" }
        var (code, delta, bias, handled) = (UInt32(128), 0, 72, basic.count)
        while handled < label.count, let next = label.map(\.value).filter({ $0 >= code }).min() {
            delta += Int(next - code) * (handled + 1)
            code = next
            for scalar in label {
                if scalar.value < code { delta += 1 }
                guard scalar.value == code else { continue }
                append(delta, bias: bias, to: &text)
                bias = adapted(delta, handled: handled + 1, isFirst: handled == basic.count)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return text
    }

    /// A number in digits whose weights follow the bias.
    private static func append(_ delta: Int, bias: Int, to text: inout String) {
        var (rest, position) = (delta, 36)
        while true {
            let threshold = min(max(position - bias, 1), 26)
            if rest < threshold { break }
            text.unicodeScalars.append(digit(threshold + (rest - threshold) % (36 - threshold)))
            rest = (rest - threshold) / (36 - threshold)
            position += 36
        }
        text.unicodeScalars.append(digit(rest))
    }

    private static func digit(_ value: Int) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(value < 26 ? value + 97 : value - 26 + 48))
    }

    private static func adapted(_ delta: Int, handled: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / handled
        var position = 0
        while delta > 455 {
            delta /= 35
            position += 36
        }
        return position + 36 * delta / (delta + 38)
    }

    /// RFC 3492, section 6.2; nil for what no label becomes.
    private static func decoded(_ label: [Unicode.Scalar]) -> String? {
        let divider = label.lastIndex(of: "-")
        var plain = divider.map { Array(label[..<$0]) } ?? []
        var rest = label[(divider.map { $0 + 1 } ?? 0)...]
        var (code, place, bias) = (128, 0, 72)
        while !rest.isEmpty {
            let before = place
            var (weight, position) = (1, 36)
            while true {
                guard let digit = rest.popFirst().flatMap(value) else { return nil }
                place += digit * weight
                let threshold = min(max(position - bias, 1), 26)
                // Beyond every scalar: nothing is multiplied that could be too large.
                guard place < 1 << 28 else { return nil }
                if digit < threshold { break }
                weight *= 36 - threshold
                guard weight < 1 << 28 else { return nil }
                position += 36
            }
            let count = plain.count + 1
            bias = adapted(place - before, handled: count, isFirst: before == 0)
            code += place / count
            place %= count
            guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
                return nil
            }
            plain.insert(scalar, at: place)
            place += 1
        }
        return plain.allSatisfy(\.isASCII) ? nil : text(plain)
    }

    private static func value(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "a"..."z": Int(scalar.value) - 97
        case "0"..."9": Int(scalar.value) - 48 + 26
        default: nil
        }
    }
}
