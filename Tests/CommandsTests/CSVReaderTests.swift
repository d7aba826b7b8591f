import Testing

@testable import Commands

/// Tables of values as files have them, read in blocks of every size.
struct CSVReaderTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        /// `line: field|field`, and `!` with the fault.
        let rows: [String]

        init(_ description: String, _ text: String, _ rows: String...) {
            testDescription = description
            self.text = text
            self.rows = rows
        }
    }

    static let rows: [Row] = [
        Row("no byte is no row", ""),
        Row("the last line end may be missing", "a,b\nc,d", "1: a|b", "2: c|d"),
        Row("a last line end adds no row", "a,b\nc,d\n", "1: a|b", "2: c|d"),
        Row("CR LF and CR end lines too", "a\r\nb\rc\n", "1: a", "2: b", "3: c"),
        Row("empty lines count as lines", "a\n\n\nb\n", "1: a", "2: ", "3: ", "4: b"),
        Row("empty values stay", ",a,\n,,\n", "1: |a|", "2: ||"),
        Row("a delimiter inside quotes is text", "\"a,b\",c\n", "1: a,b|c"),
        Row("two quotation marks are one", "\"say \"\"hi\"\"\",\"\"\n", "1: say \"hi\"|"),
        Row("a line break inside quotes is text", "\"a\nb\",c\nd,e\n", "1: a\nb|c", "3: d|e"),
        Row("a mark in the middle is what it is", "5\" disk,b\"\n", "1: 5\" disk|b\""),
        Row("text behind quotes", "\"a\"b,c\nd\n", "1: ab|c !textAfterQuote", "2: d"),
        Row("quotes that are never closed", "a\n\"b,c\nd\n", "1: a", "2: b,c\nd\n !openQuote"),
    ]

    private func read(_ text: String, block: Int) throws -> [String] {
        var rest = Array(text.utf8)[...]
        var reader = CSVReader(delimiter: UInt8(ascii: ","), first: []) {
            defer { rest = rest.dropFirst(block) }
            return Array(rest.prefix(block))
        }
        var row = CSVReader.Row()
        var found: [String] = []
        while try reader.next(into: &row) {
            let fields = (0..<row.count).map { String(decoding: row.bytes[row[$0]], as: UTF8.self) }
            let fault = row.fault.map { " !\($0)" } ?? ""
            found.append("\(row.line): \(fields.joined(separator: "|"))\(fault)")
        }
        return found
    }

    @Test("A table is the same rows, however it is cut into blocks", arguments: rows)
    func table(_ row: Row) throws {
        for block in [1, 2, 3, 7, 1000] {
            #expect(try read(row.text, block: block) == row.rows, "in blocks of \(block)")
        }
    }

    @Test("A quotation mark that is never closed does not fill the memory")
    func endless() throws {
        var blocks = 64
        var reader = CSVReader(delimiter: UInt8(ascii: ","), first: Array("\"".utf8)) {
            blocks -= 1
            return blocks > 0 ? [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 18) : []
        }
        var row = CSVReader.Row()
        #expect(try reader.next(into: &row))
        #expect(row.fault == .openQuote)
        #expect(row.bytes.count <= CSVReader.longestRow + 1 << 18)
        #expect(try !reader.next(into: &row))
    }
}

/// What a file is written with, and what its columns are.
struct LeadFileTests {
    @Test("Encoding and delimiter are found out")
    func text() throws {
        let umlaut: [UInt8] = Array("Name;Ort\nJ".utf8) + [0xFC] + Array("rgen;K\n".utf8)
        let old = try TableText(sample: umlaut)
        #expect(old.encoding == .windows1252)
        #expect(old.delimiter == UInt8(ascii: ";"))
        #expect(old.decode([0x4A, 0xFC, 0x80]) == "Jü€")
        let marked = try TableText(sample: [0xEF, 0xBB, 0xBF] + Array("a\tb,c\td\n".utf8))
        #expect(try marked == TableText.known(.utf8, "\t", mark: 3))
        // A character that the end of the sample cuts in two.
        #expect(try TableText(sample: Array("a,b\nü".utf8.dropLast())).encoding == .utf8)
        #expect(try TableText(sample: Array("\"a;b;c\",d\n".utf8)).delimiter == UInt8(ascii: ","))
        #expect(throws: TableText.Refusal.utf16) { try TableText(sample: [0xFF, 0xFE, 0x61, 0]) }
        #expect(throws: TableText.Refusal.zeroBytes) { try TableText(sample: [0x61, 0]) }
    }

    @Test(
        "Usual titles in English and German are understood",
        arguments: [
            ("E-Mail-Adresse", "email"), ("Email Address", "email"), ("Vorname", "first_name"),
            ("Nachname", "last_name"), ("Firma", "company"), ("Job Title", "title"),
            ("Telefon", "phone"), ("Land", "country"), ("Ländercode", "country"),
            ("Account Tier", "tier"), ("ABC-Klasse", "tier"), ("Rating", nil),
            ("custom_hall", "custom_hall"), ("Zeitzone", "zone"), ("Betreuer", "owner"),
            ("Score", nil), ("rep_name", nil), ("Source", nil),
        ] as [(String, String?)])
    func titles(_ title: String, _ field: String?) {
        #expect(ColumnNames.field(for: title) == field)
    }

    @Test("A person's word goes before a guess")
    func named() throws {
        let mapping = try ColumnMapping(
            titles: ["Firma", "Kunde", " Mail ", "Score"], named: [("company", "kunde")],
            file: "f.csv")
        #expect(mapping.header == "line\temail\tcompany")
        #expect(mapping.taken.map(\.place) == [2, 1])
        #expect(mapping.ignored == ["Firma", "Score"])
    }

    @Test(
        "A mapping that can't be is refused with what to do",
        arguments: [
            (["Firma"], [], "--map email="), (["email", "Mail"], [], "--map email=Mail"),
            (["email"], [("company", "Haus")], "its columns are: email"),
        ] as [([String], [(field: String, title: String)], String)])
    func refused(_ titles: [String], _ named: [(field: String, title: String)], _ words: String) {
        let failure = #expect(throws: CommandFailure.self) {
            try ColumnMapping(titles: titles, named: named, file: "f.csv")
        }
        #expect(failure.map { $0.message + $0.advice }?.contains(words) == true)
    }
}

extension TableText {
    fileprivate static func known(
        _ encoding: Encoding, _ delimiter: Character, mark: Int
    ) throws -> TableText {
        var text = try TableText(sample: [], encoding: encoding)
        text.delimiter = delimiter.asciiValue ?? 0
        text.markBytes = mark
        return text
    }
}
