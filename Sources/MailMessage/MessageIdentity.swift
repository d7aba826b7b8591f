import CGMime
package import Sequencing

/// Our Message-IDs: they name the step they carry and prove that we made them.
///
/// `e12.2.5.<mac>@domain`: enrollment, step, revision of the enrollment, and an HMAC-SHA-256 over the
/// three, cut to 80 bits. Whoever quotes one has received it.
package enum MessageIdentity {
    package static func make(
        enrollment: EnrollmentID, step: StepIndex, revision: Int, domain: String, key: [UInt8]
    ) -> String {
        signed("e\(enrollment.rawValue).\(step.position).\(revision)", key: key) + "@\(domain)"
    }

    /// Of a message that a mailbox sends to itself: `p3.0.0.<mac>@domain`.
    package static func make(probe number: Int64, domain: String, key: [UInt8]) -> String {
        signed("p\(number).0.0", key: key) + "@\(domain)"
    }

    /// Of a digest: `g3.0.0.<mac>@domain`. Whoever answers one answers no touch.
    package static func make(digest number: Int64, domain: String, key: [UInt8]) -> String {
        signed("g\(number).0.0", key: key) + "@\(domain)"
    }

    /// The number of the probe that a proven name is of; nil for a touch's.
    package static func probeNumber(inProvenName name: String) -> Int64? {
        guard name.hasPrefix("p") else { return nil }
        return name.dropFirst().split(separator: ".").first.flatMap { Int64($0) }
    }

    /// Three parts and the hash over them.
    static func signed(_ name: String, key: [UInt8]) -> String {
        "\(name).\(mac(of: name, key: key))"
    }

    /// Whether a Message-ID, without angle brackets, was made with this key.
    package static func isOurs(_ messageID: String, key: [UInt8]) -> Bool {
        provenName(in: messageID, key: key) != nil
    }

    /// The local part of a Message-ID that was made with this key, in lower case; nil for any other.
    ///
    /// Whatever stands after the @ is not asked: relays have their own ideas of it. A tag of an address
    /// (`dana+e12.2.5.<mac>@…`) proves itself in the same way.
    package static func provenName(in text: String, key: [UInt8]) -> String? {
        guard let local = text.split(separator: "@").first?.lowercased() else { return nil }
        let parts = local.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3].utf8.count == 20,
            mac(of: parts[0..<3].joined(separator: "."), key: key) == parts[3]
        else { return nil }
        return local
    }

    private static func mac(of text: String, key: [UInt8]) -> String {
        let bytes = Array(text.utf8)
        guard
            let hex = g_compute_hmac_for_data(
                G_CHECKSUM_SHA256, key, gsize(key.count), bytes, gsize(bytes.count))
        else { return "" }
        defer { g_free(hex) }
        return String(String(cString: hex).prefix(20))
    }
}

/// SHA-256 in hexadecimal: the same message found twice is one, a changed sequence is another.
package enum ContentDigest {
    package static func of(_ text: String) -> String { of(Array(text.utf8)) }

    package static func of(_ bytes: [UInt8]) -> String {
        guard
            let hex = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, gsize(bytes.count))
        else { return "" }
        defer { g_free(hex) }
        return String(cString: hex)
    }
}

/// Message-IDs in bytes that could not be parsed, so that even such mail stops its sequence.
package enum MessageIDScan {
    /// Bytes looked at, from the beginning.
    package static let reach = 262_144

    /// What stands between `<` and `>` and has an `@`, in order, at most 200.
    package static func find(in bytes: [UInt8]) -> [String] {
        var found: [String] = []
        var start: Int?
        for (index, byte) in bytes.prefix(reach).enumerated() {
            switch byte {
            case UInt8(ascii: "<"): start = index + 1
            case UInt8(ascii: ">"):
                if let begin = start, index - begin <= 250 {
                    let text = String(decoding: bytes[begin..<index], as: UTF8.self)
                    if text.contains("@") { found.append(text) }
                }
                start = nil
            case 0...0x20: start = nil
            default: break
            }
            if found.count == 200 { break }
        }
        return found
    }
}
