import Foundation
import PlainYAML
import SequenceFile
import Sequencing
import Testing
import ZoneData

struct RoundTripTests {
    /// `sequences` of the source tree.
    private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("sequences").path

    private static func shipped(_ name: String) throws -> Sequence {
        let text = try String(contentsOfFile: "\(folder)/\(name).yaml", encoding: .utf8)
        return try SequenceFile.read(
            text, file: "\(name).yaml", knownZones: ZoneDatabase().knows)
    }

    @Test("every shipped sequence lints clean, and there are no others")
    func allShipped() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
            .filter { $0.hasSuffix(".yaml") }.sorted()
        #expect(files == ["cold-outbound.yaml", "inbound-handoff.yaml", "re-engagement.yaml"])
        for file in files { _ = try Self.shipped(String(file.dropLast(5))) }
    }

    @Test(
        "shipped sequences have the steps that they promise",
        arguments: [
            ("inbound-handoff", ["email", "call", "email", "call", "linkedin", "email", "email"]),
            ("cold-outbound", ["email", "email", "call", "email", "call", "email"]),
            ("re-engagement", ["email", "email", "call", "email"]),
        ])
    func channels(name: String, channels: [String]) throws {
        let sequence = try Self.shipped(name)
        #expect(sequence.name == name)
        #expect(sequence.steps.map(\.channel.rawValue) == channels)
        #expect(sequence.steps[0].delay == .none)
    }

    @Test(
        "what is written reads as the same sequence",
        arguments: ["inbound-handoff", "cold-outbound", "re-engagement"])
    func shippedRoundTrip(name: String) throws {
        let sequence = try Self.shipped(name)
        let written = SequenceFile.write(sequence)
        let again = try SequenceFile.read(
            written, file: "\(name).yaml", knownZones: ZoneDatabase().knows)
        #expect(again == sequence)
        #expect(SequenceFile.write(again) == written)
    }

    @Test(
        "awkward texts read back as they were",
        arguments: [
            "x", "two\nlines", "ends\n", "ends twice\n\n", "ends thrice\n\n\n", "  indented\nfirst",
            "tab\tinside\nand # hash: colon", "quotes \" ' and \\ backslash", "- looks like a list",
            "a\n\n\nb\n", "\nbegins with nothing", "trailing space \nx ", "emoji 👩‍💻 and “quotes”",
            "line separator \u{2028} inside\nx", "*star\n&amp\n", "%percent\n", "a\n  \n", "a\n  ",
            "---\nx\n", "{{first_name|there}}\n{{signature}}", "no", "~", "1", "   \n  x\n",
            "# x\ny",
        ])
    func awkward(text: String) throws {
        let template = try MergeTemplate(parsing: text)
        let sequence = Self.everything(body: template)
        let written = SequenceFile.write(sequence)
        let again = try SequenceFile.read(
            written, file: "all-kinds.yaml", knownZones: { $0 == "Asia/Kolkata" })
        #expect(again == sequence, "\(written)")
    }

    @Test("hours of single days read back as they were")
    func hoursOfDays() throws {
        let text = """
            title: Fridays are short
            window:
              hours:
                mon-wed, thu: [08:30-11:30, 13:00-17:00]
                fri: 09:00-13:00
            unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:
              - id: hello
                email: { subject: Hello, body: Hello }
            """
        let sequence = try SequenceFile.read(text, file: "short.yaml", knownZones: { _ in false })
        #expect(sequence.window.days == Window.workdays)
        #expect(sequence.window.hoursByDay[.thu]?.count == 2)
        #expect(sequence.window.hoursByDay[.fri]?.count == 1)
        let written = SequenceFile.write(sequence)
        let again = try SequenceFile.read(written, file: "short.yaml", knownZones: { _ in false })
        #expect(again == sequence, "\(written)")
    }

    /// A sequence that uses every key of the format.
    private static func everything(body: MergeTemplate) -> Sequence {
        let variants = [
            EmailAct.Variant(weight: 3, body: body, html: body),
            EmailAct.Variant(weight: 1, body: body),
        ]
        let at = LocalTime(hour: 9, minute: 15)
        return Sequence(
            name: "all-kinds", title: "All: \"kinds\" # here",
            window: Window(
                days: [.mon, .wed, .sun],
                hours: [
                    .init(
                        opens: LocalTime(hour: 8, minute: 5), closes: LocalTime(hour: 11, minute: 0)
                    ),
                    .init(
                        opens: LocalTime(hour: 13, minute: 0),
                        closes: LocalTime(hour: 24, minute: 0)),
                ], zone: .named("Asia/Kolkata"), holidays: .countries(["NO", "DE"])),
            colleagueReplies: .ignore,
            outOfOffice: .init(businessDaysAfterReturn: 2, defaultDays: 1),
            minimum: .init(touches: 5, channels: 4, businessDays: 1),
            steps: [
                Step(
                    id: "one",
                    delay: Delay(span: .init(count: 3, unit: .days), anchor: .start, at: at),
                    onlyIf: .leadLacks(field: "phone"),
                    act: .email(
                        .init(
                            subject: body.source.contains("\n") || body.source.isEmpty
                                ? variantSubject : body, replyTo: nil, variants: variants,
                            isReviewed: true))),
                Step(
                    id: "two", delay: Delay(span: .init(count: 1, unit: .hours)),
                    onlyIf: .leadHas(field: "custom_size"),
                    act: .call(.init(script: body, expires: .init(count: 1, unit: .businessDays))),
                    outcomeRules: ["connected": .end, "busy": .next]),
                Step(
                    id: "three", delay: Delay(span: .init(count: 0, unit: .days), anchor: .start),
                    onlyIf: .outcome(step: "two", is: "no-answer"),
                    act: .linkedIn(
                        .init(kind: .message, note: body, expires: .init(count: 90, unit: .minutes))
                    )
                ),
                Step(
                    id: "four", delay: .none,
                    onlyIf: .outcomeIsNot(step: "three", "accepted"),
                    act: .task(.init(script: body, expires: nil))),
                Step(
                    id: "five",
                    delay: Delay(
                        span: .zero,
                        between: .init(opens: at, closes: LocalTime(hour: 10, minute: 30))),
                    act: .email(
                        .init(
                            subject: nil, replyTo: "one", variants: [.init(weight: 1, body: body)])
                    )),
                Step(
                    id: "six", delay: .none,
                    act: .linkedIn(.init(kind: .view, note: nil, expires: nil))),
            ])
    }

    private static var variantSubject: MergeTemplate? {
        // The text has no fields, which is the reason that parsing it can't fail.
        try? MergeTemplate(parsing: "A subject")
    }
}
