import Foundation

/// Values that live in a JSON column. Keys are sorted, so that equal values are equal text.
enum JSONText {
    static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            // Our own plain values always encode; a mistake here must not lose a message.
            preconditionFailure("a stored value could not be written as JSON: \(error)")
        }
    }

    /// Nil when the text is not such a value: the caller reports the row.
    static func decode<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
        // The reason for dropping the error: the row's number says more than the decoder's words.
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
