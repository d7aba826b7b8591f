import Foundation
import Support

/// A real mail server for one test: Dovecot for submission and IMAP, and what it relayed.
final class MailServers {
    let sink: SMTPSink
    let dovecot: DovecotServer
    let folder: TemporaryFolder

    init() throws {
        sink = try SMTPSink()
        dovecot = try DovecotServer(relayPort: sink.port)
        folder = try TemporaryFolder(named: "secrets")
        let file = try folder.write("\(DovecotServer.password)\n", to: "password")
        chmod(file, 0o600)
        let wrong = try folder.write("hunter2-wrong\n", to: "wrong")
        chmod(wrong, 0o600)
    }

    static let address = "dana@sender.example"

    /// The mailbox's YAML; `security` is starttls or implicit.
    func mailbox(security: String, password: String = "password") -> String {
        let isImplicit = security == "implicit"
        let ports =
            isImplicit
            ? (dovecot.submissionsPort, dovecot.imapsPort)
            : (dovecot.submissionPort, dovecot.imapPort)
        return """
                  - address: \(Self.address)
                    limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                    smtp:
                      host: localhost
                      port: \(ports.0)
                      security: \(security)
                      user: dana
                      password-file: \(folder.path(password))
                      ca-file: \(dovecot.certificatePath)
                    imap:
                      host: localhost
                      port: \(ports.1)
                      security: \(security)
                      user: dana
                      password-file: \(folder.path(password))
                      ca-file: \(dovecot.certificatePath)
            """
    }

    /// The mails that left so far, as text, to one address.
    func mails(to recipient: String) -> [String] {
        sink.mails.filter { $0.recipient == recipient }
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// Puts a message into a folder of dana's.
    func deliver(_ lines: [String], in folder: String = "INBOX") throws {
        try dovecot.deliver(
            Array((lines.joined(separator: "\r\n") + "\r\n").utf8), to: "dana", folder: folder)
    }
}

/// The value of a header field in a mail, unfolded.
func header(_ name: String, of mail: String) -> String? {
    let head = mail.components(separatedBy: "\r\n\r\n")[0]
        .replacingOccurrences(of: "\r\n\t", with: " ").replacingOccurrences(of: "\r\n ", with: " ")
    let prefix = "\(name.lowercased()): "
    return head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(prefix) }
        .map { String($0.dropFirst(prefix.count)) }
}
