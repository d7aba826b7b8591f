import Sequencing

/// Minutes, in buckets of at most a sixty-fourth of their values.
///
/// A median is found by counting buckets, and then looking into one.
package enum MinuteBucket {
    private static let exact = 128

    package static func of(_ minutes: Int) -> Int {
        guard minutes >= exact else { return minutes }
        let octave = minutes.bitWidth - minutes.leadingZeroBitCount - 7
        return (octave << 6) + (minutes >> octave)
    }

    /// The minutes in a bucket.
    package static func minutes(in bucket: Int) -> ClosedRange<Int> {
        guard bucket >= exact else { return bucket...bucket }
        let octave = (bucket >> 6) - 1
        let first = (bucket - (octave << 6)) << octave
        return first...(first + (1 << octave) - 1)
    }
}

/// The values of one hand-off as its row keeps them: numbers of seven bits a byte, the lowest first.
enum MinuteBytes {
    static func encode(_ values: [SeriesMinutes]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 3)
        for value in values {
            append(UInt64(value.series), to: &bytes)
            // Small numbers of either sign are short.
            append(
                UInt64(bitPattern: Int64((value.minutes << 1) ^ (value.minutes >> 63))), to: &bytes)
        }
        return bytes
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Nil for bytes that `encode` did not write.
    static func decode(_ bytes: some Swift.Sequence<UInt8>) -> [SeriesMinutes]? {
        var numbers: [UInt64] = []
        var (number, shift): (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            guard shift < 64 else { return nil }
            number |= UInt64(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else {
                numbers.append(number)
                (number, shift) = (0, 0)
                continue
            }
            shift += 7
        }
        guard shift == 0, numbers.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: numbers.count, by: 2).map { place in
            let zigzag = numbers[place + 1]
            return SeriesMinutes(
                series: Int(truncatingIfNeeded: numbers[place]),
                minutes: Int(bitPattern: UInt(zigzag >> 1)) ^ -Int(zigzag & 1))
        }
    }
}
