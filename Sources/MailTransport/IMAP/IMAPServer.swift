internal import Sequencing

/// A server that a mailbox is read from, and how to get in.
package struct IMAPServer: Sendable {
    let access: ServerAccess

    /// Refuses plain text to other machines and anything that could change the meaning of a URL.
    ///
    /// - Parameter caFile: PEM certificates to trust instead of the system's.
    package init(
        host: String, port: UInt16, tls: TransportSecurity, credential: MailCredential,
        caFile: String? = nil
    ) throws(ServerRefusal) {
        access = try ServerAccess(
            host: host, port: port, tls: tls, credential: credential, trustedCAFile: caFile)
    }

    /// With a name and a password.
    package init(
        host: String, port: UInt16, tls: TransportSecurity, username: String, password: String,
        caFile: String? = nil
    ) throws(ServerRefusal) {
        try self.init(
            host: host, port: port, tls: tls,
            credential: MailCredential(username: username, password: password), caFile: caFile)
    }
}

/// What a server may cost us: every length and every wait has an end.
package struct IMAPLimits: Sendable {
    /// A larger message is delivered without its bytes, but with its beginning.
    package var messageBytes = 25 << 20
    package var headBytes = 256 << 10
    /// An announcement beyond this is taken for an attack and ends the sweep. What is longer than a
    /// message may be is read past: it comes once.
    package var announcedLiteralBytes = 4 << 30
    /// The text of one response without its literals; a plain SEARCH answer may be long.
    package var lineBytes = 4 << 20
    package var depth = 20
    package var responsesPerCommand = 5_000_000
    package var listedFolders = 20_000
    /// Each batch is one transaction on disk and at most one FETCH.
    package var batchMessages = 300
    /// So much is handed over before its FETCH has ended.
    package var batchBytes = 8 << 20
    /// A message that so many sweeps in a row were refused is set aside, if the server gives others
    /// out.
    package var refusals = 3
    /// More of one FETCH than this are never set aside.
    package var refusedAtOnce = 3
    package var connect: Duration = .seconds(30)
    /// For the next bytes of an answer.
    package var answer: Duration = .seconds(120)
    /// For the answer to DONE: a server that takes longer is left.
    package var endOfIdle: Duration = .seconds(5)
    /// What a server may say after DONE, before the end of IDLE.
    package var responsesAfterIdle = 10_000
    /// RFC 2177 asks to begin IDLE anew at least every 29 minutes.
    package var idle: Duration = .minutes(29)
    /// Between two questions to a server without IDLE.
    package var poll: Duration = .seconds(60)

    package init() {}
}
