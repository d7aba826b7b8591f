/// One thing that can be asked of the daemon: where, how, with what, for what.
///
/// `Body` is what a client sends (`NoBody` with GET), `Reply` what it gets with status 200; any other
/// status carries an `APIError`.
package struct Endpoint<Body: Codable & Sendable, Reply: Codable & Sendable>: Sendable {
    package let method: Method
    /// As Hummingbird's router takes it: `/v1/leads/:key`.
    package let pattern: String

    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// The path with its parameters filled in, in their order, percent-encoded.
    package func path(_ parameters: [String] = []) -> String {
        var rest = parameters[...]
        let segments = pattern.split(separator: "/").map { segment in
            guard segment.hasPrefix(":") else { return String(segment) }
            precondition(!rest.isEmpty, "the path \(pattern) has a parameter that was not given")
            return PercentEncoding.encode(rest.removeFirst())
        }
        precondition(rest.isEmpty, "the path \(pattern) has fewer parameters than were given")
        return "/" + segments.joined(separator: "/")
    }
}

/// What is sent where nothing need be said.
package struct NoBody: Codable, Equatable, Sendable {
    package init() {}
}

/// Percent-encoding by RFC 3986 section 2: everything but the unreserved characters.
package enum PercentEncoding {
    package static func encode(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [
                    UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)],
                ]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
