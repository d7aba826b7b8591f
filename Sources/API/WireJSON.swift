package import FoundationEssentials

/// The one way in which values become JSON and back, for the daemon, the client and `--json`.
///
/// Keys are sorted, so that equal values are equal bytes; what is unknown is left out, never null.
package enum WireJSON {
    package static func encode(_ value: some Encodable, isPretty: Bool = false) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return try encoder.encode(value)
    }

    package static func decode<Value: Decodable>(
        _ type: Value.Type, from data: Data
    ) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }
}
