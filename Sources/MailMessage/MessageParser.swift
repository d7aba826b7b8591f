import CGMime
package import Sequencing

/// Bytes from outside → `ReceivedMessage`. Whatever the bytes are, it ends, and ends soon.
package enum MessageParser {
    /// Reads one RFC 5322 message, with LF or CRLF line ends.
    ///
    /// Headers come back unfolded and decoded (RFC 2047), texts as UTF-8 with LF line ends and U+FFFD for
    /// what could not be decoded; no value holds a NUL.
    package static func parse(
        _ bytes: [UInt8], limits: ParseLimits = .standard
    ) throws(ParseFailure) -> ReceivedMessage {
        let size = bytes.count
        guard size <= limits.messageBytes else {
            throw .tooLarge(bytes: size, limit: limits.messageBytes)
        }
        let bytes = MessageBytes.normalized(bytes)
        let shape = try check(bytes, limits)
        GMimeLibrary.start()
        // GMime drops a header that breaks off before its empty line; an opt-out may be just that.
        let whole = shape.headerBytes == bytes.count ? bytes + Array("\n\n".utf8) : bytes
        guard let message = construct(whole) else { throw .noMessage }
        defer { message.outlivesItsPointers() }
        let walk = try walk(message.pointer, limits)
        guard walk.isEmpty, isMultipart(message.pointer) else {
            return try received(message.pointer, walk, limits)
        }
        // The boundary is missing or another one: the parts by their own, else the raw text.
        if let found = MessageBytes.withBoundaryFound(bytes, bodyStart: shape.headerBytes),
            let repaired = construct(found)
        {
            defer { repaired.outlivesItsPointers() }
            let parts = try self.walk(repaired.pointer, limits)
            if !parts.isEmpty { return try received(message.pointer, parts, limits) }
        }
        var received = try received(message.pointer, walk, limits)
        received.plainText =
            received.plainText
            ?? PartText.text(
                ofUTF8: bytes[min(shape.headerBytes, bytes.count)...].prefix(limits.textBytes))
        return received
    }

    /// The message of a walk; what a walk points into must be alive.
    private static func received(
        _ message: UnsafeMutablePointer<GMimeMessage>, _ walk: PartWalk, _ limits: ParseLimits
    ) throws(ParseFailure) -> ReceivedMessage {
        guard walk.deliveryReports.isEmpty, let inner = walk.returnedMessage,
            from(inner) == from(message)
        else { return received(message, walk) }
        // A gateway's wrapping around a report of the same sender; who forwards one has another From.
        let inside = try self.walk(inner, limits)
        return received(message, inside.deliveryReports.isEmpty ? walk : inside)
    }

    private static func walk(
        _ message: UnsafeMutablePointer<GMimeMessage>, _ limits: ParseLimits
    ) throws(ParseFailure) -> PartWalk {
        var walk = PartWalk(limits: limits)
        if let part = g_mime_message_get_mime_part(message) {
            try walk.visit(part, depth: 1, isReturned: false)
        }
        return walk
    }

    private static func from(_ message: UnsafeMutablePointer<GMimeMessage>) -> [String] {
        HeaderReader.mailboxes(g_mime_message_get_from(message)).map { $0.address.lowercased() }
    }

    private static func isMultipart(_ message: UnsafeMutablePointer<GMimeMessage>) -> Bool {
        g_mime_message_get_mime_part(message).flatMap(shim_as_multipart) != nil
    }

    private static func check(
        _ bytes: [UInt8], _ limits: ParseLimits
    ) throws(ParseFailure) -> MessageShape {
        guard !bytes.isEmpty else { throw .empty }
        let shape = MessageShape(of: bytes)
        guard shape.headerBytes <= limits.headerBytes else {
            throw .headerTooLarge(bytes: shape.headerBytes, limit: limits.headerBytes)
        }
        guard shape.dashLines <= ParseLimits.dashLines else {
            throw .tooManyBoundaries(found: shape.dashLines, limit: ParseLimits.dashLines)
        }
        let comparisons = shape.dashLines.multipliedReportingOverflow(by: shape.boundaryWords)
        guard !comparisons.overflow, comparisons.partialValue <= ParseLimits.boundaryComparisons
        else {
            throw .tooManyBoundaries(
                found: comparisons.partialValue, limit: ParseLimits.boundaryComparisons)
        }
        return shape
    }

    private static func construct(_ bytes: [UInt8]) -> GMimeOwner<GMimeMessage>? {
        guard let stream = memoryStream(of: bytes),
            let parser = GMimeOwner(g_mime_parser_new_with_stream(stream.pointer))
        else { return nil }
        return GMimeOwner(g_mime_parser_construct_message(parser.pointer, nil))
    }

    private static func received(
        _ message: UnsafeMutablePointer<GMimeMessage>, _ walk: PartWalk
    ) -> ReceivedMessage {
        // GMime keeps the Content- fields with the body.
        let content = HeaderReader.fields(of: g_mime_message_get_mime_part(message))
            .filter { $0.isNamed("content-type") }
        let headers =
            HeaderReader.fields(of: shim_message_as_object(message)) + content
        func ids(_ name: String) -> [String] {
            headers.filter { $0.isNamed(name) }
                .flatMap { HeaderReader.messageIDs(in: $0.value) }
        }
        var received = ReceivedMessage(
            headers: headers, messageID: ids("message-id").first,
            inReplyTo: Array(ids("in-reply-to").prefix(ParseLimits.listItems)),
            references: ids("references").suffix(ParseLimits.listItems))
        received.from = HeaderReader.mailboxes(g_mime_message_get_from(message))
        received.replyTo = HeaderReader.mailboxes(g_mime_message_get_reply_to(message))
        received.sender = HeaderReader.mailboxes(g_mime_message_get_sender(message))
        received.to = HeaderReader.mailboxes(g_mime_message_get_to(message))
        received.subject = received.header("Subject") ?? ""
        if let date = g_mime_message_get_date(message) {
            received.date = Instant(milliseconds: Int64(g_date_time_to_unix(date)) * 1000)
        }
        received.plainText = walk.plainText
        received.htmlAsText = walk.htmlText
        received.moreTexts = walk.moreTexts
        received.deliveryReports = walk.deliveryReports
        received.disposition = walk.disposition
        received.dispositionRecipients = walk.dispositionRecipients
        received.reportedIDs = walk.reportedIDs
        received.feedbackType = walk.feedbackType
        received.returnedHeaders = walk.returnedHeaders
        received.calendarMethod = walk.calendarMethod
        return received
    }
}

/// What a look over the bytes tells before any parser sees them.
struct MessageShape {
    /// Up to the first empty line.
    private(set) var headerBytes = 0
    private(set) var dashLines = 0
    private(set) var boundaryWords = 0

    init(of bytes: [UInt8]) {
        let word = Array("boundary".utf8)
        var lineStart = 0
        var isInHeader = true
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\n") {
                    let isEmpty =
                        index == lineStart
                        || index == lineStart + 1 && bytes[lineStart] == UInt8(ascii: "\r")
                    if isInHeader, isEmpty {
                        isInHeader = false
                        headerBytes = index
                    }
                    lineStart = index + 1
                } else if byte == UInt8(ascii: "-"), index == lineStart, index + 1 < bytes.count,
                    bytes[index + 1] == byte
                {
                    dashLines += 1
                } else if byte | 0x20 == word[0], index + word.count <= bytes.count,
                    word.indices.allSatisfy({ bytes[index + $0] | 0x20 == word[$0] })
                {
                    boundaryWords += 1
                }
                index += 1
            }
            if isInHeader { headerBytes = bytes.count }
        }
    }
}
