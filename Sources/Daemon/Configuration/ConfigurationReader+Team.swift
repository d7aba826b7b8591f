import PlainYAML
import Sequencing

extension ConfigurationReader {
    private static let longestTeam = 40

    /// A rep's `team`; `others` are those of reps that stand before it.
    func team(_ map: Mapping, among others: [String]) -> String? {
        guard let name = map.optionalText("team") else { return nil }
        guard name.count <= Self.longestTeam, !name.unicodeScalars.contains(where: \.isControl),
            name.first?.isWhitespace == false, name.last?.isWhitespace == false
        else {
            map.note(
                "team", "“\(name)” is no name of a team",
                advice: "write one line of 1 to \(Self.longestTeam) characters, as in team: north")
            return nil
        }
        // Two teams that nobody meant would each have half of the leads.
        if let other = others.first(where: { $0 != name && $0.lowercased() == name.lowercased() }) {
            map.note(
                "team",
                "“\(name)” is another team than “\(other)”, by the case of its letters alone",
                advice: "write both alike")
        }
        return name
    }
}
