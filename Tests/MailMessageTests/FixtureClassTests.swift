import MailMessage
import Sequencing
import Testing

/// From bytes to class, the way a real mail goes.
@Suite struct FixtureClassTests {
    static let now = Instant(milliseconds: 1_785_750_000_000)  // 2026-08-03T09:40:00Z
    static let ada = "ada.brandt@customer.example"

    static let classes: [(String, ReplyClass)] = [
        ("bounce-postfix-user-unknown", bounce(.hard, "5.1.1")),
        ("bounce-soft-mailbox-full", bounce(.soft, "5.2.2")),
        ("bounce-delayed-postfix", bounce(.delayed, "4.4.1")),
        ("bounce-exchange-no-original", bounce(.hard, "5.1.10")),
        ("bounce-qmail-no-report", bounce(.hard, "5.1.1")),
        ("bounce-exim-failed-recipients", bounce(.hard, nil)),
        ("bounce-soft-greylist-expired", bounce(.soft, "4.7.1")),
        ("bounce-german-words", bounce(.hard, nil, "ada.brandt@kunde.example")),
        (
            "bounce-forwarded-original-recipient",
            bounce(.hard, "5.1.1", "a.brandt.private@freemail.example")
        ),
        ("bounce-sieve-reject", bounce(.soft, nil)),
        ("delivered-report", .dispositionNotice),
        ("read-receipt", .dispositionNotice),
        ("read-receipt-not-read", .dispositionNotice),
        ("complaint-arf", .complaint),
        ("autoreply-outlook-de", away(2026, 8, 17)),
        ("out-of-office-return-date", away(2026, 8, 17)),
        ("autoreply-fr-no-date", .autoReply(.init(form: .outOfOffice, returnsOn: nil))),
        ("autoreply-es-until", away(2026, 8, 17)),
        ("autoreply-ja-return", away(2026, 8, 17)),
        ("answer-plain", .person),
        ("answer-gmail-quoted", .person),
        ("answer-outlook-html-only", .person),
        ("answer-below-quote", .person),
        ("answer-iphone", .person),
        ("answer-talks-of-unsubscribe", .person),
        ("optout-one-word", .optOut(ReplyClass.OptOut(form: .oneWord))),
        ("optout-sentence", .optOut(ReplyClass.OptOut(form: .sentence))),
        ("optout-sentence-de", .optOut(ReplyClass.OptOut(form: .sentence))),
        ("optout-list-unsubscribe", .optOut(ReplyClass.OptOut(form: .listUnsubscribe))),
        ("calendar-accept", .calendarAnswer),
        ("challenge-confirm-human", .challenge),
    ]

    @Test("Each fixture is what its name says", arguments: classes)
    func fixtureHasItsClass(name: String, expected: ReplyClass) throws {
        let message = try Fixture.message(name)
        var seen = ReplyRules.classify(message, now: Self.now, leadZoneOffsetSeconds: 7200)
        if case .bounce(var bounce) = seen {
            #expect(!bounce.diagnostic.isEmpty)
            bounce.diagnostic = ""
            seen = .bounce(bounce)
        }
        #expect(seen == expected)
    }

    @Test("Every fixture has a row here") func everyFixtureHasARow() throws {
        let names = try Fixture.names()
        #expect(names == Self.classes.map(\.0).sorted())
    }

    @Test(
        "A notice is matched by the id and the address of what it returns",
        arguments: [
            "bounce-postfix-user-unknown", "bounce-qmail-no-report",
            "bounce-exim-failed-recipients",
            "bounce-sieve-reject", "bounce-exchange-no-original", "complaint-arf",
            "bounce-forwarded-original-recipient", "bounce-delayed-postfix",
        ])
    func noticeNamesTheOriginal(name: String) throws {
        let message = try Fixture.message(name)
        let seen = ReplyRules.classify(message, now: Self.now, leadZoneOffsetSeconds: 0)
        let keys = ReplyMatchKeys(from: message, class: seen)
        #expect(keys.addresses.prefix(2).contains(Self.ada))
        #expect(keys.messageIDs.first == "e12.d34.5f3a9c@thirdtouch.vendor.example")
        #expect(!keys.addresses.contains { $0.contains("daemon") || $0.contains("microsoft") })
    }

    @Test(
        "What the person wrote is found",
        arguments: [
            ("answer-plain", "Hi Nora,\n\nyes, that is me. Call me on Thursday?\n\nAda"),
            ("answer-gmail-quoted", "Interesting, send me the price list please."),
            ("answer-outlook-html-only", "Not now, try me in Q4 & bring numbers.\n\nBen"),
            ("answer-below-quote", "Yes.\n\nFriday at ten."),
            ("answer-iphone", "Sounds good"),
            ("optout-sentence", "Would you please remove me\nfrom your list? Thanks."),
        ])
    func visibleTextIsFound(name: String, expected: String) throws {
        #expect(ReplyText.visible(in: try Fixture.message(name)) == expected)
    }

    private static func bounce(
        _ severity: ReplyClass.Bounce.Severity, _ status: String?, _ recipient: String = ada
    ) -> ReplyClass {
        .bounce(
            ReplyClass.Bounce(
                recipients: [.init(address: recipient, severity: severity, status: status)],
                severity: severity, status: status, diagnostic: ""))
    }

    private static func away(_ year: Int, _ month: Int, _ day: Int) -> ReplyClass {
        .autoReply(
            ReplyClass.AutoReply(
                form: .outOfOffice, returnsOn: LocalDate(year: year, month: month, day: day)))
    }
}
