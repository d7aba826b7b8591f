import API
import APISupport
import Sequencing
import Testing

struct FilterTests {
    @Test("A filter is read as it was written")
    func roundTrip() throws {
        try check(LeadFilter(owner: "ada", source: "trade fair & more", limit: 7))
        try check(EnrollmentFilter(state: .atTask, sequence: "s", lead: "L1", rep: "ben"))
        try check(EnrollmentFilter(isOpenAfterRestore: true))
        try check(TaskFilter(state: .done, rep: "ada", lead: "1", channel: .linkedIn, limit: 1))
        try check(ReplyFilter(kind: .autoReply, lead: "L1", rep: "ada", isUnanswered: true))
        try check(DeliveryFilter(state: .inDoubt, mailbox: "a@b.example", lead: "L1"))
        try check(SequenceVersionFilter(version: 3))
        try check(
            TouchGapFilter(
                rep: "ada", source: "webinar", sequence: "s", lead: "L1", class: .ourTurn,
                reason: .taskOverdue, party: .rep, touches: 0, below: 4, asOf: Example.now,
                limit: 10_000))
        try check(TouchGapFilter())
        let scope = ReportScope(
            rep: "ada", team: "north", source: "webinar", sequence: "s", version: 2, step: 3,
            account: "a.example", role: .champion, tier: LeadTier(rawValue: "key account"),
            lead: "L1", givenFrom: Example.now, givenTo: Example.now, age: 30, asOf: Example.now)
        try check(ReportFilter(scope: scope, limit: 7))
        try check(ReportFilter())
        try check(TouchGapFilter(scope: scope, party: .data))
        // A filter that a report does not know would be left out in silence otherwise.
        #expect(Set(ReportFilter(scope: scope).query.map(\.name)).count == 14)
    }

    private func check<Value: Filter>(_ filter: Value) throws {
        #expect(try Value(query: filter.query) == filter)
    }

    @Test(
        "A wrong filter is refused in words that name it",
        arguments: [
            ([QueryItem("stat", "open")], "stat"), ([QueryItem("state", "opened")], "opened"),
            ([QueryItem("limit", "0")], "0"), ([QueryItem("limit", "10001")], "10001"),
            ([QueryItem("limit", "many")], "many"),
            ([QueryItem("rep", "a"), QueryItem("rep", "b")], "rep"),
        ])
    func refuse(_ query: [QueryItem], _ word: String) {
        let error = #expect(throws: APIError.self) { try TaskFilter(query: query) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("“\(word)”") ?? false)
        #expect(error?.advice.isEmpty == false)
    }

    @Test("A tier that can't be one is refused with what to write")
    func tier() {
        let error = #expect(throws: APIError.self) {
            try ReportFilter(query: [QueryItem("tier", "a/b")])
        }
        #expect(error?.code == .usage)
        #expect(error?.message == "“a/b” is not a tier")
        #expect(error?.advice == LeadTier.advice)
    }

    @Test("A query's names and values are percent-encoded")
    func encoding() {
        let query = LeadFilter(owner: "ä b", source: "x&y=z").query
        #expect(query.queryText == "owner=%C3%A4%20b&source=x%26y%3Dz")
    }
}

struct RouteTests {
    @Test("A path is filled in, percent-encoded")
    func paths() {
        #expect(Routes.status.path() == "/v1/status")
        #expect(Routes.lead.path(["a+b@c.example"]) == "/v1/leads/a%2Bb%40c.example")
        #expect(Routes.explanation.path(["../x y"]) == "/v1/leads/..%2Fx%20y/explanation")
        #expect(Routes.pauseEnrollment.path(["E7"]) == "/v1/enrollments/E7/pause")
    }
}
