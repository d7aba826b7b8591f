import Foundation
import Support
import Testing

/// A table of several parts, through the real daemon: parts overtake each other on their way and nowhere else.
@Suite(.serialized) struct LargeImportTests {
    @Test("Lines keep their order over the parts: of two with one address the first is taken")
    func parts() throws {
        let daemon = try BadInputTests.daemon()
        let lines = 32_000
        var text = "email,first_name,company\n"
        for line in 2...lines {
            let number = [15_000, 31_999].contains(line) ? 3 : line
            text += "p\(number)@firm\(number % 900).example,Mira,Firm \(number)\n"
        }
        let file = try daemon.folder.write(text, to: "fair.csv")
        let ending = try daemon.ask("lead", "import", file, "--source", "fair")
        #expect(ending.status == 1)
        for line in [15_000, 31_999] {
            #expect(
                ending.output.contains(
                    "fair.csv:\(line): email: p3@firm3.example is in line 3 already"))
        }
        #expect(ending.output.contains("31999 lines: 31997 added, 0 known already, 2 left out."))
        let first = try daemon.json("lead", "show", "p2@firm2.example")
        let last = try daemon.json("lead", "show", "p32000@firm500.example")
        #expect(first["id"].number == 1)
        #expect(last["fields"]["company"].text == "Firm 32000")
        // A second time nothing is new, and nothing is changed.
        let again = try daemon.json("lead", "import", file, "--source", "fair")
        #expect(again["added"].number == 0)
        #expect(again["known"].number == 31_999)
    }
}
