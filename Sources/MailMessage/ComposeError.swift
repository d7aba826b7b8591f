/// Why a draft is not a message that may leave. Nothing is repaired silently.
package enum ComposeError: Error, Equatable, Sendable {
    /// CR, LF, NUL or another control where it would end a header or hide text.
    case controlCharacter(field: Field)
    /// Not `left@right` without spaces and brackets, or longer than 250 bytes.
    case messageID(String, field: Field)
    /// A line of more than 998 bytes, counted from 1 (RFC 5322 section 2.1.1).
    case lineTooLong(line: Int)
    /// Not printable ASCII without spaces and angle brackets, or longer than 900 bytes.
    case unsubscribeWay(String)
    /// The library gave no bytes, or a bare CR or LF in them.
    case library(what: String)

    package enum Field: String, Equatable, Sendable {
        case fromName, toName, subject, text, html, messageID, inReplyTo, references
    }
}

extension ComposeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .controlCharacter(let field): "a control character in \(field.rawValue)"
        case .messageID(let text, let field): "“\(text)” is no message id for \(field.rawValue)"
        case .lineTooLong(let line):
            "line \(line) is longer than 998 bytes; a field of the lead is too long for its place"
        case .unsubscribeWay(let text): "“\(text)” is no address for opt-outs"
        case .library(let what): "the mail library failed (\(what))"
        }
    }
}
