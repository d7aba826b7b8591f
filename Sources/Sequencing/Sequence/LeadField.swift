/// The fields of a lead and its rep that templates and conditions may name.
package enum LeadField {
    /// In the order in which help and messages list them.
    package static let known = [
        "first_name", "last_name", "full_name", "email", "phone", "company", "title", "linkedin",
        "country", "city", "website", "topic", "source", "rep_name", "rep_first_name",
        "rep_email", "rep_phone", "signature",
    ]

    /// Fields of an installation's own begin so.
    package static let customPrefix = "custom_"

    package static func isKnown(_ field: String) -> Bool {
        known.contains(field)
            || field.hasPrefix(customPrefix) && field.count > customPrefix.count
    }

    /// Fields that come from the rep, the hand-off or other fields, and not from the lead's own data.
    package static func isOfRep(_ field: String) -> Bool {
        field.hasPrefix("rep_") || ["signature", "source", "full_name", "email"].contains(field)
    }

    /// The known field that looks most like `field`; nil when none does.
    package static func nearest(to field: String) -> String? {
        known.map { (name: $0, distance: field.editDistance(to: $0)) }
            .filter { $0.distance <= 3 }.min { $0.distance < $1.distance }?.name
    }

    /// What is typed to give a lead a value of a field: `--first-name VALUE`, `--custom size=VALUE`.
    package static func option(for field: String) -> String {
        field.hasPrefix(customPrefix)
            ? "--custom \(field.dropFirst(customPrefix.count))=VALUE"
            : "--\(field.replacingUnderscores) VALUE"
    }
}

extension String {
    fileprivate var replacingUnderscores: String {
        String(map { $0 == "_" ? "-" : $0 })
    }

    /// Insertions, deletions and exchanges from one to the other (Levenshtein), by two rows.
    package func editDistance(to other: String) -> Int {
        let (mine, theirs) = (Array(self), Array(other))
        guard mine.count <= 64, theirs.count <= 64 else { return Int.max }
        var row = Array(0...theirs.count)
        for (i, character) in mine.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, candidate) in theirs.enumerated() {
                let cost = Swift.min(
                    row[j + 1] + 1, row[j] + 1, diagonal + (character == candidate ? 0 : 1))
                (diagonal, row[j + 1]) = (row[j + 1], cost)
            }
        }
        return row[theirs.count]
    }
}
