import MailMessage
import Sequencing
import Testing

/// People's and responders' mails, from bytes to reading.
@Suite struct AnswerFixtureTests {
    private static func reading(_ row: AnswerRow) throws -> ReplyReading {
        ReplyRules.read(
            try Fixture.message("answers/\(row.name)"), now: FixtureClassTests.now,
            leadZoneOffsetSeconds: 7200)
    }

    @Test(
        "Each answer has its class, its day of return, its intent and its text",
        arguments: AnswerRow.all)
    func answerIsRead(row: AnswerRow) throws {
        let reading = try Self.reading(row)
        #expect(ReplyKind(reading.replyClass) == row.kind)
        if case .autoReply(let reply) = reading.replyClass {
            #expect(reply.returnsOn == row.returns.flatMap { LocalDate(text: $0) })
        }
        #expect(reading.intent?.kind == row.intent)
        #expect(reading.intent?.notBefore == row.notBefore.flatMap { LocalDate(text: $0) })
        #expect(reading.intent?.referredTo == row.referredTo)
        if let text = row.text { #expect(reading.text.written == text) }
    }

    @Test("The rule that decided says what it saw", arguments: AnswerRow.all)
    func evidence(row: AnswerRow) throws {
        let decided = try Self.reading(row).findings.last { $0.fits && $0.rule != "intent" }
        #expect(decided?.evidence?.isEmpty == false)
    }

    @Test("Every answer has a row here, and no row is without its answer")
    func everyAnswerHasARow() throws {
        let names = try Fixture.names(in: "answers")
        #expect(names == AnswerRow.all.map(\.name).sorted())
        #expect(names.count >= 140)
    }
}
