import PlainYAML
import Sequencing

extension ConfigurationReader {
    /// `assignment`: rules in their order, each with the reps who take turns.
    func assignment(_ map: Mapping, reps: [Rep]) -> AssignmentRules {
        var rules = AssignmentRules()
        var seesEverybody = false
        for node in map.list("assignment") {
            guard let entry = Mapping(node, mistakes) else { continue }
            if seesEverybody {
                mistakes.note(
                    node, "a rule before this one fits every lead, so this one is never reached",
                    advice: "put the rule without conditions last")
            }
            let countries = countries(entry)
            let domains = texts(entry, "domain") { $0.contains(".") && !$0.contains("@") }
            let sources = texts(entry, "source")
            let fields = fieldConditions(entry)
            let owners = owners(entry, reps: reps)
            entry.refuseUnknownKeys()
            guard !owners.isEmpty else { continue }
            seesEverybody =
                seesEverybody
                || !["country", "domain", "source", "field"].contains { entry.keys.contains($0) }
            rules.rules.append(
                AssignmentRules.Rule(
                    countries: Set(countries),
                    domains: Set(domains.map { EmailAddress.canonical(ofDomain: $0) }),
                    sources: Set(sources), fields: fields, owners: owners))
        }
        return rules
    }

    private func texts(
        _ entry: Mapping, _ key: String, isValid: (String) -> Bool = { !$0.isEmpty }
    ) -> [String] {
        entry.list(key).compactMap { node in
            guard let text = entry.text(of: node) else { return nil }
            guard isValid(text) else {
                mistakes.note(
                    node, "“\(text)” is no \(key)",
                    advice: "write, as in \(key): \(Self.example(key))")
                return nil
            }
            return text
        }
    }

    private static func example(_ key: String) -> String {
        switch key {
        case "country": "[DE, AT]"
        case "domain": "[nordwind.example]"
        default: "[webinar]"
        }
    }

    private func countries(_ entry: Mapping) -> [String] {
        texts(entry, "country") { text in
            text.utf8.count == 2 && text.unicodeScalars.allSatisfy(\.isASCIILetterOrDigit)
        }.map { $0.uppercased() }
    }

    private func fieldConditions(_ entry: Mapping) -> [String: Set<String>] {
        guard let map = entry.mapping("field") else { return [:] }
        var conditions: [String: Set<String>] = [:]
        for field in map.all {
            guard LeadField.isKnown(field.key), !LeadField.isOfRep(field.key) else {
                map.note(
                    field, "“\(field.key)” is no field of a lead",
                    advice: LeadField.nearest(to: field.key).map { "did you mean \($0)?" }
                        ?? "your own fields begin with \(LeadField.customPrefix)")
                continue
            }
            conditions[field.key] = Set(
                map.list(field.key).compactMap { map.text(of: $0)?.lowercased() })
        }
        return conditions
    }

    private func owners(_ entry: Mapping, reps: [Rep]) -> [String] {
        let nodes = entry.list("owners")
        if nodes.isEmpty {
            mistakes.note(
                entry.node, "the rule names no owners",
                advice: "add owners: [\(reps.first?.name ?? "dana")]")
        }
        return nodes.compactMap { node in
            guard let name = entry.text(of: node) else { return nil }
            guard let rep = reps.first(where: { $0.name == name }) else {
                mistakes.note(
                    node, "there is no rep “\(name)”",
                    advice: "reps are: \(reps.map(\.name).joined(separator: ", "))")
                return nil
            }
            guard rep.access != .marketing else {
                mistakes.note(
                    node, "\(name) has the role marketing, which works no leads",
                    advice: "name a rep or a manager")
                return nil
            }
            return name
        }
    }
}
