import Foundation
import Logging
import MailMessage
import Sequencing
import Store

/// Parse, classify and match on one core, beside GMime in C and Python's email package on the same
/// Maildir, in turns. Twice: the fixtures of the tests, which are the rare and the hard, and ordinary mail as a
/// mailbox gets it (`SweepBenchmark.message`).
enum MailBenchmark {
    static let messages = 4000
    static let leads = 100_000

    static func run() throws {
        try run(named: "mail.ordinary", "answers, absences and bounces") { number in
            Data(SweepBenchmark.message(number, oneLeadIn: 1))
        }
        let fixtures = try fixtures()
        try run(named: "mail.fixtures", "the fixtures of the tests") { number in
            Data("X-Number: \(number)\r\n".utf8) + fixtures[number % fixtures.count]
        }
        try readLarge()
    }

    private static func run(
        named name: String, _ what: String, _ message: (Int) -> Data
    ) throws {
        let folder = try ScratchFolder("mail")
        defer { folder.remove() }
        let maildir = "\(folder.path)/Maildir"
        let bytes = try fill(maildir, message)
        try Crowd.make(in: folder.path, waiting: leads, due: 0)
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let store = try Store(folder: folder.path, logger: logger)
        defer { store.close() }
        let gmime = try Anchor(c: "gmime_read", packages: ["gmime-3.0"], into: folder)
        let python = Anchor(python: "python_read")
        var (ours, theirs, pythons): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<5 {
            ours.append(try Double(messages) / seconds { try read(maildir, store) })
            theirs.append(try gmime.run(maildir))
            pythons.append(try python.run(maildir))
        }
        let size =
            "\(what), \(messages) messages of \(bytes / messages) bytes on average, median of 5"
        Measurement(
            name: name, value: ours.median, unit: "messages/s",
            against: "a C program with GMime and hardly a rule", ratio: ours.median / theirs.median,
            remark: "\(size), \(leads) leads to match, goal: 2000"
        ).report()
        Measurement(
            name: "\(name)-by-python", value: pythons.median, unit: "messages/s",
            against: "of ours", ratio: pythons.median / ours.median
        ).report()
    }

    /// The sum of the messages' bytes.
    private static func fill(_ maildir: String, _ message: (Int) -> Data) throws -> Int {
        for part in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: "\(maildir)/\(part)", withIntermediateDirectories: true)
        }
        var sum = 0
        for number in 0..<messages {
            let bytes = message(number)
            try bytes.write(to: URL(filePath: "\(maildir)/new/1700000000.M\(number)P1.bench"))
            sum += bytes.count
        }
        return sum
    }

    private static func fixtures() throws -> [Data] {
        let root = URL(filePath: "Tests/Fixtures")
        let names =
            FileManager.default.enumerator(atPath: root.path)?
            .compactMap { $0 as? String }.filter { $0.hasSuffix(".eml") }.sorted() ?? []
        let fixtures = try names.map { try Data(contentsOf: root.appending(path: $0)) }
        precondition(!fixtures.isEmpty, "run this from the repository's root")
        return fixtures
    }

    private static func read(_ maildir: String, _ store: Store) throws {
        var read = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(maildir)/new") {
            let bytes = FileManager.default.contents(atPath: "\(maildir)/new/\(name)") ?? Data()
            let message = try MessageParser.parse(Array(bytes))
            let first = ReplyRules.begin(message)
            var offer = MatchOffer(arrivedAt: Crowd.start)
            offer.messageIDs = first.keys.messageIDs.map { .init($0, in: "the message") }
            offer.addresses = first.keys.addresses.map { .init($0, in: "the message") }
            _ = try store.match(offer)
            // Whether it matches or not: the goal is for mail that is read to the end.
            _ = ReplyRules.finish(
                first, message, now: Crowd.start, leadZoneOffsetSeconds: 3600)
            read += 1
        }
        precondition(read == messages, "\(read) messages were read")
    }

    /// The largest message that is read at all: an answer with an attachment.
    private static func readLarge() throws {
        let limit = ParseLimits.standard.messageBytes
        let head = """
            From: Ida Holm <ida@lead.example>
            Subject: Re: Pumps
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            Here is the plan.
            --b
            Content-Type: application/pdf
            Content-Transfer-Encoding: base64


            """
        let line = Array((String(repeating: "QUJD", count: 19) + "\n").utf8)
        var bytes = Array(head.utf8)
        bytes.reserveCapacity(limit)
        while bytes.count + line.count + 10 < limit { bytes += line }
        bytes += Array("--b--\n".utf8)
        let before = try resetPeak()
        let time = try seconds {
            let message = try MessageParser.parse(bytes)
            let reading = ReplyRules.read(message, now: Crowd.start, leadZoneOffsetSeconds: 3600)
            precondition(reading.text.written == "Here is the plan.", "\(reading.text)")
        }
        let own = Double(bytes.count) / 1_048_576
        let peak = Double(try memory("VmHWM") - before) / 1024
        Measurement(
            name: "mail.large.memory", value: peak, unit: "MB more at the peak",
            against: "the message itself", ratio: peak / own,
            remark: "\(bytes.count >> 20) MB, beside the bytes as they came"
        ).report()
        Measurement(name: "mail.large.time", value: time * 1000, unit: "ms").report()
    }

    /// Forgets the highest memory use so far; what is used now, in kB.
    private static func resetPeak() throws -> Int {
        // 5 resets VmHWM (proc_pid_clear_refs(5)).
        try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .ascii)
        return try memory("VmRSS")
    }

    private static func memory(_ key: String) throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(key):") } ?? ""
        return Int(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "0") ?? 0
    }
}
