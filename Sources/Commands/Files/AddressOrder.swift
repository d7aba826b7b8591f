import API
import Sequencing

/// The lines of some parts of a table in the order of their addresses.
///
/// Lines with one address stay in the order of the file: the first of them is the one that is taken.
struct AddressOrder {
    private struct Line {
        var part: Int
        var place: Range<Int>
        /// In `keys`: the address as the daemon keeps it, in lower case.
        var key: Range<Int>
        /// The first eight bytes of the key, which tell most lines apart.
        var start: UInt64
    }

    private let parts: [LeadFile.Part]
    private var keys: [UInt8] = []
    private var lines: [Line] = []

    init(_ parts: [LeadFile.Part]) {
        self.parts = parts
        lines.reserveCapacity(parts.reduce(0) { $0 + $1.lines })
        for part in parts.indices { take(part) }
        keys.withUnsafeBufferPointer { keys in
            lines.sort { one, other in
                if one.start != other.start { return one.start < other.start }
                if let isLess = ByteOrder.isLess(keys[one.key], keys[other.key]) { return isLess }
                return (one.part, one.place.lowerBound) < (other.part, other.place.lowerBound)
            }
        }
    }

    /// As many lines in each as one part may have. What is no row is named with the first.
    func parts(headed header: String) -> [LeadFile.Part] {
        let problems = parts.flatMap(\.problems)
        let size = parts.reduce(0) { max($0, $1.bytes.count) }
        var ordered = [Self.part(headed: header, of: size)]
        ordered[0].problems = problems
        var rows = 0
        for line in lines {
            if rows == LeadImportOrder.largestPart
                || ordered[ordered.count - 1].bytes.count >= LeadFile.largestPart
            {
                ordered.append(Self.part(headed: header, of: size))
                rows = 0
            }
            ordered[ordered.count - 1].bytes.append(UInt8(ascii: "\n"))
            ordered[ordered.count - 1].bytes.append(
                contentsOf: parts[line.part].bytes[line.place])
            ordered[ordered.count - 1].lines += 1
            rows += 1
        }
        ordered[0].lines += problems.count
        ordered[ordered.count - 1].isEndOfWindow = true
        return ordered
    }

    private static func part(headed header: String, of size: Int) -> LeadFile.Part {
        var part = LeadFile.Part(bytes: Array(header.utf8))
        part.bytes.reserveCapacity(size)
        part.isEndOfWindow = false
        return part
    }

    /// Finds the lines of a part, behind the one that names the columns, and their addresses: the second value of each.
    private mutating func take(_ part: Int) {
        let bytes = parts[part].bytes
        bytes.withUnsafeBufferPointer { bytes in
            guard var start = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return }
            while start < bytes.endIndex {
                start += 1
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
                let line = start..<end
                let key = addKey(bytes[line])
                lines.append(
                    Line(part: part, place: line, key: key, start: beginning(of: key)))
                start = end
            }
        }
    }

    private mutating func addKey(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Range<Int> {
        let tab = UInt8(ascii: "\t")
        let begin = keys.count
        guard let first = line.firstIndex(of: tab) else { return begin..<begin }
        let rest = line[(first + 1)...]
        let address = rest[..<(rest.firstIndex(of: tab) ?? rest.endIndex)]
        if address.allSatisfy({ $0 < 0x80 }) {
            for byte in address {
                let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                keys.append(isCapital ? byte | 0x20 : byte)
            }
        } else {
            keys.append(
                contentsOf: EmailAddress.canonical(of: String(decoding: address, as: UTF8.self))
                    .utf8)
        }
        return begin..<keys.count
    }

    private func beginning(of key: Range<Int>) -> UInt64 {
        keys.withUnsafeBufferPointer { ByteOrder.start(of: $0[key]) }
    }
}
