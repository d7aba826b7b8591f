/// The order of texts in SQLite's indexes: byte by byte (its collation BINARY).
package enum ByteOrder {
    /// The first eight bytes as a number, which tells most texts apart.
    package static func start(of text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
        var start: UInt64 = 0
        for byte in text.prefix(8) { start = start << 8 | UInt64(byte) }
        return start << (8 * UInt64(8 - min(text.count, 8)))
    }

    /// Nil for two that are the same.
    package static func isLess(
        _ one: Slice<UnsafeBufferPointer<UInt8>>, _ other: Slice<UnsafeBufferPointer<UInt8>>
    ) -> Bool? {
        for (byte, against) in zip(one, other) where byte != against { return byte < against }
        return one.count == other.count ? nil : one.count < other.count
    }
}
