/// Paints text for a terminal; on anything else it leaves it as it is.
struct Pen {
    var isColored: Bool

    static let plain = Pen(isColored: false)

    enum Ink: String {
        case plain = ""
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    func paint(_ text: String, _ ink: Ink) -> String {
        guard isColored, ink != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
    }
}
