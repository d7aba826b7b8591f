import API
import Glibc

/// A file of leads, read part by part: from the bytes to the lines that the daemon takes.
struct LeadFile {
    /// Some lines of the file, ready to be sent.
    struct Part {
        /// As `LeadImportOrder` describes it.
        var bytes: [UInt8]
        /// Lines with something on them, also those that were left out.
        var lines = 0
        /// Lines that are no rows.
        var problems: [LeadImportProblem] = []
        /// Whether every line of the file up to here is in it or in a part before it.
        var isEndOfWindow = true

        fileprivate var isEmpty: Bool { lines == 0 }
    }

    /// Bytes of a part, at most about so many.
    static let largestPart = 4 << 20
    /// Parts that are put in order together.
    private static let windowSize = 10
    private static let blockSize = 1 << 18
    /// What encoding and delimiter are found out from.
    private static let sampleSize = 1 << 20

    let name: String
    let text: TableText
    let mapping: ColumnMapping
    private var reader: CSVReader
    private var row = CSVReader.Row()

    /// `-` is standard input.
    init(
        _ path: String, named: [(field: String, title: String)], encoding: TableText.Encoding?
    ) throws {
        let source = try FileBlocks(path)
        name = path == "-" ? "standard input" : path
        let sample = try source.read(atLeast: Self.sampleSize)
        do throws(TableText.Refusal) {
            text = try TableText(sample: sample, encoding: encoding)
        } catch {
            throw CommandFailure(
                .refused,
                "\(name) is \(error == .utf16 ? "UTF-16" : "no text"), so nothing was done.",
                advice: error == .utf16
                    ? "iconv -f UTF-16 -t UTF-8 writes it as UTF-8"
                    : "export the table as CSV in UTF-8")
        }
        reader = CSVReader(
            delimiter: text.delimiter, first: Array(sample.dropFirst(text.markBytes)),
            read: { try source.read(atLeast: Self.blockSize) })
        guard try reader.next(into: &row), !row.isBlank, row.fault == nil else {
            throw CommandFailure(
                .refused, "\(name) has no line of column names, so nothing was done.",
                advice: "its first line must name the columns: email, first_name, company, …")
        }
        let titles = (0..<row.count).map { [row, text] field in
            text.decode(row.bytes[row[field]]) ?? ""
        }
        mapping = try ColumnMapping(titles: titles, named: named, file: name)
    }

    /// Said before anything is done, so that a wrong guess is seen.
    func description(isDryRun: Bool) -> String {
        let delimiter =
            switch text.delimiter {
            case UInt8(ascii: ";"): "semicolons"
            case UInt8(ascii: "\t"): "tabs"
            default: "commas"
            }
        var lines = ["\(name): \(text.encoding.rawValue), divided by \(delimiter)"]
        if isDryRun {
            lines += mapping.taken.map { "  \($0.title) → \($0.field)" }
            lines += mapping.ignored.map { "  \($0) is ignored; --map FIELD=\($0) takes it" }
        }
        return lines.map { SafeText.line($0) + "\n" }.joined()
    }

    /// The parts that come next, as they are best written; none at the end of the file.
    ///
    /// A table of one part stays in its order. Of a longer one, ten parts at a time are put in order of their addresses:
    /// each then changes one stretch of the index of addresses, instead of nearly every page of it.
    mutating func nextWindow() throws -> [Part] {
        var parts: [Part] = []
        while parts.count < Self.windowSize, let part = try nextPart() { parts.append(part) }
        return parts.count > 1 ? AddressOrder(parts).parts(headed: mapping.header) : parts
    }

    /// Nil at the end of the file.
    mutating func nextPart() throws -> Part? {
        var part = Part(bytes: Array(mapping.header.utf8))
        part.bytes.reserveCapacity(Self.largestPart / 2)
        while part.lines < LeadImportOrder.largestPart, part.bytes.count < Self.largestPart {
            guard try reader.next(into: &row) else { break }
            if row.isBlank { continue }
            part.lines += 1
            take(into: &part)
        }
        return part.isEmpty ? nil : part
    }

    private mutating func take(into part: inout Part) {
        if let problem = problem() {
            part.problems.append(problem)
            return
        }
        let start = part.bytes.count
        part.bytes.append(UInt8(ascii: "\n"))
        part.bytes.append(contentsOf: "\(row.line)".utf8)
        let isPlain = text.encoding == .utf8 || !row.bytes.contains { $0 >= 0x80 }
        for column in mapping.taken {
            part.bytes.append(UInt8(ascii: "\t"))
            guard column.place < row.count else { continue }
            let field = Self.trimmed(row.bytes[row[column.place]])
            if let control = field.first(where: { $0 < 0x20 || $0 == 0x7F }) {
                part.bytes.removeSubrange(start...)
                let isBreak = control == UInt8(ascii: "\n") || control == UInt8(ascii: "\r")
                part.problems.append(
                    LeadImportProblem(
                        line: row.line, code: .value, field: column.field,
                        message: isBreak ? "has a line break" : "has a control character",
                        advice: "write it on one line, without tabs"))
                return
            }
            if isPlain {
                part.bytes.append(contentsOf: field)
            } else {
                // Windows-1252 gives every byte a meaning: nil can't come.
                part.bytes.append(contentsOf: (text.decode(field) ?? "").utf8)
            }
        }
    }

    private func problem() -> LeadImportProblem? {
        func bad(_ message: String, _ advice: String) -> LeadImportProblem {
            LeadImportProblem(line: row.line, code: .row, message: message, advice: advice)
        }
        switch row.fault {
        case .openQuote:
            return bad(
                "a quotation mark is opened here and never closed; nothing after it was read",
                "close it; inside a text write two for one: \"say \"\"hi\"\"\"")
        case .textAfterQuote:
            return bad(
                "something stands behind a closing quotation mark",
                "inside a text write two for one: \"say \"\"hi\"\"\"")
        case .tooLong: return bad("the line is longer than 1 MiB", "is it a table?")
        case nil: break
        }
        // Spreadsheets write empty values behind the last column: they say nothing.
        if row.count > mapping.titleCount, row.bytes.count > row[mapping.titleCount - 1].upperBound
        {
            return bad(
                "has \(row.count) values, the first line names \(mapping.titleCount)",
                "put values that have the delimiter inside into quotation marks")
        }
        if text.encoding == .utf8, row.bytes.contains(where: { $0 >= 0x80 }),
            text.decode(row.bytes[...]) == nil
        {
            return bad("is not UTF-8", "add --encoding windows-1252, or export it as UTF-8")
        }
        return nil
    }

    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var field = field
        while field.first == UInt8(ascii: " ") { field = field.dropFirst() }
        while field.last == UInt8(ascii: " ") { field = field.dropLast() }
        return field
    }
}

extension LeadFile.Part {
    /// Leaves lines out whose address `first` finds in an earlier line, and names them.
    ///
    /// The address is the second value of a line: `ColumnMapping.header` says so.
    mutating func keep(first: (_ address: String, _ line: Int) -> Int?) {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let values = line.split(
                separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
            if index > 0, values.count > 1, !values[1].isEmpty {
                let address = String(decoding: values[1], as: UTF8.self)
                let number = Int(String(decoding: values[0], as: UTF8.self)) ?? 0
                if let earlier = first(address, number) {
                    problems.append(
                        LeadImportProblem(
                            line: number, code: .repeated, field: "email",
                            message: "\(address) is in line \(earlier) already",
                            advice: "leave one of them out"))
                    continue
                }
            }
            if index > 0 { kept.append(UInt8(ascii: "\n")) }
            kept.append(contentsOf: line)
        }
        bytes = kept
    }
}

/// A file's bytes, in blocks.
private final class FileBlocks {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws(CommandFailure) {
        self.path = path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileText.unreadable(path) }
    }

    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

    /// Fewer bytes only at the end; then none.
    func read(atLeast count: Int) throws(CommandFailure) -> [UInt8] {
        var hasFailed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Glibc.read(
                    descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got < 0, errno == EINTR { continue }
                hasFailed = got < 0
                guard got > 0 else { return }
                filled += got
            }
        }
        guard !hasFailed else { throw FileText.unreadable(path) }
        return bytes
    }
}
