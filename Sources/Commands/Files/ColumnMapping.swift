import API

/// What the columns of a file are here: as the person says, else guessed from their titles.
struct ColumnMapping: Equatable {
    struct Taken: Equatable {
        /// In the file, from 0.
        var place: Int
        var title: String
        var field: String
    }

    /// The address first, then in the order of the file.
    private(set) var taken: [Taken] = []
    /// Titles that say nothing of a lead.
    private(set) var ignored: [String] = []
    let titleCount: Int

    init(
        titles: [String], named: [(field: String, title: String)], file: String
    ) throws(CommandFailure) {
        titleCount = titles.count
        let titles = titles.map(Self.trimmed)
        var byPlace: [Int: String] = [:]
        for (field, title) in named {
            guard let place = titles.firstIndex(where: { $0.lowercased() == title.lowercased() })
            else {
                throw CommandFailure(
                    .refused, "\(file) has no column “\(title)”, so nothing was done.",
                    advice: "its columns are: \(titles.joined(separator: ", "))")
            }
            byPlace[place] = field
        }
        let chosen = Set(byPlace.values)
        for (place, title) in titles.enumerated() {
            let guess = ColumnNames.field(for: title).flatMap { chosen.contains($0) ? nil : $0 }
            guard let field = byPlace[place] ?? guess else {
                ignored.append(title)
                continue
            }
            if let other = taken.first(where: { $0.field == field }) {
                throw CommandFailure(
                    .refused,
                    "“\(other.title)” and “\(title)” of \(file) would both be \(field), so nothing was "
                        + "done.", advice: "say which: --map \(field)=\(title)")
            }
            taken.append(Taken(place: place, title: title, field: field))
        }
        guard let address = taken.firstIndex(where: { $0.field == "email" }) else {
            throw CommandFailure(
                .refused, "No column of \(file) is the address, so nothing was done.",
                advice: "name it: --map email=COLUMN; its columns are: "
                    + titles.joined(separator: ", "))
        }
        taken.insert(taken.remove(at: address), at: 0)
    }

    /// The first line of what is sent to the daemon.
    var header: String { (["line"] + taken.map(\.field)).joined(separator: "\t") }

    var shown: [String: String] {
        Dictionary(taken.map { ($0.title, $0.field) }) { first, _ in first }
    }

    /// `company=Firma`; nil for anything else.
    static func parts(of pair: String) -> (field: String, title: String)? {
        guard let sign = pair.firstIndex(of: "=") else { return nil }
        let (field, title) = (pair[..<sign], pair[pair.index(after: sign)...])
        guard !field.isEmpty, !title.isEmpty else { return nil }
        return (String(field), String(title))
    }

    private static func trimmed(_ title: String) -> String {
        String(
            title.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
