import Sequencing
import Testing

@Suite struct ReturnDateTests {
    /// Monday, 2026-08-03, 09:40 UTC.
    static let sentAt = Instant(milliseconds: 1_785_750_000_000)
    static let chicago = -5 * 3600
    static let berlin = 2 * 3600

    @Test(
        "A stated day of return is found",
        arguments: [
            ("I will be back on 2026-08-17.", "2026-08-17"),
            ("I'll be back Monday, August 17th.", "2026-08-17"),
            ("Returning 17 August 2026", "2026-08-17"),
            ("I return on Aug. 17, 2026.", "2026-08-17"),
            ("I am away from 3 August and back on 17 August.", "2026-08-17"),
            ("I am on leave from August 3rd, returning August 17th.", "2026-08-17"),
            ("Ich bin ab dem 17.08.2026 wieder erreichbar.", "2026-08-17"),
            ("Ab 17. August bin ich wieder im Büro.", "2026-08-17"),
            ("Ich bin vom 3.8. bis 14.8.2026 im Urlaub.", "2026-08-17"),
            ("Ich bin bis einschließlich 13. August abwesend.", "2026-08-14"),
            ("Je serai de retour le 17 août 2026.", "2026-08-17"),
            ("Je suis absent jusqu'au 13 août.", "2026-08-14"),
            ("Estaré de vuelta el 17 de agosto de 2026.", "2026-08-17"),
            ("Fuera de la oficina hasta el 13 de agosto", "2026-08-14"),
            ("Rientro il 17 agosto.", "2026-08-17"),
            ("Sono assente fino al 13 agosto 2026.", "2026-08-14"),
            ("Ik ben terug op 17 augustus.", "2026-08-17"),
            ("Ik ben afwezig tot en met 13 augustus.", "2026-08-14"),
            ("Volto no dia 17 de agosto.", "2026-08-17"),
            ("Estou ausente até 13 de agosto de 2026.", "2026-08-14"),
            ("Jag är tillbaka den 17 augusti.", "2026-08-17"),
            ("Jeg er tilbage den 17. august.", "2026-08-17"),
            ("Wracam 17 sierpnia.", "2026-08-17"),
            ("Я вернусь 17 августа.", "2026-08-17"),
            ("Back on Monday!", "2026-08-10"),
            ("Ich bin am Donnerstag wieder da.", "2026-08-06"),
            ("Out until Friday.", "2026-08-10"),
            ("I'm back tomorrow.", "2026-08-04"),
            ("I will be back next week.", "2026-08-10"),
            ("Out of office 3 - 13 August", "2026-08-14"),
            ("I am out of the office until Thursday, August 13.\nI have no access.", "2026-08-14"),
            ("Back 5 January.", "2027-01-05"),
            ("Not available until 13 August. Back 17 August.", "2026-08-17"),
        ])
    func found(text: String, expected: String) {
        let seen = ReturnDate.find(
            in: text, subject: "Out of office", sentAt: Self.sentAt, offsetSeconds: Self.berlin)
        #expect(seen == LocalDate(text: expected))
    }

    @Test(
        "Nothing is invented",
        arguments: [
            "I am away and will answer when I return.",
            "Back on 17 July 2026.",
            "Back on 17 July.",
            "Back on 2028-01-01.",
            "Back on 31.02.2027.",
            "I am away from 3 August.",
            "Call +1 555 0100 or 24/7 on 10.20.30.40 while I am away.",
            "Our fair is on 12 September.",
            "",
        ])
    func nothing(text: String) {
        let seen = ReturnDate.find(
            in: text, subject: "Out of office", sentAt: Self.sentAt, offsetSeconds: Self.berlin)
        #expect(seen == nil)
    }

    @Test(
        "The lead's zone reads 8/9, and a number above 12 reads itself",
        arguments: [
            ("Back on 8/9/2026", chicago, "2026-08-09"), ("Back on 8/9/2026", berlin, "2026-09-08"),
            ("Back on 8/17/2026", berlin, "2026-08-17"),
            ("Back on 17/8/2026", chicago, "2026-08-17"),
            ("Back on 8/17", chicago, "2026-08-17"), ("Back on 17.8.26", chicago, "2026-08-17"),
        ])
    func dayAndMonth(text: String, offset: Int, expected: String) {
        let seen = ReturnDate.find(
            in: text, subject: "", sentAt: Self.sentAt, offsetSeconds: offset)
        #expect(seen == LocalDate(text: expected))
    }

    @Test("The subject is read too") func subject() {
        let seen = ReturnDate.find(
            in: "Thanks.", subject: "Out of office, back 17 August", sentAt: Self.sentAt,
            offsetSeconds: 0)
        #expect(seen == LocalDate(year: 2026, month: 8, day: 17))
    }

    @Test("“Tomorrow” is the sender's, not London's") func senderDay() {
        let lateEvening = Instant(milliseconds: 1_785_790_800_000)  // 2026-08-03T21:00Z
        let seen = ReturnDate.find(
            in: "Back tomorrow", subject: "", sentAt: lateEvening, offsetSeconds: 9 * 3600)
        #expect(seen == LocalDate(year: 2026, month: 8, day: 5))
    }
}
