/// Numbers as an English page writes them.
extension Int {
    /// `12,345`.
    var grouped: String {
        let digits = String(magnitude)
        var groups: [Substring] = []
        var rest = digits[...]
        while !rest.isEmpty {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return (self < 0 ? "−" : "") + groups.joined(separator: ",")
    }

    /// `1 lead`, `12 leads`.
    func of(_ noun: String, _ plural: String? = nil) -> String {
        "\(grouped) \(self == 1 ? noun : plural ?? noun + "s")"
    }
}

/// A part of a whole, exact until it is written.
struct Share: Equatable, Sendable {
    var part: Int
    var whole: Int

    /// Rounded half up, 0…1000; 0 of nothing.
    var thousandths: Int { whole == 0 ? 0 : (part * 2000 + whole) / (2 * whole) }

    /// `12.4%`; what is there is never shown as nothing.
    var text: String {
        if part > 0, thousandths == 0 { return "<0.1%" }
        return "\(thousandths / 10).\(thousandths % 10)%"
    }
}
