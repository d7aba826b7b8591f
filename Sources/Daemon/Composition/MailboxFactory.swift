import Engine
import Logging
import MailTransport
import Sequencing

/// From a mailbox of the configuration to its two ways to the world.
struct MailboxFactory {
    /// Where rotated refresh tokens are kept whose own file can't be written.
    let stateFolder: String
    let environment: [String: String]
    let logger: Logger

    func ports(for mailbox: DaemonConfiguration.Mailbox) throws -> MailboxPorts {
        let (submitter, inbox): (any MailSubmitter, any MailInbox)
        switch mailbox.transport {
        case .maildir(let out, let folder):
            submitter = MaildirSubmitter(path: out, logger: logger)
            inbox = MaildirInbox(path: folder, logger: logger)
        case .servers(let smtp, let imap):
            let grant = try mailbox.oauth.map { try self.grant($0, of: mailbox) }
            submitter = SMTPSubmitter(
                server: try SMTPServer(
                    host: smtp.host, port: smtp.port, tls: smtp.security.transport,
                    credential: try credential(smtp, grant), caFile: smtp.caFile,
                    heloName: mailbox.address.domain), logger: logger)
            inbox = IMAPInbox(
                server: try IMAPServer(
                    host: imap.host, port: imap.port, tls: imap.security.transport,
                    credential: try credential(imap, grant), caFile: imap.caFile), logger: logger)
        }
        return MailboxPorts(
            address: mailbox.address, rep: mailbox.rep, submitter: LaneSubmitter(submitter),
            inbox: WatchedInbox(inbox), limits: mailbox.limits, readBackDays: mailbox.readBackDays,
            hasPlusTags: mailbox.hasPlusTags)
    }

    private func credential(
        _ server: DaemonConfiguration.Server, _ grant: OAuthGrant?
    ) throws -> MailCredential {
        guard let user = server.user else { return .none }
        if let grant { return .grant(user: user, grant) }
        let password = try server.passwordFile.map { try Secrets.password(inFile: $0, environment) }
        return .password(user: user, password: password ?? "")
    }

    /// One for both servers: they share what the provider gives.
    private func grant(
        _ oauth: DaemonConfiguration.OAuth, of mailbox: DaemonConfiguration.Mailbox
    ) throws -> OAuthGrant {
        let secret = try oauth.clientSecretFile.map {
            try Secrets.password(inFile: $0, environment)
        }
        // Read here only to refuse a file that is missing or open to others at start.
        _ = try Secrets.password(inFile: oauth.refreshTokenFile, environment)
        let file = RefreshTokenFile(
            path: Secrets.path(of: oauth.refreshTokenFile, environment),
            copyPath: "\(stateFolder)/oauth/\(mailbox.address.canonical)")
        return OAuthGrant(
            client: try OAuthClient(
                tokenURL: oauth.tokenURL, clientID: oauth.clientID, clientSecret: secret,
                scope: oauth.scope, caFile: oauth.caFile), file: file, logger: logger)
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
