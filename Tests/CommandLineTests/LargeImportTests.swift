import Foundation
import Support
import Testing

/// A table of several parts, through the real daemon: they are put in order by address, and overtake each other on their
/// way and nowhere else.
@Suite(.serialized) struct LargeImportTests {
    @Test("Of two lines with one address the first is taken, and lines are named in order")
    func parts() throws {
        let daemon = try BadInputTests.daemon()
        let lines = 32_000
        var text = "email,first_name,company\n"
        for line in 2...lines {
            if line == 20_000 {
                text += "nobody,Mira,Firm\n"
                continue
            }
            let number = [15_000, 31_999].contains(line) ? 3 : line
            text += "p\(number)@firm\(number % 900).example,Mira,Firm \(number)\n"
        }
        let file = try daemon.folder.write(text, to: "fair.csv")
        let ending = try daemon.ask("lead", "import", file, "--source", "fair")
        #expect(ending.status == 1)
        let told = ending.output.split(separator: "\n").filter { $0.contains("fair.csv:") }
        #expect(told.count == 3)
        #expect(told[0].contains("fair.csv:15000: email: p3@firm3.example is in line 3 already"))
        #expect(told[1].contains("fair.csv:20000: email: “nobody” has no @"))
        #expect(told[2].contains("fair.csv:31999: email: p3@firm3.example is in line 3 already"))
        #expect(ending.output.contains("31999 lines: 31996 added, 0 known already, 3 left out."))
        let third = try daemon.json("lead", "show", "p3@firm3.example")
        #expect(third["fields"]["company"].text == "Firm 3")
        let last = try daemon.json("lead", "show", "p32000@firm500.example")
        #expect(last["fields"]["company"].text == "Firm 32000")
        // A second time nothing is new, and nothing is changed.
        let again = try daemon.ask("lead", "import", file, "--source", "fair")
        #expect(again.output.contains("31999 lines: 0 added, 31998 known already, 1 left out."))
    }
}
