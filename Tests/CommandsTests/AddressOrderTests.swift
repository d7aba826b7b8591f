import API
import Foundation
import Testing

@testable import Commands

/// Long tables, put in order before they are sent.
struct AddressOrderTests {
    private static func part(_ lines: [String], problems: [Int] = []) -> LeadFile.Part {
        LeadFile.Part(
            bytes: Array(([header] + lines).joined(separator: "\n").utf8),
            lines: lines.count + problems.count,
            problems: problems.map {
                LeadImportProblem(line: $0, code: .row, message: "broken", advice: "mend it")
            })
    }

    private static let header = "line\temail\tfirst_name"

    private static func lines(_ part: LeadFile.Part) -> [String] {
        String(decoding: part.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("Lines of several parts stand in order of the address in lower case, byte by byte")
    func order() {
        let parts = [
            Self.part(["2\tmira@x.test\tMira", "3\tZoe@x.test\tZoe", "4\t\tNobody"]),
            Self.part(["5\tÄnne@x.test\tÄnne", "6\tänna@x.test\tÄnna", "7\tabel@x.test\tAbel"]),
            Self.part(["8\tabel.b@x.test\tBe", "9\tab@x.test\tAb"]),
        ]
        let ordered = AddressOrder(parts).parts(headed: Self.header)
        #expect(ordered.count == 1)
        #expect(
            Self.lines(ordered[0]) == [
                Self.header, "4\t\tNobody", "9\tab@x.test\tAb", "8\tabel.b@x.test\tBe",
                "7\tabel@x.test\tAbel", "2\tmira@x.test\tMira", "3\tZoe@x.test\tZoe",
                "6\tänna@x.test\tÄnna", "5\tÄnne@x.test\tÄnne",
            ])
    }

    @Test("Lines with one address stay in the order of the file")
    func same() {
        let parts = [
            Self.part(["2\tb@x.test\tB", "3\tA@x.test\tfirst"]),
            Self.part(["4\ta@x.test\tsecond", "5\ta@X.test\tthird"]),
        ]
        let ordered = AddressOrder(parts).parts(headed: Self.header)
        #expect(Self.lines(ordered[0]).dropFirst().map(\.first) == ["3", "4", "5", "2"])
    }

    @Test("What is no row is counted and named with the first part")
    func problems() {
        let parts = [
            Self.part(["3\tb@x.test\tB"], problems: [2]), Self.part([], problems: [4, 5]),
        ]
        let ordered = AddressOrder(parts).parts(headed: Self.header)
        #expect(ordered.map(\.lines) == [4])
        #expect(ordered[0].problems.map(\.line) == [2, 4, 5])
        #expect(ordered[0].isEndOfWindow)
    }

    @Test(
        "A table of one part stays as it is; of a longer one no part is too long, and no line is lost"
    )
    func window() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // why: the system clears it too
        func window(of count: Int) throws -> [LeadFile.Part] {
            let file = folder.appending(path: "\(count).csv").path
            let rows = (0..<count).map { "p\($0 &* 7919 % 10_007).\($0)@x.test,Mira\n" }
            try ("email,first_name\n" + rows.joined()).write(
                toFile: file, atomically: true, encoding: .utf8)
            var table = try LeadFile(file, named: [], encoding: nil)
            let window = try table.nextWindow()
            #expect(try table.nextWindow().isEmpty)
            return window
        }
        let short = try window(of: LeadImportOrder.largestPart)
        #expect(short.count == 1)
        #expect(Self.lines(short[0])[1].hasPrefix("2\t"))
        let long = try window(of: LeadImportOrder.largestPart * 2 + 1)
        #expect(long.map(\.lines) == [10_000, 10_000, 1])
        #expect(long.map(\.isEndOfWindow) == [false, false, true])
        let lines = long.flatMap { Self.lines($0).dropFirst() }
        let numbers = Set(lines.map { $0.prefix { $0 != "\t" } })
        #expect(numbers.count == 20_001)
        let addresses = lines.map { $0.split(separator: "\t")[1] }
        #expect(
            zip(addresses, addresses.dropFirst()).allSatisfy {
                Array($0.utf8).lexicographicallyPrecedes($1.utf8)
            })
    }
}
