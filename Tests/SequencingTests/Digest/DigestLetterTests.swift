import Sequencing
import Testing

/// What a digest says, to whom it says who must act, and that strangers' words stay words.
struct DigestLetterTests {
    private static let now = TouchGapTests.given + .days(14)
    private static let period = DigestPeriod(
        kind: .weekly, day: LocalDate(year: 2026, month: 3, day: 16), dueAt: now,
        endsAt: now + .days(7))

    private static func entry(
        _ number: Int64, _ group: TouchGapClass = .neverTouched, name: String? = nil,
        company: String? = "North", owner: String? = "dana", touches: Int = 0,
        sinceDays: Int = 3, reason: TouchGapReason? = .notEnrolled,
        text: String? = "handed over and never enrolled",
        command: String? = "thirdtouch enroll a@north.example --sequence plan"
    ) -> Digest.Entry {
        Digest.Entry(
            handOff: HandOffID(number), lead: LeadID(number), email: "a\(number)@north.example",
            name: name ?? "Lead \(number)", company: company, owner: owner, class: group,
            touches: touches, since: now - .days(sinceDays), reason: reason, text: text,
            command: command)
    }

    private static func digest(
        _ entries: [Digest.Entry], before: Set<Int64>? = nil
    ) -> Digest {
        Digest(
            period, entries: entries,
            before: before.map { (Set($0.map { HandOffID($0) }), now - .days(7)) }, now: now)
    }

    @Test("Stuck is what was no gap last time, moved on what was one and is none")
    func compared() {
        let digest = Self.digest(
            [Self.entry(1), Self.entry(2), Self.entry(3, .onPlan), Self.entry(4, .closed)],
            before: [1, 3, 9])
        #expect(digest.losable.entries.map(\.handOff) == [HandOffID(1), HandOffID(2)])
        #expect(digest.stuck.entries.map(\.handOff) == [HandOffID(2)])
        #expect(digest.unstuck.entries.map(\.handOff) == [HandOffID(3)])
        #expect(digest.gaps == [HandOffID(1), HandOffID(2)])
        #expect(!digest.isEmpty)
        #expect(Self.digest([Self.entry(3, .onPlan)], before: []).isEmpty)
        #expect(!Self.digest([Self.entry(3, .onPlan)], before: [3]).isEmpty)
    }

    @Test("A first digest tells what has been stuck for less than its span")
    func first() {
        let digest = Self.digest([Self.entry(1, sinceDays: 6), Self.entry(2, sinceDays: 8)])
        #expect(digest.stuck.entries.map(\.handOff) == [HandOffID(1)])
        #expect(digest.losable.count == 2)
        #expect(digest.unstuck.count == 0)
    }

    @Test("The letter says the same as text and as HTML, whole")
    func letter() {
        let digest = Self.digest(
            [Self.entry(1), Self.entry(3, .onPlan, reason: nil, text: nil)], before: [3])
        let letter = DigestLetter(digest, isOwn: false, zone: .utc)
        #expect(
            letter.subject
                == "Touch gap, week of 16 March 2026: a lead waits, 1 got stuck, 1 moved on")
        #expect(
            letter.text == """
                What can be lost today (1)

                - Lead 1, North, a1@north.example
                  not-enrolled: handed over and never enrolled, since 13 March; 0 touches
                  dana: thirdtouch enroll a@north.example --sequence plan

                Got stuck since 9 March (1)

                - Lead 1, North, a1@north.example: not-enrolled: handed over and never enrolled, \
                since 13 March; 0 touches

                Moved on since 9 March (1)

                - Lead 3, North, a3@north.example: moving again

                Of 2 hand-offs 1 is not being worked. The whole list: thirdtouch report touch-gap
                Of 2,241 firms that were sent a test lead, 23 % never answered (Harvard Business \
                Review 2011).

                """)
        for words in [
            "<h2>What can be lost today (1)</h2>", "<b>Lead 1, North, a1@north.example</b>",
            "dana: <code>thirdtouch enroll a@north.example --sequence plan</code>",
            "<h2>Moved on since 9 March (1)</h2>", "(Harvard Business Review 2011).",
        ] {
            #expect(letter.html.contains(words), "\(letter.html)")
        }
    }

    @Test(
        "Who must act is named, by the party of the reason",
        arguments: [
            (TouchGapReason.taskOverdue, false, "dana"), (.taskOverdue, true, "You"),
            (.mergeFieldMissing, false, "dana"), (.noOwner, false, "A manager"),
            (.noOwner, true, "A manager"), (.mailboxDown, true, "The administrator"),
            (.coolOff, false, "A manager, by the rules"),
        ])
    func responsible(_ reason: TouchGapReason, _ isOwn: Bool, _ who: String) {
        let letter = DigestLetter(
            Self.digest([Self.entry(1, reason: reason)]), isOwn: isOwn, zone: .utc)
        #expect(letter.text.contains("\n  \(who): thirdtouch enroll"))
    }

    @Test("Nothing that a stranger has written ends a line, opens a tag or stands in the subject")
    func hostile() {
        let name = "Eve\r\nBcc: x@y.example\u{2028}<script>alert('1')</script>&\"\u{7}"
        let letter = DigestLetter(
            Self.digest([
                Self.entry(1, name: name, company: "=cmd|' /C calc'!A0", text: "<b>\n\n.\r\n")
            ]), isOwn: false, zone: .utc)
        #expect(letter.subject == "Touch gap, week of 16 March 2026: a lead waits, 1 got stuck")
        let first = letter.text.split(separator: "\n").first { $0.hasPrefix("- ") }
        // All of it on the one line of the entry.
        #expect(first?.hasPrefix("- Eve ") == true)
        #expect(first?.contains("Bcc: x@y.example") == true)
        #expect(first?.hasSuffix("a1@north.example") == true)
        #expect(!letter.text.contains("\r"))
        #expect(!letter.text.split(separator: "\n").contains { $0.hasPrefix(".") })
        #expect(!letter.html.contains("<script"))
        #expect(letter.html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"))
        #expect(letter.html.contains("&lt;b&gt;"))
    }

    @Test("Long lists are cut and say how long they are; many touches bring the other study")
    func long() {
        let entries = (1...30).map { Self.entry($0, .stalled, touches: $0 == 2 ? 3 : 2) }
        let letter = DigestLetter(Self.digest(entries, before: []), isOwn: true, zone: .utc)
        #expect(letter.subject.hasSuffix("30 leads of yours wait, 30 got stuck"))
        #expect(letter.text.contains("What can be lost today (30)"))
        #expect(letter.text.contains("- and 20 more"))
        #expect(letter.text.contains("- and 15 more"))
        #expect(letter.html.contains("<li>and 20 more</li>"))
        #expect(letter.text.contains("(Belkins 2024)"))
    }
}
