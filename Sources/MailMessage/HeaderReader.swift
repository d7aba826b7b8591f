import CGMime
import Sequencing

/// Header fields as values.
enum HeaderReader {
    typealias Field = ReceivedMessage.HeaderField
    typealias Mailbox = ReceivedMessage.Mailbox

    static func fields(of object: UnsafeMutablePointer<GMimeObject>?) -> [Field] {
        guard let object, let list = g_mime_object_get_header_list(object) else { return [] }
        let count = min(Int(g_mime_header_list_get_count(list)), ParseLimits.fields)
        return (0..<Int32(count)).compactMap { index in
            guard let header = g_mime_header_list_get_header_at(list, index),
                let name = g_mime_header_get_name(header)
            else { return nil }
            let value = g_mime_header_get_value(header).map { clean($0.repaired) } ?? ""
            return Field(name: clean(name.repaired), value: value)
        }
    }

    /// Decoded fields of a block of lines: a part of a report, or the header of a returned message.
    static func fields(inBlock lines: some Swift.Sequence<Substring>) -> [Field] {
        var raw: [(name: String, value: String)] = []
        for line in lines {
            if let first = line.utf8.first, first == 0x20 || first == 0x09, !raw.isEmpty {
                raw[raw.count - 1].value += " " + trimmed(line)
            } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
                let value = line[line.utf8.index(after: colon)...]
                raw.append((trimmed(line[..<colon]), trimmed(value)))
            }
        }
        return raw.map { Field(name: $0.name, value: decoded($0.value)) }
    }

    /// The ids in an In-Reply-To, References or Message-ID field, without angle brackets.
    ///
    /// What stands between brackets counts; without any, a single word with an @ does.
    static func messageIDs(in value: String) -> [String] {
        var ids: [String] = []
        var start: String.UTF8View.Index?
        let bytes = value.utf8
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "<"): start = bytes.index(after: index)
            case UInt8(ascii: ">"):
                if let begin = start, begin < index {
                    let id = bytes[begin..<index].filter { $0 != 0x20 && $0 != 0x09 }
                    ids.append(String(decoding: id, as: UTF8.self))
                }
                start = nil
            default: break
            }
        }
        if ids.isEmpty, start == nil {
            let words = value.split(whereSeparator: \.isWhitespace)
            if words.count == 1, words[0].utf8.contains(UInt8(ascii: "@")) {
                return [String(words[0])]
            }
        }
        return ids
    }

    static func mailboxes(_ list: UnsafeMutablePointer<InternetAddressList>?) -> [Mailbox] {
        var found: [Mailbox] = []
        collect(list, into: &found, depth: 0)
        return found
    }

    /// Groups are opened, three deep at most: RFC 5322 allows one level.
    private static func collect(
        _ list: UnsafeMutablePointer<InternetAddressList>?, into found: inout [Mailbox], depth: Int
    ) {
        guard let list, depth < 3 else { return }
        for index in 0..<internet_address_list_length(list) {
            guard found.count < ParseLimits.listItems,
                let address = internet_address_list_get_address(list, index)
            else { return }
            if let group = shim_as_group(address) {
                collect(internet_address_group_get_members(group), into: &found, depth: depth + 1)
            } else if let mailbox = shim_as_mailbox(address),
                let text = internet_address_mailbox_get_addr(mailbox)
            {
                let name = internet_address_get_name(address).map { clean($0.repaired) }
                found.append(
                    Mailbox(
                        name: name ?? "", address: EmailAddress.standard(clean(text.repaired))))
            }
        }
    }

    private static func decoded(_ text: String) -> String {
        guard text.contains("=?"), let decoded = g_mime_utils_header_decode_text(nil, text) else {
            return clean(text)
        }
        defer { g_free(decoded) }
        return clean(UnsafePointer(decoded).repaired)
    }

    /// Controls become spaces: an encoded word may hide a line end, and a terminal obeys them.
    private static func clean(_ text: String) -> String {
        var bytes = Array(text.utf8)
        var isASCII = true
        var hasControls = false
        for index in bytes.indices {
            if bytes[index] >= 0x80 { isASCII = false }
            guard bytes[index] < 0x20 || bytes[index] == 0x7F else { continue }
            bytes[index] = UInt8(ascii: " ")
            hasControls = true
        }
        if isASCII { return hasControls ? String(decoding: bytes, as: UTF8.self) : text }
        guard text.unicodeScalars.contains(where: \.isControl) else { return text }
        var clean = String.UnicodeScalarView()
        clean.append(contentsOf: text.unicodeScalars.map { $0.isControl ? " " : $0 })
        return String(clean)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
