import Sequencing
import Store
import Support
import Testing

/// What the report asks of a hand-off, from rows: who gave it, and who else is the same person.
struct HandOffFactTests {
    private static let now = StoreFixture.now

    private func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        try fixture.store.configure(
            reps: [
                Rep(name: "dana", fullName: "Dana Whitlock"),
                Rep(name: "erik", fullName: "Erik Holm"),
            ], mailboxes: [(EmailAddress(StoreFixture.mailbox), "dana")])
        return fixture
    }

    private func row(_ fixture: StoreFixture, _ lead: LeadID) throws -> HandOffRow {
        try #require(try fixture.store.handOffs(lead: lead, owners: nil, source: nil).last)
    }

    @Test("Who gave a hand-off to its owner, and when, follows its assignments")
    func givenBy() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        var row = try row(fixture, lead.id)
        #expect(row.givenBy == "test")
        #expect(row.ownedAt == Self.now)
        let later = Self.now + .days(3)
        try fixture.store.assign(row.id, to: "erik", now: later, by: "mona")
        row = try self.row(fixture, lead.id)
        #expect(row.givenBy == "mona")
        #expect(row.ownedAt == later)
    }

    struct Person: Sendable {
        var email: String
        var first: String?
        var last: String?
        var phone: String?
        var linkedin: String?
    }

    struct Pair: Sendable {
        var name: String
        var one: Person
        var other: Person
        var sign: HandOffFacts.Duplicate.Sign?
    }

    static let pairs = [
        Pair(
            name: "same name, same company",
            one: Person(email: "mira.falk@north.example", first: "Mira", last: "Falk"),
            other: Person(email: "m.falk@north.example", first: "mira", last: "FALK"), sign: .name),
        Pair(
            name: "same name, another company",
            one: Person(email: "mira@north.example", first: "Mira", last: "Falk"),
            other: Person(email: "mira@south.example", first: "Mira", last: "Falk")),
        Pair(
            name: "half a name", one: Person(email: "mira@north.example", first: "Mira"),
            other: Person(email: "m@north.example", first: "Mira")),
        Pair(
            name: "one number, written twice",
            one: Person(
                email: "mira@north.example", first: "Mira", last: "F", phone: "+49 621-12 30"),
            other: Person(email: "mira@home.example", phone: "0049 (621) 1230"), sign: .phone),
        Pair(
            name: "a switchboard",
            one: Person(email: "mira@north.example", first: "Mira", last: "F", phone: "+49621"),
            other: Person(email: "kim@north.example", first: "Kim", last: "L", phone: "+49621")),
        Pair(
            name: "one profile",
            one: Person(email: "a@north.example", linkedin: "https://www.linkedin.com/in/mira/"),
            other: Person(email: "b@south.example", linkedin: "linkedin.com/in/Mira"),
            sign: .linkedIn),
    ]

    @Test("The same person is told by what both leads say, and only so", arguments: pairs)
    func duplicates(_ pair: Pair) throws {
        let fixture = try fixture()
        let leads = try [pair.one, pair.other].map { person in
            let fields = [
                "first_name": person.first, "last_name": person.last, "phone": person.phone,
                "linkedin": person.linkedin,
            ].compactMapValues { $0 }
            return try fixture.store.add(
                NewLead(email: EmailAddress(person.email), fields: fields, owner: "dana"),
                now: Self.now, by: "test")
        }
        _ = try fixture.addLead("somebody@else.example")
        let expected = [
            pair.sign.map {
                [HandOffFacts.Duplicate(lead: leads[1].id, email: leads[1].email.text, sign: $0)]
            }
                ?? [],
            pair.sign.map {
                [HandOffFacts.Duplicate(lead: leads[0].id, email: leads[0].email.text, sign: $0)]
            }
                ?? [],
        ]
        // Asked for one lead, by the indexes, and for all.
        #expect(try leads.map { try row(fixture, $0.id).duplicates } == expected, "\(pair.name)")
        let all = try fixture.store.handOffs(lead: nil, owners: nil, source: nil)
        #expect(all.map(\.duplicates) == expected + [[]], "\(pair.name)")
    }
}
