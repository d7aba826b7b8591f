import CGMime
import Sequencing

/// One walk over the MIME tree that takes what a `ReceivedMessage` holds.
struct PartWalk {
    let limits: ParseLimits
    private var parts = 0
    private(set) var plainText: String?
    private(set) var htmlText: String?
    private(set) var moreTexts: [String] = []
    private(set) var deliveryReports: [ReceivedMessage.DeliveryReport] = []
    private(set) var disposition: String?
    private(set) var dispositionRecipients: [String] = []
    private(set) var feedbackType: String?
    private(set) var reportedIDs: [String] = []
    /// Of the returned original, then what a feedback report says of it.
    var returnedHeaders: [ReceivedMessage.HeaderField] { originalHeaders + reportedFields }
    private var originalHeaders: [ReceivedMessage.HeaderField] = []
    private var reportedFields: [ReceivedMessage.HeaderField] = []
    private(set) var calendarMethod: String?

    init(limits: ParseLimits) { self.limits = limits }

    /// Whether the walk found anything to read.
    var isEmpty: Bool {
        plainText == nil && htmlText == nil && deliveryReports.isEmpty && disposition == nil
            && feedbackType == nil && originalHeaders.isEmpty && calendarMethod == nil
    }

    /// The first message inside; lives as long as the one it is in.
    private(set) var returnedMessage: UnsafeMutablePointer<GMimeMessage>?

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
            if !isReturned {
                returnedMessage = returnedMessage ?? message
                takeReturned(HeaderReader.fields(of: shim_message_as_object(message)))
            }
            guard let part = g_mime_message_get_mime_part(message) else { return }
            try visit(part, depth: depth + 1, isReturned: true)
        } else if !isReturned, let part = shim_as_part(object) {
            take(part, object)
        }
    }

    /// The first returned header counts, unless it names no message and a later one does.
    private mutating func takeReturned(_ fields: [ReceivedMessage.HeaderField]) {
        func namesMessage(_ fields: [ReceivedMessage.HeaderField]) -> Bool {
            ReportFields.value("message-id", fields) != nil
        }
        guard originalHeaders.isEmpty || !namesMessage(originalHeaders) && namesMessage(fields)
        else { return }
        originalHeaders = fields
    }

    private mutating func take(
        _ part: UnsafeMutablePointer<GMimePart>, _ object: UnsafeMutablePointer<GMimeObject>
    ) {
        guard let type = g_mime_object_get_content_type(object) else { return }
        switch Self.name(of: type) {
        case "text/plain" where g_mime_part_is_attachment(part) == 0:
            takeText(part, type)
        case "text/html" where htmlText == nil && g_mime_part_is_attachment(part) == 0:
            htmlText = HTMLText.plain(PartText.decoded(part, type, limits.textBytes))
        case "text/calendar":
            takeCalendar(part, type)
        case "text/rfc822-headers", "text/rfc822-header", "text/rfc822", "message/rfc822-headers",
            "message/global-headers":
            let text = PartText.decoded(part, type, limits.headerBytes)
            takeReturned(HeaderReader.fields(inBlock: ReportFields.blocks(of: text).first ?? []))
        case "message/delivery-status", "message/global-delivery-status", "text/delivery-status":
            takeDeliveryStatus(PartText.decoded(part, type, limits.textBytes))
        case "message/disposition-notification", "message/global-disposition-notification":
            takeDisposition(PartText.decoded(part, type, limits.headerBytes))
        case "message/feedback-report":
            takeFeedback(PartText.decoded(part, type, limits.headerBytes))
        default: break
        }
    }

    private mutating func takeText(
        _ part: UnsafeMutablePointer<GMimePart>, _ type: UnsafeMutablePointer<GMimeContentType>
    ) {
        if plainText == nil {
            plainText = PartText.decoded(part, type, limits.textBytes)
        } else if moreTexts.count < ParseLimits.moreTexts {
            moreTexts.append(PartText.decoded(part, type, ParseLimits.moreTextBytes))
        }
    }

    private mutating func takeCalendar(
        _ part: UnsafeMutablePointer<GMimePart>, _ type: UnsafeMutablePointer<GMimeContentType>
    ) {
        guard calendarMethod == nil else { return }
        if let method = g_mime_content_type_get_parameter(type, "method") {
            calendarMethod = method.repaired.uppercased()
        } else {
            let fields = ReportFields.fields(of: PartText.decoded(part, type, limits.headerBytes))
            calendarMethod = ReportFields.value("method", fields)?.uppercased()
        }
    }

    private mutating func takeDeliveryStatus(_ text: String) {
        let found = ReportFields.recipients(of: text)
        deliveryReports += found.reports.prefix(ParseLimits.listItems - deliveryReports.count)
        reportedIDs += found.ids.prefix(ParseLimits.listItems)
    }

    private mutating func takeDisposition(_ text: String) {
        let fields = ReportFields.fields(of: text)
        disposition = disposition ?? ReportFields.value("disposition", fields) ?? ""
        dispositionRecipients += ["final-recipient", "original-recipient"].compactMap {
            ReportFields.afterType(ReportFields.value($0, fields))
        }
        reportedIDs += ReportFields.originalIDs(fields).prefix(ParseLimits.listItems)
    }

    /// The complainer's address travels with the returned header, because it belongs to the original.
    private mutating func takeFeedback(_ text: String) {
        let fields = ReportFields.fields(of: text)
        feedbackType =
            feedbackType ?? ReportFields.value("feedback-type", fields)?.lowercased() ?? ""
        reportedFields += fields.filter {
            ["original-rcpt-to", "removal-recipient"].contains($0.name.lowercased())
        }.prefix(ParseLimits.listItems)
        reportedIDs += ReportFields.originalIDs(fields).prefix(ParseLimits.listItems)
    }

    private static func name(of type: UnsafeMutablePointer<GMimeContentType>) -> String {
        let main = g_mime_content_type_get_media_type(type)?.repaired ?? ""
        let sub = g_mime_content_type_get_media_subtype(type)?.repaired ?? ""
        return "\(main)/\(sub)".lowercased()
    }
}
