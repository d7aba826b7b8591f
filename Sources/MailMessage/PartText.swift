import CGMime

/// The text of a part: transfer encoding and charset taken off.
enum PartText {
    /// At most `limit` bytes of it, as UTF-8 with LF line ends and without NUL.
    static func decoded(
        _ part: UnsafeMutablePointer<GMimePart>, _ type: UnsafeMutablePointer<GMimeContentType>,
        _ limit: Int
    ) -> String {
        let charset = g_mime_content_type_get_parameter(type, "charset")?.repaired.lowercased()
        guard let content = g_mime_part_get_content(part) else { return "" }
        switch charset {
        case nil, "", "utf-8", "utf8", "us-ascii", "ascii":
            return text(ofUTF8: bytes(content, filter: nil, limit))
        case .some(let charset):
            guard let filter = GMimeOwner(g_mime_filter_charset_new(charset, "UTF-8")) else {
                return text(ofUTF8: bytes(content, filter: nil, limit))
            }
            return text(ofUTF8: bytes(content, filter: filter.pointer, limit))
        }
    }

    private static func bytes(
        _ content: UnsafeMutablePointer<GMimeDataWrapper>,
        filter: UnsafeMutablePointer<GMimeFilter>?, _ limit: Int
    ) -> ArraySlice<UInt8> {
        guard let source = g_mime_data_wrapper_get_stream(content),
            let filtered = GMimeOwner(g_mime_stream_filter_new(source))
        else { return [] }
        g_mime_stream_reset(source)
        if let decoder = GMimeOwner(
            g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), 0))
        {
            shim_add_filter(filtered.pointer, decoder.pointer)
        }
        if let filter { shim_add_filter(filtered.pointer, filter) }
        return read(filtered.pointer, limit)
    }

    /// Reads no further than the limit: what lies behind it is never decoded.
    private static func read(
        _ stream: UnsafeMutablePointer<GMimeStream>, _ limit: Int
    ) -> ArraySlice<UInt8> {
        var text: [UInt8] = []
        var chunk = [CChar](repeating: 0, count: chunkBytes)
        while text.count < limit {
            let count = g_mime_stream_read(stream, &chunk, min(chunk.count, limit - text.count))
            guard count > 0 else { break }
            text.append(contentsOf: chunk[..<count].lazy.map(UInt8.init(bitPattern:)))
        }
        return text[...]
    }

    private static let chunkBytes = 16_384

    /// What claims nothing or UTF-8 and is not, is read as Windows-1252: that is what it mostly is.
    static func text(ofUTF8 bytes: ArraySlice<UInt8>) -> String {
        var clean: [UInt8] = []
        clean.reserveCapacity(bytes.count)
        for (index, byte) in zip(bytes.indices, bytes) {
            if byte == 0x0D {
                let next = index + 1 < bytes.endIndex ? bytes[index + 1] : 0
                if next != 0x0A { clean.append(0x0A) }
            } else {
                clean.append(byte == 0 ? UInt8(ascii: "?") : byte)
            }
        }
        if clean.allSatisfy({ $0 < 0x80 }) { return String(decoding: clean, as: UTF8.self) }
        let text = String(decoding: clean, as: UTF8.self)
        let broken = text.unicodeScalars.count { $0 == "\u{FFFD}" }
        let nonASCII = text.unicodeScalars.count { !$0.isASCII }
        guard broken > 0, broken * 2 > nonASCII else { return text }
        return Windows1252.text(clean)
    }
}

/// The charset of mails that don't say theirs (WHATWG Encoding, index windows-1252).
private enum Windows1252 {
    private static let from80To9F: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
        0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
    ]

    static func text(_ bytes: [UInt8]) -> String {
        String(
            decoding: bytes.map { byte in
                (0x80...0x9F).contains(byte) ? from80To9F[Int(byte) - 0x80] : UInt16(byte)
            }, as: UTF16.self)
    }
}
