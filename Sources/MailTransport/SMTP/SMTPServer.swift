internal import CCurl
internal import Sequencing

/// A server that takes mail for delivery, and how to get in.
package struct SMTPServer: Sendable {
    let access: ServerAccess
    /// The name said in EHLO.
    let heloName: String

    /// Refuses plain text to other machines and anything that could change the meaning of a URL.
    ///
    /// - Parameter caFile: PEM certificates to trust instead of the system's.
    package init(
        host: String, port: UInt16, tls: TransportSecurity, credential: MailCredential,
        caFile: String? = nil, heloName: String = "localhost"
    ) throws(ServerRefusal) {
        access = try ServerAccess(
            host: host, port: port, tls: tls, credential: credential, trustedCAFile: caFile)
        guard ServerAccess.isHostName(heloName), !heloName.contains(":") else {
            throw .heloName(heloName)
        }
        self.heloName = heloName
    }

    /// With a name and a password, or with neither.
    package init(
        host: String, port: UInt16, tls: TransportSecurity, username: String? = nil,
        password: String? = nil, caFile: String? = nil, heloName: String = "localhost"
    ) throws(ServerRefusal) {
        try self.init(
            host: host, port: port, tls: tls,
            credential: MailCredential(username: username, password: password), caFile: caFile,
            heloName: heloName)
    }
}

/// How long a server may take.
package struct SMTPLimits: Sendable {
    package var connect: Duration = .seconds(30)
    /// For any one answer, the one after the final dot included (RFC 5321 section 4.5.3.2.6 asks
    /// for ten minutes), and for a body that doesn't move.
    package var answer: Duration = .seconds(600)

    package init() {}
}

/// The two addresses of one transaction as libcurl takes them.
///
/// The one place that builds an envelope: libcurl passes CR LF through as commands.
struct SMTPEnvelope: Equatable {
    let sender: String
    let recipient: String

    init(sender: String, recipient: String) throws(UnsafeAddress) {
        for address in [sender, recipient] {
            let isUnsafe = address.unicodeScalars.contains { scalar in
                scalar.isControl || scalar == " " || scalar == "<" || scalar == ">"
                    || scalar == "\u{2028}" || scalar == "\u{2029}"
            }
            guard !address.isEmpty, !isUnsafe else { throw UnsafeAddress() }
        }
        self.sender = "<\(sender)>"
        self.recipient = "<\(recipient)>"
    }

    /// An address that could end the command it stands in.
    struct UnsafeAddress: Error, Equatable {}
}
