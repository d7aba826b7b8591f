import Foundation
import Support
import Testing

/// What whoever stands in for an absent colleague may see and do.
extension RoleTests {
    @Test("Whoever stands in sees and moves the leads of who is away, and not a day longer")
    func absence() throws {
        let daemon = try daemon()
        let show = ["lead", "show", "mira@north.example"]
        #expect(try ask(daemon, as: Self.dana, "lead", "add", "mira@north.example").status == 0)
        #expect(try ask(daemon, as: Self.erik, show).status == 77)
        let tomorrow = ISO8601DateFormatter().string(from: Date().addingTimeInterval(86_400))
        let away = ["rep", "away", "dana", "--until", tomorrow, "--delegate"]
        try ofAnotherDay(daemon)
        #expect(try ask(daemon, as: Self.erik, away + ["erik"]).status == 77)
        #expect(try ask(daemon, as: Self.mark, away + ["erik"]).status == 77)
        #expect(try ask(daemon, as: Self.dana, away + ["mark"]).status == 64)
        #expect(try ask(daemon, as: Self.dana, away + ["dana"]).status == 64)
        #expect(try ask(daemon, as: Self.dana, away + ["erik"]).status == 0)
        #expect(try ask(daemon, as: Self.mona, away + ["erik"]).status == 1)
        #expect(try ask(daemon, as: Self.erik, "rep", "list").output.contains("erik stands in"))
        #expect(try ask(daemon, as: Self.erik, show).status == 0)
        #expect(try ask(daemon, as: Self.erik, "lead", "list", "--owner", "dana").status == 0)
        let list = try ask(daemon, as: Self.erik, "report", "touch-gap", "--json")
        #expect(list.output.contains("\"total\" : 1"), "\(list.output)")
        // In the name, and from the mailbox, of whoever is away.
        let enroll = ["enroll", "mira@north.example", "--sequence", "quick"]
        let enrolled = try ask(daemon, as: Self.erik, enroll)
        #expect(enrolled.status == 0, "\(enrolled.output)")
        let enrollment = try daemon.json("enrollment", "list")["items"][0]
        #expect(enrollment["rep"].text == "dana")
        #expect(enrollment["mailbox"].text == "dana@sender.example")
        #expect(try ask(daemon, as: Self.mona, "rep", "back", "dana").status == 0)
        #expect(try ask(daemon, as: Self.erik, show).status == 77)
        #expect(try ask(daemon, as: Self.dana, "rep", "back", "dana").status == 1)
    }

    /// Of a day on which erik will stand in for dana, a report tells erik no more than today's.
    private func ofAnotherDay(_ daemon: RunningDaemon) throws {
        let day = { (number: Double) in
            ISO8601DateFormatter().string(from: Date().addingTimeInterval(number * 86_400))
        }
        let away = ["--from", day(2), "--until", day(6), "--delegate", "erik"]
        #expect(try ask(daemon, as: Self.dana, ["rep", "away", "dana"] + away).status == 0)
        for (user, total) in [(Self.erik, 0), (Self.dana, 1), (Self.mona, 1)] {
            let report = ["report", "touch-gap", "--json", "--as-of", day(4)]
            let ending = try ask(daemon, as: user, report)
            #expect(ending.status == 0, "\(ending.errors)")
            #expect(try JSON(parsing: ending.output)["total"].number == total, "\(user)")
            let audit = try ask(daemon, as: user, ["report", "coverage"] + report.dropFirst(2))
            #expect(audit.output.contains("north.example") == (total == 1), "\(audit.output)")
        }
        #expect(try ask(daemon, as: Self.dana, "rep", "back", "dana").status == 0)
    }
}
