/// How a form's fields are written in a body: the two ways that RFC 8058 section 3.1 names.
enum FormKind: Equatable, Sendable {
    /// `application/x-www-form-urlencoded`.
    case urlEncoded
    /// `multipart/form-data` (RFC 7578), with its boundary.
    case multipart(boundary: String)

    /// Nil for every other type, and for a multipart without a boundary of at most 70 characters.
    init?(contentType: String?) {
        let parts = (contentType ?? "").split(separator: ";").map { $0.trimmed }
        switch parts.first?.lowercased() {
        case "application/x-www-form-urlencoded": self = .urlEncoded
        case "multipart/form-data":
            let parameter = parts.dropFirst().first { $0.lowercased().hasPrefix("boundary=") }
            let boundary = (parameter ?? "").dropFirst("boundary=".count)
                .trimmingPrefix("\"").prefix { $0 != "\"" }
            guard (1...70).contains(boundary.utf8.count) else { return nil }
            self = .multipart(boundary: String(boundary))
        default: return nil
        }
    }

    /// The fields by name, the first of each; what is not well made is left out.
    func fields(in body: [UInt8]) -> [String: String] {
        switch self {
        case .urlEncoded: Self.urlEncodedFields(in: body)
        case .multipart(let boundary): Self.multipartFields(in: body, boundary: boundary)
        }
    }

    private static func urlEncodedFields(in body: [UInt8]) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let halves = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let name = PathText.decodeForm(halves[0]),
                let value = PathText.decodeForm(halves[1]), fields[name] == nil
            else { continue }
            // Mail programs end the line.
            fields[name] = value.trimmed
        }
        return fields
    }

    private static func multipartFields(
        in body: [UInt8], boundary: String
    ) -> [String: String] {
        // Lines may end in LF alone; a small body of text is all that is meant.
        let text = String(decoding: body, as: UTF8.self).replacing("\r\n", with: "\n")
        var fields: [String: String] = [:]
        for part in text.split(separator: "--\(boundary)").dropFirst(text.hasPrefix("--") ? 0 : 1) {
            let halves = part.trimmingPrefix("\n").split(separator: "\n\n", maxSplits: 1)
            guard halves.count == 2,
                let disposition = halves[0].split(separator: "\n").first(where: {
                    $0.lowercased().hasPrefix("content-disposition:")
                }), let name = parameter("name", of: disposition), fields[name] == nil
            else { continue }
            fields[name] = halves[1].trimmed
        }
        return fields
    }

    private static func parameter(_ name: String, of field: Substring) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].trimmed.lowercased() == name else { continue }
            return String(halves[1].trimmed.trimmingPrefix("\"").prefix { $0 != "\"" })
        }
        return nil
    }
}

extension StringProtocol {
    /// Without white space at either end.
    fileprivate var trimmed: String {
        let text = drop { $0.isWhitespace }
        return String(
            text[
                ..<(text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) }
                    ?? text.startIndex)])
    }
}
