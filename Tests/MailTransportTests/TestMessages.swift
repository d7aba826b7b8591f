import Foundation
import Logging
import MailTransport
import Sequencing

/// Messages and addresses that the tests of all transports share.
enum TestMessages {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Everything that transports are known to break: dots, long lines, eight bits, empty lines.
    static let awkward = text(
        """
        From: nora.vance@sender.example
        To: ida.holm@lead.example
        Subject: Dots and lines
        Message-ID: <d1.abc@sender.example>

        .
        ..
        .a line that starts with a dot
        . and a space
        \(String(repeating: "x", count: 998))
        .\(String(repeating: "y", count: 997))
        Grüße aus Łódź, 東京 and 🦊

        \tA tab, then the end.
        .

        """)

    static func plain(_ number: Int, body: String = "Hello") -> [UInt8] {
        text(
            """
            From: ida.holm@lead.example
            To: nora.vance@sender.example
            Subject: Message \(number)
            Message-ID: <m\(number)@lead.example>

            \(body) \(number)

            """)
    }

    /// Text with CRLF line ends.
    static func text(_ text: String) -> [UInt8] {
        Array(
            text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
                .utf8)
    }

    static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    static func outgoing(_ bytes: [UInt8] = awkward) throws -> OutgoingMessage {
        OutgoingMessage(
            sender: try EmailAddress("nora.vance@sender.example"),
            recipient: try EmailAddress("ida.holm@lead.example"), bytes: bytes)
    }
}
