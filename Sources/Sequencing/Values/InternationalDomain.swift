import Foundation

/// Domains of every script in the one form that DNS has for them: `münchen.example` is `xn--mnchen-3ya.example` (RFC 5890,
/// A-labels).
///
/// Two spellings of one domain must never be two people: who is asked to stop under the one would be written to under the
/// other.
enum InternationalDomain {
    /// In lower case. What differs in the width or the composition of its characters alone is the same (UTS #46,
    /// without its exceptions: `ß` stays, as registries have it).
    static func ascii(_ domain: some StringProtocol) -> String {
        let text = String(domain)
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
        let folded = folded(text)
        return folded.split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.utf8.allSatisfy { $0 < 0x80 }
                ? String(label) : "xn--\(punycode(Array(label.unicodeScalars)))"
        }.joined(separator: ".")
    }

    private static func folded(_ text: String) -> String {
        let lower = text.precomposedStringWithCompatibilityMapping.lowercased()
        return lower.precomposedStringWithCompatibilityMapping
            .replacing("\u{3002}", with: ".")
    }

    /// RFC 3492, section 6.3. Labels that no domain has room for are written all the same: their length is judged behind it.
    private static func punycode(_ label: [Unicode.Scalar]) -> String {
        let basic = label.filter(\.isASCII)
        var text = String(String.UnicodeScalarView(basic))
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
}
