import CGMime
package import Sequencing

/// `MessageDraft` → RFC 5322 bytes. The same draft gives the same bytes, on every machine, at any time.
package enum MessageComposer {
    /// The whole message with CRLF line ends, ready for the envelope.
    ///
    /// Text is quoted-printable UTF-8, or 7bit when it is short-lined ASCII alone; with `html` it is the
    /// first part of a multipart/alternative (RFC 2046 section 5.1.4).
    package static func compose(_ draft: MessageDraft) throws(ComposeError) -> [UInt8] {
        try DraftCheck.check(draft)
        GMimeLibrary.start()
        // GMime places MIME-Version itself, and only where it likes: the header is written first.
        guard let message = GMimeOwner(g_mime_message_new(0)) else {
            throw .library(what: "message")
        }
        try writeHeader(of: draft, to: message.pointer)
        if let html = draft.html {
            try addAlternatives(draft, html, to: message.pointer)
        } else {
            let part = try textPart("plain", draft.text, allowsSevenBit: true)
            g_mime_message_set_mime_part(message.pointer, shim_part_as_object(part.pointer))
        }
        let bytes = try bytes(of: message.pointer)
        try check(bytes)
        return bytes
    }

    private static func writeHeader(
        of draft: MessageDraft, to message: UnsafeMutablePointer<GMimeMessage>
    ) throws(ComposeError) {
        let object = shim_message_as_object(message)
        func append(_ name: String, _ value: String) {
            g_mime_object_append_header(object, name, value, "utf-8")
        }
        try address(draft.fromName, draft.from, GMIME_ADDRESS_TYPE_FROM, to: message)
        try address(draft.toName, draft.to, GMIME_ADDRESS_TYPE_TO, to: message)
        if let replyTo = draft.replyTo {
            try address(draft.fromName, replyTo, GMIME_ADDRESS_TYPE_REPLY_TO, to: message)
        }
        g_mime_message_set_subject(message, draft.subject, "utf-8")
        append("Date", DateField.text(draft.date, offsetMinutes: draft.dateOffsetMinutes))
        try appendBracketed("Message-ID", [draft.messageID], to: object)
        if let parent = draft.inReplyTo {
            try appendBracketed("In-Reply-To", [parent], to: object)
        }
        try appendBracketed("References", draft.references, to: object)
        let ways =
            [draft.unsubscribeURL].compactMap { $0 }
            + (draft.unsubscribeMailto.map {
                [MailtoURL.text($0, token: draft.unsubscribeToken)]
            } ?? [])
        try appendBracketed("List-Unsubscribe", ways, dividedBy: ",", to: object)
        if draft.unsubscribeURL != nil {
            append("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        }
        if draft.isAutomatic { append("Auto-Submitted", "auto-generated") }
        append("MIME-Version", "1.0")
    }

    /// Ids and addresses of the web, each whole on a line of its own: GMime would make encoded words (RFC 2047) of what is
    /// longer than a line, and no mail program looks for a way to opt out, or for a parent, in those.
    private static func appendBracketed(
        _ name: String, _ items: [String], dividedBy mark: String = "",
        to object: UnsafeMutablePointer<GMimeObject>?
    ) throws(ComposeError) {
        guard !items.isEmpty else { return }
        guard let list = g_mime_object_get_header_list(object) else {
            throw .library(what: "header")
        }
        g_mime_header_list_append(list, name, "", nil)
        guard let header = g_mime_header_list_get_header(list, name) else {
            throw .library(what: name)
        }
        let lines = items.map { "<\($0)>" }.joined(separator: "\(mark)\n ")
        g_mime_header_set_raw_value(header, " \(lines)\n")
    }

    private static func address(
        _ name: String, _ address: EmailAddress, _ type: GMimeAddressType,
        to message: UnsafeMutablePointer<GMimeMessage>
    ) throws(ComposeError) {
        let shown: String? = name.isEmpty ? nil : name
        guard let mailbox = GMimeOwner(internet_address_mailbox_new(shown, address.text)),
            let list = g_mime_message_get_addresses(message, type)
        else { throw .library(what: "address") }
        internet_address_set_charset(mailbox.pointer, "utf-8")
        internet_address_list_add(list, mailbox.pointer)
    }

    private static func addAlternatives(
        _ draft: MessageDraft, _ html: String, to message: UnsafeMutablePointer<GMimeMessage>
    ) throws(ComposeError) {
        guard let multipart = GMimeOwner(g_mime_multipart_new_with_subtype("alternative")) else {
            throw .library(what: "multipart")
        }
        // Both parts are quoted-printable, in which "=_" can't occur: the boundary is never in a text.
        g_mime_multipart_set_boundary(multipart.pointer, "=_\(fingerprint(draft.messageID))")
        for (subtype, text) in [("plain", draft.text), ("html", html)] {
            let part = try textPart(subtype, text, allowsSevenBit: false)
            g_mime_multipart_add(multipart.pointer, shim_part_as_object(part.pointer))
        }
        g_mime_message_set_mime_part(message, shim_multipart_as_object(multipart.pointer))
    }

    private static func textPart(
        _ subtype: String, _ text: String, allowsSevenBit: Bool
    ) throws(ComposeError) -> GMimeOwner<GMimePart> {
        let bytes = lineFeeds(text)
        guard let part = GMimeOwner(g_mime_part_new_with_type("text", subtype)),
            let stream = memoryStream(of: bytes),
            let content = GMimeOwner(
                g_mime_data_wrapper_new_with_stream(
                    stream.pointer, GMIME_CONTENT_ENCODING_DEFAULT))
        else { throw .library(what: "part") }
        g_mime_object_set_content_type_parameter(
            shim_part_as_object(part.pointer), "charset", "utf-8")
        g_mime_part_set_content(part.pointer, content.pointer)
        let isPlain =
            allowsSevenBit && bytes.allSatisfy { $0 < 0x80 }
            && bytes.split(separator: 0x0A).allSatisfy { $0.count <= 78 }
        g_mime_part_set_content_encoding(
            part.pointer,
            isPlain ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
        return part
    }

    /// Every kind of line end as LF, and one at the end.
    private static func lineFeeds(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var wasReturn = false
        for byte in text.utf8 {
            if !(byte == 0x0A && wasReturn) { bytes.append(byte == 0x0D ? 0x0A : byte) }
            wasReturn = byte == 0x0D
        }
        if bytes.last != 0x0A { bytes.append(0x0A) }
        return bytes
    }

    private static func bytes(
        of message: UnsafeMutablePointer<GMimeMessage>
    ) throws(ComposeError) -> [UInt8] {
        guard let memory = GMimeOwner(g_mime_stream_mem_new()),
            let options = g_mime_format_options_new()
        else { throw .library(what: "stream") }
        defer { g_mime_format_options_free(options) }
        g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
        let object = shim_message_as_object(message)
        guard g_mime_object_write_to_stream(object, options, memory.pointer) >= 0,
            let array = shim_bytes_of_memory_stream(memory.pointer), let data = array.pointee.data
        else { throw .library(what: "write") }
        return Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
    }

    /// The gate before anything leaves: CRLF alone, no line over 998 bytes.
    private static func check(_ bytes: [UInt8]) throws(ComposeError) {
        var (line, length) = (1, 0)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                guard index > 0, bytes[index - 1] == 0x0D else { throw .library(what: "bare LF") }
                guard length - 1 <= 998 else { throw .lineTooLong(line: line) }
                (line, length) = (line + 1, 0)
            } else {
                if byte == 0x0D, index + 1 >= bytes.count || bytes[index + 1] != 0x0A {
                    throw .library(what: "bare CR")
                }
                length += 1
            }
        }
    }

    /// FNV-1a, 64 bits, in hexadecimal: the boundary has to be the same in every run.
    private static func fingerprint(_ text: String) -> String {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
