/// The bytes of a message without what a mailbox or an old system put around it.
///
/// Takes off empty lines before the header and the separator of an mbox (`From ada Mon Aug 3 …`, also
/// quoted with `>`), and makes LF of line ends that are a lone CR.
enum MessageBytes {
    static func normalized(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        // Old Macs ended lines with CR; GMime would see one line.
        if !bytes.prefix(lookBytes).contains(0x0A), bytes.prefix(lookBytes).contains(0x0D) {
            for index in bytes.indices where bytes[index] == 0x0D { bytes[index] = 0x0A }
        }
        let start = headerStart(of: bytes)
        return start == 0 || start >= bytes.count ? bytes : Array(bytes[start...])
    }

    /// How far a line end is looked for.
    private static let lookBytes = 65_536
    private static let longestSeparator = 1_000

    private static func headerStart(of bytes: [UInt8]) -> Int {
        var index = 0
        while index < bytes.count, bytes[index] == 0x0A || bytes[index] == 0x0D { index += 1 }
        let quoted = index < bytes.count && bytes[index] == UInt8(ascii: ">") ? 1 : 0
        guard bytes[(index + quoted)...].starts(with: "From ".utf8) else { return index }
        let line = bytes[index...].prefix(longestSeparator)
        guard let end = line.firstIndex(of: 0x0A) else { return index }
        return end + 1
    }

    /// A multipart whose declared boundary never comes, but whose parts stand there behind another one:
    /// the same message with a header that tells the boundary used. Nil when no part is to be seen.
    static func withBoundaryFound(_ bytes: [UInt8], bodyStart: Int) -> [UInt8]? {
        var lineStart = bodyStart
        let body = bytes.prefix(bodyStart + lookBytes)
        while lineStart < body.endIndex, let end = body[lineStart...].firstIndex(of: 0x0A) {
            let line = trimmed(body[lineStart..<end])
            let next = body[(end + 1)...].prefix(8).map { $0 | 0x20 }
            if line.starts(with: "--".utf8), line.count > 2, line.count < 202,
                next.starts(with: "content-".utf8), !line.contains(UInt8(ascii: "\""))
            {
                let head = "Content-Type: multipart/mixed; boundary=\""
                return Array(head.utf8) + line.dropFirst(2) + Array("\"\n\n".utf8)
                    + bytes[bodyStart...]
            }
            lineStart = end + 1
        }
        return nil
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 {
            line.removeLast()
        }
        return line
    }
}
