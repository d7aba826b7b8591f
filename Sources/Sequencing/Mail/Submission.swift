/// One e-mail as it goes to a server: the frozen bytes and their envelope.
package struct OutgoingMessage: Equatable, Sendable {
    package var sender: EmailAddress
    package var recipient: EmailAddress
    /// RFC 5322 text, CRLF line ends, with its Message-ID and Date. Never rendered again.
    package var bytes: [UInt8]

    package init(sender: EmailAddress, recipient: EmailAddress, bytes: [UInt8]) {
        self.sender = sender
        self.recipient = recipient
        self.bytes = bytes
    }
}

/// What is known of a message after an attempt to hand it to a server.
///
/// The distinction between `unsent` and `inDoubt` is the product's promise G1: before the commit point a
/// message is provably unsent, after it only the server's answer tells.
package enum SubmissionVerdict: Equatable, Codable, Sendable {
    /// Any 2xx after the final dot. `reply` is the server's line (it holds the queue id).
    case accepted(reply: String)
    /// 5xx at MAIL, RCPT, DATA or after the dot: it will not help to try again.
    case refused(reply: String)
    /// 4xx at any stage: the server may take it later.
    case deferred(reply: String)
    /// No dot left this machine: no connection, a timeout in the body, our own abort.
    case unsent(Unsent)
    /// The dot may have left and no answer came. Settled by evidence or by a person.
    case inDoubt(cause: String)

    package enum Unsent: Equatable, Codable, Sendable {
        /// The commit point refused: a stop event or a closed window came first.
        case abortedAtCommitPoint
        case connection(cause: String)
        /// The mailbox's password or token was refused.
        case authentication(reply: String)
        /// The certificate was not trusted, or TLS was not offered.
        case tls(cause: String)
    }
}
