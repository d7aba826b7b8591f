/// Who gets a lead when nobody is named: the first rule that fits, its owners in turns.
package struct AssignmentRules: Equatable, Sendable {
    package var rules: [Rule]

    package init(_ rules: [Rule] = []) { self.rules = rules }

    /// Nil when no rule fits: nobody owns the lead, which the report shows to a manager.
    package func rule(for intake: Intake) -> Rule? { rules.first { $0.fits(intake) } }

    /// What is known of a lead when it comes in.
    package struct Intake: Equatable, Sendable {
        /// Of the address, in lower case.
        package var domain: String
        /// ISO 3166-1 alpha-2, upper case.
        package var country: String?
        package var source: String?
        /// By the names of merge fields.
        package var fields: [String: String]

        package init(
            domain: String, country: String? = nil, source: String? = nil,
            fields: [String: String] = [:]
        ) {
            self.domain = domain
            self.country = country
            self.source = source
            self.fields = fields
        }
    }

    /// All that a rule names must hold; a rule that names nothing fits every lead.
    package struct Rule: Equatable, Sendable {
        /// Upper case.
        package var countries: Set<String>
        /// Lower case; what lies below a domain belongs to it.
        package var domains: Set<String>
        package var sources: Set<String>
        /// By the name of a merge field, the values in lower case.
        package var fields: [String: Set<String>]
        /// Never empty; several take turns.
        package var owners: [String]

        package init(
            countries: Set<String> = [], domains: Set<String> = [], sources: Set<String> = [],
            fields: [String: Set<String>] = [:], owners: [String]
        ) {
            precondition(!owners.isEmpty, "a rule of assignment names nobody")
            self.countries = countries
            self.domains = domains
            self.sources = sources
            self.fields = fields
            self.owners = owners
        }

        /// The rule in one line: what its turns are kept by, and what the history says.
        package var name: String {
            let parts =
                [("country", countries), ("domain", domains), ("source", sources)]
                + fields.sorted { $0.key < $1.key }.map { ("field \($0.key)", $0.value) }
            let conditions = parts.filter { !$0.1.isEmpty }.map { name, values in
                "\(name) \(values.sorted().joined(separator: ","))"
            }
            let who = owners.joined(separator: ",")
            return (conditions.isEmpty ? "everybody" : conditions.joined(separator: " and "))
                + " → \(who)"
        }

        package func fits(_ intake: Intake) -> Bool {
            (countries.isEmpty || intake.country.map(countries.contains) ?? false)
                && (domains.isEmpty || domains.contains { Self.is(intake.domain, within: $0) })
                && (sources.isEmpty || intake.source.map(sources.contains) ?? false)
                && fields.allSatisfy { name, values in
                    intake.fields[name].map { values.contains($0.lowercased()) } ?? false
                }
        }

        private static func `is`(_ domain: String, within other: String) -> Bool {
            domain == other || domain.hasSuffix(".\(other)")
        }
    }
}
