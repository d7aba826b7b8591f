import CGMime
import Sequencing

/// One walk over the MIME tree that takes what a `ReceivedMessage` holds.
struct PartWalk {
    let limits: ParseLimits
    private var parts = 0
    private(set) var plainText: String?
    private(set) var htmlText: String?
    private(set) var deliveryReports: [ReceivedMessage.DeliveryReport] = []
    private(set) var disposition: String?
    private(set) var feedbackType: String?
    /// Of the returned original, then what a feedback report says of it.
    var returnedHeaders: [ReceivedMessage.HeaderField] { originalHeaders + reportedFields }
    private var originalHeaders: [ReceivedMessage.HeaderField] = []
    private var reportedFields: [ReceivedMessage.HeaderField] = []
    private(set) var calendarMethod: String?

    init(limits: ParseLimits) { self.limits = limits }

    /// `isReturned`: inside a message/rfc822, whose texts are not what the sender wrote.
    mutating func visit(
        _ object: UnsafeMutablePointer<GMimeObject>, depth: Int, isReturned: Bool
    ) throws(ParseFailure) {
        guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth) }
        parts += 1
        guard parts <= limits.parts else { throw .tooManyParts(limit: limits.parts) }
        if let multipart = shim_as_multipart(object) {
            for index in 0..<max(0, g_mime_multipart_get_count(multipart)) {
                guard let part = g_mime_multipart_get_part(multipart, index) else { continue }
                try visit(part, depth: depth + 1, isReturned: isReturned)
            }
        } else if let messagePart = shim_as_message_part(object) {
            guard let message = g_mime_message_part_get_message(messagePart) else { return }
            if !isReturned, originalHeaders.isEmpty {
                originalHeaders = HeaderReader.fields(of: shim_message_as_object(message))
            }
            guard let part = g_mime_message_get_mime_part(message) else { return }
            try visit(part, depth: depth + 1, isReturned: true)
        } else if !isReturned, let part = shim_as_part(object) {
            take(part, object)
        }
    }

    private mutating func take(
        _ part: UnsafeMutablePointer<GMimePart>, _ object: UnsafeMutablePointer<GMimeObject>
    ) {
        guard let type = g_mime_object_get_content_type(object) else { return }
        let name = Self.name(of: type)
        switch name {
        case "text/plain" where plainText == nil && g_mime_part_is_attachment(part) == 0:
            plainText = PartText.decoded(part, type, limits.textBytes)
        case "text/html" where htmlText == nil && g_mime_part_is_attachment(part) == 0:
            htmlText = HTMLText.plain(PartText.decoded(part, type, limits.textBytes))
        case "text/calendar":
            takeCalendar(part, type)
        case "text/rfc822-headers", "message/global-headers":
            if originalHeaders.isEmpty {
                let text = PartText.decoded(part, type, limits.headerBytes)
                originalHeaders = HeaderReader.fields(inBlock: Self.blocks(of: text).first ?? [])
            }
        case "message/delivery-status", "message/global-delivery-status":
            takeDeliveryStatus(PartText.decoded(part, type, limits.textBytes))
        case "message/disposition-notification", "message/global-disposition-notification":
            let fields = Self.fields(of: PartText.decoded(part, type, limits.headerBytes))
            disposition = disposition ?? Self.value("disposition", fields) ?? ""
        case "message/feedback-report":
            takeFeedback(PartText.decoded(part, type, limits.headerBytes))
        default: break
        }
    }

    private mutating func takeCalendar(
        _ part: UnsafeMutablePointer<GMimePart>, _ type: UnsafeMutablePointer<GMimeContentType>
    ) {
        guard calendarMethod == nil else { return }
        if let method = g_mime_content_type_get_parameter(type, "method") {
            calendarMethod = method.repaired.uppercased()
        } else {
            let fields = Self.fields(of: PartText.decoded(part, type, limits.headerBytes))
            calendarMethod = Self.value("method", fields)?.uppercased()
        }
    }

    private mutating func takeDeliveryStatus(_ text: String) {
        for block in Self.blocks(of: text) {
            guard deliveryReports.count < ParseLimits.listItems else { return }
            let fields = HeaderReader.fields(inBlock: block)
            let report = ReceivedMessage.DeliveryReport(
                action: Self.word(Self.value("action", fields))?.lowercased(),
                status: Self.word(Self.value("status", fields)),
                finalRecipient: Self.afterType(Self.value("final-recipient", fields)),
                originalRecipient: Self.afterType(Self.value("original-recipient", fields)),
                diagnostic: Self.afterType(Self.value("diagnostic-code", fields)))
            if report != ReceivedMessage.DeliveryReport() { deliveryReports.append(report) }
        }
    }

    /// The complainer's address travels with the returned header, because it belongs to the original.
    private mutating func takeFeedback(_ text: String) {
        let fields = Self.fields(of: text)
        feedbackType = feedbackType ?? Self.value("feedback-type", fields)?.lowercased() ?? ""
        reportedFields += fields.filter { $0.name.lowercased() == "original-rcpt-to" }
    }

    private static func name(of type: UnsafeMutablePointer<GMimeContentType>) -> String {
        let main = g_mime_content_type_get_media_type(type)?.repaired ?? ""
        let sub = g_mime_content_type_get_media_subtype(type)?.repaired ?? ""
        return "\(main)/\(sub)".lowercased()
    }

    private static func blocks(of text: String) -> [ArraySlice<Substring>] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
    }

    private static func fields(of text: String) -> [ReceivedMessage.HeaderField] {
        blocks(of: text).flatMap { HeaderReader.fields(inBlock: $0) }
    }

    private static func value(
        _ name: String, _ fields: [ReceivedMessage.HeaderField]
    ) -> String? {
        fields.first { $0.name.lowercased() == name }?.value
    }

    private static func word(_ value: String?) -> String? {
        value?.split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// `rfc822; ada@customer.example` → the address; also for `smtp; 550 …`.
    private static func afterType(_ value: String?) -> String? {
        guard let value else { return nil }
        guard let semicolon = value.firstIndex(of: ";"), value[..<semicolon].count <= 20 else {
            return value
        }
        return String(value[value.index(after: semicolon)...].drop(while: \.isWhitespace))
    }
}
