package import Sequencing

/// A moment as it is written on the wire: RFC 3339 in UTC, as in `2026-03-29T08:30:00.250Z`.
///
/// Milliseconds are written only when there are some. What is read may carry any offset and any
/// number of decimals; what is finer than a millisecond is cut off.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var instant: Instant

    package init(_ instant: Instant) { self.instant = instant }

    /// Nil for nil, so that an optional instant needs no `map`.
    package init?(_ instant: Instant?) {
        guard let instant else { return nil }
        self.instant = instant
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.instant < right.instant
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String {
        let seconds = instant.milliseconds.flooredDivision(by: 1000)
        let milliseconds = Int(instant.milliseconds - seconds * 1000)
        let local = LocalDateTime(secondsSince1970: seconds)
        guard milliseconds != 0 else { return "\(local.date)T\(local.time)Z" }
        let digits = String(1000 + milliseconds).dropFirst()
        return "\(local.date)T\(local.time).\(digits)Z"
    }
}

extension Timestamp {
    /// Reads RFC 3339; nil for anything else, also for a day that does not exist.
    package init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let date = LocalDate(text: String(decoding: bytes[..<10], as: UTF8.self)),
            let time = LocalTime(text: String(decoding: bytes[11..<16], as: UTF8.self)),
            bytes[16] == UInt8(ascii: ":"), let second = Self.number(bytes[17..<19]), second < 60
        else { return nil }
        var rest = bytes[19...]
        let milliseconds = Self.takeMilliseconds(&rest)
        guard let milliseconds, let offset = Self.offsetSeconds(rest) else { return nil }
        let local =
            Int64(date.daysSince1970) * 86400 + Int64(time.secondOfDay + second - offset)
        self.init(Instant(milliseconds: local * 1000 + Int64(milliseconds)))
    }

    /// Removes `.250` from the front; 0 when there is none, nil when a point has no digit.
    private static func takeMilliseconds(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        let digits = rest.dropFirst().prefix { isDigit($0) }
        rest = rest.dropFirst(1 + digits.count)
        let padded = (digits.map { $0 } + [UInt8](repeating: UInt8(ascii: "0"), count: 3)).prefix(3)
        return digits.isEmpty ? nil : number(padded)
    }

    private static func offsetSeconds(_ rest: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(rest)
        switch bytes.first {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): return bytes.count == 1 ? 0 : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]),
                let minutes = number(bytes[4..<6]), hours < 24, minutes < 60
            else { return nil }
            let seconds = hours * 3600 + minutes * 60
            return bytes[0] == UInt8(ascii: "+") ? seconds : -seconds
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.allSatisfy(isDigit) ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let timestamp = Timestamp(text: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "“\(text)” is not a time like 2026-03-29T08:30:00Z")
        }
        self = timestamp
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
