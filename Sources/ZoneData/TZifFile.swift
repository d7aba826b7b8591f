package import Sequencing

/// A compiled time zone file, versions 1 to 4 (RFC 9636).
///
/// Of a file with a 64-bit part only that part and the footer are read. Files that count leap
/// seconds (`right/`) are refused: an instant here is POSIX time.
package struct TZifFile: Equatable, Sendable {
    package struct Mistake: Error, Equatable, Sendable {
        package var evidence: String

        package init(evidence: String) { self.evidence = evidence }
    }

    package let version: Int
    package let rules: ZoneRules

    /// Reads a whole file's bytes.
    package init(_ bytes: [UInt8], name: String) throws(Mistake) {
        var reader = BigEndianReader(bytes: bytes)
        var header = try Header(&reader)
        version = header.version
        var footer: PosixZone?
        let data: DataBlock
        if version == 1 {
            data = try DataBlock(&reader, header, timeSize: 4)
        } else {
            try reader.skip(header.dataSize(timeSize: 4))
            header = try Header(&reader)
            data = try DataBlock(&reader, header, timeSize: 8)
            footer = try Self.footer(&reader)
        }
        rules = ZoneRules(
            name: name, initialOffset: data.initialOffset, transitions: data.transitions,
            footer: footer)
    }

    /// A TZ string between two line feeds; an empty one says nothing about the future.
    private static func footer(_ reader: inout BigEndianReader) throws(Mistake) -> PosixZone? {
        let line = try reader.line()
        guard !line.isEmpty else { return nil }
        guard let zone = PosixZone(parsing: line) else {
            throw Mistake(evidence: "its footer is no TZ rule")
        }
        return zone
    }
}

/// The 44 bytes before each data block (RFC 9636 section 3.1).
private struct Header {
    let version: Int
    let utIndicators: Int
    let standardIndicators: Int
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int

    init(_ reader: inout BigEndianReader) throws(TZifFile.Mistake) {
        guard try reader.bytes(4) == Array("TZif".utf8) else {
            throw TZifFile.Mistake(evidence: "it does not begin with TZif")
        }
        let digit = try reader.bytes(1)[0]
        switch digit {
        case 0: version = 1
        case UInt8(ascii: "2")...UInt8(ascii: "9"): version = Int(digit - UInt8(ascii: "0"))
        default: throw TZifFile.Mistake(evidence: "its version is unknown")
        }
        try reader.skip(15)
        utIndicators = Int(try reader.signed(4))
        standardIndicators = Int(try reader.signed(4))
        leaps = Int(try reader.signed(4))
        times = Int(try reader.signed(4))
        types = Int(try reader.signed(4))
        characters = Int(try reader.signed(4))
        // A billion transitions would be a lie; so would a negative count.
        let counts = [utIndicators, standardIndicators, leaps, times, types, characters]
        guard counts.allSatisfy({ (0...100_000).contains($0) }), (1...256).contains(types) else {
            throw TZifFile.Mistake(evidence: "its header counts are out of range")
        }
    }

    func dataSize(timeSize: Int) -> Int {
        times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4)
            + standardIndicators + utIndicators
    }
}

/// Transitions and the local time types they lead to (RFC 9636 section 3.2).
private struct DataBlock {
    let initialOffset: Int
    let transitions: [ZoneRules.Transition]

    init(
        _ reader: inout BigEndianReader, _ header: Header, timeSize: Int
    ) throws(TZifFile.Mistake) {
        var times: [Int64] = []
        for _ in 0..<header.times { times.append(try reader.signed(timeSize)) }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw TZifFile.Mistake(evidence: "its transitions are not in order")
        }
        let typeOfTime = try reader.bytes(header.times)
        var offsets: [Int] = []
        for _ in 0..<header.types {
            offsets.append(Int(try reader.signed(4)))
            try reader.skip(2)
        }
        // The widest offset that a local time type may have (RFC 9636 section 3.2).
        guard offsets.allSatisfy({ (-89_999...93_599).contains($0) }) else {
            throw TZifFile.Mistake(evidence: "an offset is out of range")
        }
        guard typeOfTime.allSatisfy({ Int($0) < offsets.count }) else {
            throw TZifFile.Mistake(evidence: "a transition names a type that does not exist")
        }
        guard header.leaps == 0 else {
            throw TZifFile.Mistake(evidence: "it counts leap seconds")
        }
        try reader.skip(header.characters + header.standardIndicators + header.utIndicators)
        // Type 0 holds before the first transition (RFC 9636 section 3.2).
        initialOffset = offsets[0]
        transitions = zip(times, typeOfTime).map {
            ZoneRules.Transition(at: $0, offsetSeconds: offsets[Int($1)])
        }
    }
}

/// Takes numbers off the front of a file, and never reads beyond its end.
private struct BigEndianReader {
    private let content: [UInt8]
    private var place = 0

    init(bytes: [UInt8]) { content = bytes }

    mutating func bytes(_ count: Int) throws(TZifFile.Mistake) -> [UInt8] {
        try skip(count)
        return Array(content[(place - count)..<place])
    }

    mutating func skip(_ count: Int) throws(TZifFile.Mistake) {
        guard count <= content.count - place else {
            throw TZifFile.Mistake(evidence: "it ends too early")
        }
        place += count
    }

    /// Two's complement of 4 or 8 bytes.
    mutating func signed(_ size: Int) throws(TZifFile.Mistake) -> Int64 {
        let value = try bytes(size).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4
            ? Int64(Int32(truncatingIfNeeded: value)) : Int64(truncatingIfNeeded: value)
    }

    /// What stands between two line feeds.
    mutating func line() throws(TZifFile.Mistake) -> String {
        guard place < content.count, content[place] == UInt8(ascii: "\n"),
            let end = content[(place + 1)...].firstIndex(of: UInt8(ascii: "\n"))
        else { throw TZifFile.Mistake(evidence: "its footer is missing") }
        let line = String(decoding: content[(place + 1)..<end], as: UTF8.self)
        place = end + 1
        return line
    }
}
