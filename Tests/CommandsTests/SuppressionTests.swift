import API
import APISupport
import Foundation
import Sequencing
import Testing

@testable import Commands

/// `thirdtouch suppression`: what is sent, what is printed, how it ends.
struct SuppressionTests {
    private static let entry = SuppressionView(
        address: "mira@north.example", reason: "asked on the phone", author: "dana",
        at: Timestamp(Instant(milliseconds: 1_772_442_000_000)))

    @Test("A check ends with 1 for somebody who may not be contacted")
    func check() throws {
        let yes = try UnixHTTPServer(
            "GET /v1/suppressions/mira%40north.example",
            SuppressionCheckView(address: "mira@north.example", suppression: Self.entry))
        let refused = Console.run(
            ["suppression", "check", "mira@north.example"], socket: yes.path)
        #expect(refused.exitCode == 1)
        #expect(
            refused.output
                == "mira@north.example may never be contacted: asked on the phone (dana, "
                + "2026-03-02T09:00:00Z).\n")
        let no = try UnixHTTPServer(
            "GET /v1/suppressions/ken%40north.example",
            SuppressionCheckView(address: "ken@north.example"))
        let free = Console.run(["suppression", "check", "ken@north.example"], socket: no.path)
        #expect(free.exitCode == 0)
        #expect(free.output == "ken@north.example may be contacted.\n")
    }

    @Test(
        "A file of lines or a table gives its addresses, and its bad lines by number",
        arguments: [
            (
                "# old\nMira@North.example\n\nken@north.example, Ken  # a remark\nnobody\n",
                ["mira@north.example", "ken@north.example"], [5]
            ),
            ("name,email\nMira,mira@north.example\nKen,ken@\n", ["mira@north.example"], [3]),
            ("mira@north.example\nMIRA@north.example\n", ["mira@north.example"], []),
            ("@North.example\n@\n", ["@north.example"], [2]),
        ])
    func file(text: String, addresses: [String], badLines: [Int]) throws {
        let found = try AddressFile(text, file: "list.txt")
        #expect(found.addresses == addresses)
        #expect(found.badLines.map(\.line) == badLines)
    }

    @Test("A file without an address is refused") func nothing() {
        let error = #expect(throws: CommandFailure.self) {
            try AddressFile("# nobody\n", file: "list.txt")
        }
        #expect(error?.message.contains("names no address") == true)
    }

    @Test("A dry run asks nobody and says what is there")
    func dryRun() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // why: a temporary folder
        let file = folder.appending(path: "list.txt")
        try Data("mira@north.example\nken@north.example\n".utf8).write(to: file)
        let console = Console.run(
            ["suppression", "import", file.path, "--reason", "x", "--dry-run"])
        #expect(console.exitCode == 0)
        #expect(console.output == "2 addresses would be suppressed; nothing was done.\n")
    }
}
