import Sequencing
import Testing

struct LeadTierTests {
    @Test(
        "A tier is 1 to 20 letters, digits, spaces and hyphens, kept as it is written",
        arguments: [
            ("1", "1"), ("A", "A"), ("  strategic ", "strategic"), ("Tier 1", "Tier 1"),
            ("A-B", "A-B"), ("Schlüsselkunde", "Schlüsselkunde"), ("重要", "重要"),
            // One letter, written in two.
            ("e\u{301}lite", "e\u{301}lite"),
            ("12345678901234567890", "12345678901234567890"), ("123456789012345678901", nil),
            ("", nil), (" ", nil), ("-", nil), ("A/B", nil), ("A\tB", nil), ("A\nB", nil),
            ("A\u{202E}", nil), ("=1", nil), ("½", nil), ("⭐️", nil),
        ] as [(String, String?)])
    func words(_ text: String, _ kept: String?) {
        #expect(LeadTier(rawValue: text)?.rawValue == kept)
    }

    @Test(
        "Two are one tier whatever the case of their letters",
        arguments: [
            ("A", "a", true), ("Key Account", "KEY account", true), ("É", "e\u{301}", true),
            ("A", "B", false), ("A B", "A-B", false), ("Tier 1", "Tier1", false),
        ])
    func same(_ one: String, _ other: String, _ isSame: Bool) throws {
        let tiers = try [one, other].map { try #require(LeadTier(rawValue: $0)) }
        #expect(tiers[0].isSame(as: tiers[1]) == isSame)
        #expect(tiers[0] != tiers[1], "a change of case is a change")
    }
}
