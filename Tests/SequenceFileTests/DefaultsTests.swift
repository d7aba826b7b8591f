import PlainYAML
import SequenceFile
import Sequencing
import Testing

struct DefaultsTests {
    private static let shortest = """
        title: Shortest
        unable-to-reach-after: 1 touch on 1 channel in 1 business day
        steps:
          - id: hello
            email: { subject: Hello, body: Hello }
        """

    @Test("what a file does not say has its default")
    func defaults() throws {
        let sequence = try SequenceFile.read(
            Self.shortest, file: "folder/shortest.yaml", knownZones: { _ in false })
        #expect(sequence.name == "shortest")
        #expect(sequence.window == SequenceDefaults.window)
        #expect(sequence.window.everyHours.count == 1)
        #expect(sequence.window.everyHours[0].opens == LocalTime(hour: 9, minute: 0))
        #expect(sequence.window.everyHours[0].closes == LocalTime(hour: 17, minute: 0))
        #expect(sequence.colleagueReplies == .pause(businessDays: 5))
        #expect(sequence.outOfOffice == .init(businessDaysAfterReturn: 1, defaultDays: 14))
        #expect(sequence.steps[0].delay == .none)
    }

    @Test(
        "days, hours, zones and holidays have several forms",
        arguments: [
            ("days: mon-fri", Window.workdays), ("days: mon, wed", [.mon, .wed]),
            ("days: [mon-wed, sat]", [.mon, .tue, .wed, .sat]), ("days: Mon - Tue", [.mon, .tue]),
            ("days: sun", [.sun]),
        ] as [(String, Set<Weekday>)])
    func days(line: String, expected: Set<Weekday>) throws {
        #expect(try window(line).days == expected)
    }

    @Test("hours may be one span, several with commas, or a list")
    func hours() throws {
        let two = [
            Window.Hours(
                opens: LocalTime(hour: 8, minute: 30), closes: LocalTime(hour: 11, minute: 30)),
            Window.Hours(
                opens: LocalTime(hour: 13, minute: 0), closes: LocalTime(hour: 24, minute: 0)),
        ]
        #expect(try window("hours: 8:30-11:30, 13:00 - 24:00").everyHours == two)
        #expect(try window("hours: [08:30-11:30, 13:00-24:00]").everyHours == two)
        #expect(try window("hours: 08:30-11:30").everyHours == [two[0]])
    }

    @Test("zones and holidays")
    func zones() throws {
        #expect(try window("zone: rep").zone == .rep)
        #expect(try window("zone: Europe/Berlin").zone == .named("Europe/Berlin"))
        #expect(try window("holidays: none").holidays == .none)
        #expect(try window("holidays: [NO, DE]").holidays == .countries(["NO", "DE"]))
        #expect(try window("holidays: DE").holidays == .countries(["DE"]))
    }

    private func window(_ line: String) throws -> Window {
        let text = Self.shortest + "\nwindow:\n  \(line)\n"
        return try SequenceFile.read(
            text, file: "x.yaml", knownZones: { $0 == "Europe/Berlin" }
        ).window
    }

    @Test(
        "delays",
        arguments: [
            ("30 minutes", 30, .minutes, .previousStep), ("1 hour", 1, .hours, .previousStep),
            ("2 business days", 2, .businessDays, .previousStep),
            ("3 days from start", 3, .days, .start), ("0 minutes", 0, .minutes, .previousStep),
        ] as [(String, Int, Delay.Unit, Delay.Anchor)])
    func delays(text: String, count: Int, unit: Delay.Unit, anchor: Delay.Anchor) throws {
        let sequence = try SequenceFile.read(
            Self.shortest + "\n    after: \(text)\n", file: "x.yaml", knownZones: { _ in true })
        #expect(
            sequence.steps[0].delay == Delay(span: .init(count: count, unit: unit), anchor: anchor))
    }
}
