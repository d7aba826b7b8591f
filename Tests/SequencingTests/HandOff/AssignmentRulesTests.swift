import Sequencing
import Testing

/// Whom a rule fits, and which of several is taken.
struct AssignmentRulesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rule: AssignmentRules.Rule
        let intake: AssignmentRules.Intake
        let fits: Bool
    }

    static let lead = AssignmentRules.Intake(
        domain: "mail.nordwind.example", country: "DE", source: "webinar",
        fields: ["title": "Head of Docks", "custom_segment": "Enterprise"])
    static let bare = AssignmentRules.Intake(domain: "x.example")

    static let rows: [Row] = [
        Row(
            testDescription: "no condition fits a lead of whom nothing is known",
            rule: .init(owners: ["dana"]), intake: bare, fits: true),
        Row(
            testDescription: "one of several countries",
            rule: .init(countries: ["AT", "DE"], owners: ["dana"]), intake: lead, fits: true),
        Row(
            testDescription: "another country",
            rule: .init(countries: ["AT"], owners: ["dana"]), intake: lead, fits: false),
        Row(
            testDescription: "a country where none is known",
            rule: .init(countries: ["DE"], owners: ["dana"]), intake: bare, fits: false),
        Row(
            testDescription: "a domain above that of the address",
            rule: .init(domains: ["nordwind.example"], owners: ["dana"]), intake: lead, fits: true),
        Row(
            testDescription: "a domain that only ends in the same letters",
            rule: .init(domains: ["wind.example"], owners: ["dana"]), intake: lead, fits: false),
        Row(
            testDescription: "a field's value, whatever its case",
            rule: .init(fields: ["custom_segment": ["enterprise"]], owners: ["dana"]),
            intake: lead, fits: true),
        Row(
            testDescription: "a field that the lead does not have",
            rule: .init(fields: ["city": ["kiel"]], owners: ["dana"]), intake: lead, fits: false),
        Row(
            testDescription: "all conditions but one",
            rule: .init(countries: ["DE"], sources: ["fair"], owners: ["dana"]), intake: lead,
            fits: false),
    ]

    @Test("A rule fits when all that it names holds", arguments: rows)
    func fits(_ row: Row) { #expect(row.rule.fits(row.intake) == row.fits) }

    @Test("The first rule that fits is taken; none is an answer too")
    func first() {
        let rules = AssignmentRules([
            .init(countries: ["DE"], owners: ["dana"]),
            .init(sources: ["webinar"], owners: ["erik"]),
        ])
        #expect(rules.rule(for: Self.lead)?.owners == ["dana"])
        #expect(rules.rule(for: .init(domain: "x.example", source: "webinar"))?.owners == ["erik"])
        #expect(rules.rule(for: Self.bare) == nil)
    }

    @Test("Rules that differ in anything have different names")
    func names() {
        let names = Self.rows.map(\.rule.name)
        #expect(Set(names).count == Set(Self.rows.map { "\($0.rule)" }).count)
        #expect(
            AssignmentRules.Rule(countries: ["DE", "AT"], owners: ["dana", "erik"]).name
                == "country AT,DE → dana,erik")
    }
}

/// Which dispositions close a hand-off for good.
struct DispositionTests {
    static let enough = Effort(touches: 6, attempts: 6, channels: 2, businessDays: 10)

    @Test("Without a touch all but unable-to-reach hold", arguments: Disposition.allCases)
    func untouched(_ disposition: Disposition) {
        #expect(
            disposition.isValid(Effort(), minimum: .standard) == (disposition != .unableToReach))
    }

    @Test("After the minimum effort all but rejections hold", arguments: Disposition.allCases)
    func worked(_ disposition: Disposition) {
        #expect(
            disposition.isValid(Self.enough, minimum: .standard) == !disposition.isRejection)
    }
}
