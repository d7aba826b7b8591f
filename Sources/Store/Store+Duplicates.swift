import GRDB
import Sequencing

/// Leads that are there twice. What is the same must be said by both; nothing is guessed and nothing is joined.
///
/// A telephone number is compared by its digits, a profile by its path (`PersonSigns`).
extension Database {
    /// By lead; with `lead` that one's alone, found by the indexes.
    func duplicates(of lead: LeadID? = nil) throws -> [LeadID: [HandOffFacts.Duplicate]] {
        var found: [LeadID: [HandOffFacts.Duplicate]] = [:]
        for sign in HandOffFacts.Duplicate.Sign.allCases {
            for group in try groups(sign, of: lead) {
                for one in group where lead == nil || lead == one.id {
                    for other in group where other.id != one.id && one.fits(other, sign) {
                        guard found[one.id]?.contains(where: { $0.lead == other.id }) != true
                        else { continue }
                        found[one.id, default: []].append(
                            .init(lead: other.id, email: other.key, sign: sign))
                    }
                }
            }
        }
        return found
    }

    private struct Person {
        var id: LeadID
        var key: String
        var value: DatabaseValue
        var first: String?
        var last: String?

        /// Folded by case; nil where a part is missing.
        var name: String? {
            guard let first, let last else { return nil }
            return "\(first) \(last)".lowercased()
        }

        func fits(_ other: Person, _ sign: HandOffFacts.Duplicate.Sign) -> Bool {
            switch sign {
            case .linkedIn: true
            case .name: name != nil && name == other.name
            // A company's switchboard is nobody's own number.
            case .phone: name == nil || other.name == nil || name == other.name
            }
        }
    }

    /// People with one value of a sign, where there are at least two.
    private func groups(
        _ sign: HandOffFacts.Duplicate.Sign, of lead: LeadID?
    ) throws -> [[Person]] {
        let (value, isThere): (String, String) =
            switch sign {
            case .name: ("lead.accountID", "lead.accountID IS NOT NULL")
            case .phone: ("lead.phoneSign", "lead.phoneSign IS NOT NULL")
            case .linkedIn: ("lead.profileSign", "lead.profileSign IS NOT NULL")
            }
        let scope =
            lead == nil
            ? """
            \(value) IN (SELECT \(value) FROM lead WHERE \(isThere) AND forgottenAt IS NULL
                GROUP BY 1 HAVING count(*) > 1)
            """ : "\(value) = (SELECT \(value) FROM lead WHERE id = ?)"
        let rows = try Row.fetchAll(
            cachedStatement(
                sql: """
                    SELECT id, key, \(value) AS value, json_extract(fields, '$.first_name') AS first,
                        json_extract(fields, '$.last_name') AS last FROM lead
                    WHERE \(isThere) AND forgottenAt IS NULL AND \(scope) ORDER BY id
                    """), arguments: lead.map { [$0.rawValue] } ?? [])
        let people = rows.map { row in
            Person(
                id: LeadID(row["id"]), key: row["key"], value: row["value"], first: row["first"],
                last: row["last"])
        }
        let groups = Dictionary(grouping: people) { person in
            [person.value, (sign == .name ? person.name : nil).databaseValue]
        }
        return groups.values.filter { $0.count > 1 }.map { Array($0.prefix(Self.largestGroup)) }
    }

    /// More people than this share no telephone: it is a switchboard's.
    private static let largestGroup = 20
}
