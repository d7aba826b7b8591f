import API
import APISupport
import Foundation
import Sequencing
import Testing

/// The documented contract of every value on the wire: its JSON, whole, both ways.
struct WireValueTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let encoded: @Sendable () throws -> Data
        /// Reads the text and says whether it is the example again.
        let isRestored: @Sendable (Data) throws -> Bool

        init<Value: Codable & Equatable & Sendable>(_ name: String, _ value: Value) {
            self.name = name
            encoded = { try WireJSON.encode(value, isPretty: true) }
            isRestored = { try WireJSON.decode(Value.self, from: $0) == value }
        }

        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row("lead", Example.lead), Row("lead-bare", Example.bareLead),
        Row("lead-add", Example.addLead), Row("lead-edit", Example.editLead),
        Row("lead-page", Page(oneMore: [Example.lead, Example.bareLead], limit: 1)),
        Row("explanation", Example.explanation), Row("lead-export", Example.export),
        Row("lead-forgotten", Example.forgotten),
        Row("hand-off", Example.handOffReply),
        Row("hand-off-short", Example.shortHandOff),
        Row(
            "hand-over",
            HandOverRequest(
                lead: "mira.falk@nordwind.example", source: "webinar", owner: "ada", isHot: true,
                fields: LeadFields(company: "Nordwind Logistik"), role: .champion)),
        Row(
            "dispose",
            DisposeRequest(disposition: .recycled, wakeAt: Example.now, why: "budget in spring")),
        Row(
            "import",
            LeadImportReply(
                batch: 7, added: 9998, known: 1,
                problems: [
                    LeadImportProblem(
                        line: 17, code: .value, field: "country",
                        message: "“Germany” is no country code",
                        advice: "write two letters, as in DE (ISO 3166-1)")
                ])),
        Row("assign", AssignRequest(owner: "ben")),
        Row("enrollment-waiting", Example.waiting), Row("enrollment-at-task", Example.atTask),
        Row("enrollment-paused", Example.paused), Row("enrollment-ended", Example.ended),
        Row("enroll", Example.enroll), Row("enroll-reply", Example.enrollReply),
        Row("enrollment-pause", PauseRequest(reason: "asked for June", until: Example.now)),
        Row(
            "enrollments-settle",
            SettleEnrollmentsRequest(enrollments: [EnrollmentID(7)], settlement: .sent)),
        Row("enrollments-settled", SettledView(settled: 2, open: 1)),
        Row("backup", Example.backup), Row("backup-failed", Example.failedBackup),
        Row("backup-order", BackupRequest(file: "before.sqlite", isReplacing: true)),
        Row("enrollment-stop", StopRequest(reason: "left the company", disposition: .badData)),
        Row("task", Example.task), Row("task-closed", Example.taskDone),
        Row("task-done", TaskDoneRequest(outcome: "connected", note: "wants a demo")),
        Row("task-approve", TaskApproveRequest(subject: "Docks", text: "Hi.")),
        Row("task-skip", TaskSkipRequest(reason: "number is dead")),
        Row("reply", Example.reply), Row("reply-bounce", Example.bounce),
        Row("reply-corrected", Example.referral), Row("reply-classify", Example.classify),
        Row("reply-classified", Example.classified),
        Row("delivery", Example.delivery), Row("delivery-queued", Example.queued),
        Row("delivery-in-doubt", Example.inDoubt), Row("delivery-settled", Example.settled),
        Row("delivery-settle", SettleRequest(settlement: .resend, mayBeSecondCopy: true)),
        Row("sequence", Example.sequence), Row("sequence-publish", Example.publish),
        Row("migration", Example.migration),
        Row("migrate", MigrateRequest(version: 4, stepMap: ["bye": "end"], isApplied: true)),
        Row("plan", Example.plan), Row("plan-order", Example.planOrder),
        Row("mailbox", Example.mailbox), Row("mailbox-down", Example.downMailbox),
        Row("mailbox-probed", Example.probedMailbox),
        Row("rep", Example.rep),
        Row("absence", AbsenceRequest(until: Example.at(8640), delegate: "ben")),
        Row("status", Example.status), Row("page-link", Example.pageLink),
        Row("touch-gap", Example.touchGap),
        Row("token", Example.token), Row("token-revoked", Example.revokedToken),
        Row("token-new", Example.newToken), Row("intake", Example.intake),
        Row("token-add", AddTokenRequest(name: "webform", scopes: [.handOffWrite])),
        Row("lint", Example.lint), Row("error", Example.refusal), Row("nothing", NoBody()),
    ]

    @Test("A value's JSON is the documented one and reads back", arguments: rows)
    func golden(_ row: Row) throws {
        let found = String(decoding: try row.encoded(), as: UTF8.self) + "\n"
        let expected = try GoldenFile("wire/\(row.name).json").text(found: found)
        #expect(found == expected)
        #expect(try row.isRestored(Data(expected.utf8)))
    }

    @Test("A lead may be sent as an address alone")
    func leadAlone() throws {
        let text = Data(#"{"email":"a@b.example"}"#.utf8)
        let read = try WireJSON.decode(AddLeadRequest.self, from: text)
        #expect(read == AddLeadRequest(email: "a@b.example"))
        let edit = try WireJSON.decode(EditLeadRequest.self, from: Data("{}".utf8))
        #expect(edit == EditLeadRequest())
    }

    @Test("An unknown word for a state is refused, with its place")
    func unknownWord() throws {
        let text = Data(#"{"settlement":"maybe"}"#.utf8)
        #expect(throws: DecodingError.self) {
            try WireJSON.decode(SettleRequest.self, from: text)
        }
    }
}

struct LeadFieldsTests {
    @Test("Fields become merge fields and back; blank ones are left out")
    func mergeFields() {
        var fields = Example.lead.fields
        fields.topic = "  "
        let merged = fields.mergeFields
        #expect(merged["first_name"] == "Mira")
        #expect(merged["custom_warehouse_count"] == "7")
        #expect(merged["topic"] == nil)
        #expect(merged["country"] == nil)
        fields.topic = nil
        #expect(
            LeadFields(mergeFields: merged, country: "DE", zone: "Europe/Berlin") == fields)
    }

    @Test("A change keeps what it does not name and takes away what it names as blank")
    func change() {
        let changes = LeadFields(phone: "", topic: "yards", custom: ["warehouse_count": "8"])
        let fields = Example.lead.fields.applying(changes)
        #expect(fields.phone == nil)
        #expect(fields.topic == "yards")
        #expect(fields.custom == ["warehouse_count": "8"])
        #expect(fields.firstName == "Mira")
        #expect(fields.country == "DE")
    }
}

struct TouchGapViewTests {
    @Test("The sum is checked against the hand-offs, and shares are of them")
    func sum() {
        #expect(Example.touchGap.sum == 98)
        #expect(Example.touchGap.addsUp)
        let lost = TouchGapView(
            asOf: Example.touchGap.asOf, below: 3, total: 3, counts: [(.stalled, 2)], reps: [],
            reasons: [], rows: [])
        #expect(!lost.addsUp)
        #expect(lost.share(of: .stalled) == 0.667)
        #expect(lost.gapCount == 2)
        let empty = TouchGapView(
            asOf: Example.touchGap.asOf, below: 3, total: 0, counts: [], reps: [], reasons: [],
            rows: [])
        #expect(empty.share(of: .stalled) == 0)
        #expect(empty.classes.count == TouchGapClass.allCases.count)
    }
}
