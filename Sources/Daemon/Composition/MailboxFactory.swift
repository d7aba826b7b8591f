import Engine
import Logging
import MailTransport
import Sequencing

/// From a mailbox of the configuration to its two ways to the world.
struct MailboxFactory {
    let environment: [String: String]
    let logger: Logger

    func ports(for mailbox: DaemonConfiguration.Mailbox) throws -> MailboxPorts {
        let (submitter, inbox): (any MailSubmitter, any MailInbox)
        switch mailbox.transport {
        case .maildir(let out, let folder):
            submitter = MaildirSubmitter(path: out, logger: logger)
            inbox = MaildirInbox(path: folder, logger: logger)
        case .servers(let smtp, let imap):
            submitter = SMTPSubmitter(
                server: try SMTPServer(
                    host: smtp.host, port: smtp.port, tls: smtp.security.transport,
                    username: smtp.user, password: try password(of: smtp), caFile: smtp.caFile,
                    heloName: mailbox.address.domain), logger: logger)
            inbox = IMAPInbox(
                server: try IMAPServer(
                    host: imap.host, port: imap.port, tls: imap.security.transport,
                    username: imap.user ?? mailbox.address.text,
                    password: try password(of: imap) ?? "", caFile: imap.caFile), logger: logger)
        }
        return MailboxPorts(
            address: mailbox.address, rep: mailbox.rep, submitter: LaneSubmitter(submitter),
            inbox: WatchedInbox(inbox), limits: mailbox.limits)
    }

    private func password(of server: DaemonConfiguration.Server) throws -> String? {
        try server.passwordFile.map {
            try Secrets.password(inFile: $0, environment: environment)
        }
    }
}

extension DaemonConfiguration.Security {
    var transport: TransportSecurity {
        switch self {
        case .none: .none
        case .startTLS: .startTLS
        case .implicit: .implicit
        }
    }
}
