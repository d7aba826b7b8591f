import MailTransport
import Support

/// Every way out that the conformance tests go.
enum SubmitterKind: String, CaseIterable {
    case plainSMTP, startTLS, implicitTLS, maildir

    /// A submitter, and a look at what arrived behind it.
    struct Site {
        let submitter: any MailSubmitter
        let arrived: () -> [[UInt8]]
    }

    func makeSite() throws -> Site {
        if self == .maildir { return try makeMaildirSite() }
        let sink = try SMTPSink()
        let arrived = { sink.mails.map(\.bytes) }
        switch self {
        case .plainSMTP:
            let server = try SMTPServer(host: "127.0.0.1", port: sink.port, tls: .none)
            return Site(submitter: submitter(server), arrived: arrived)
        case .startTLS, .implicitTLS, .maildir:
            let dovecot = try DovecotServer(relayPort: sink.port)
            let isImplicit = self == .implicitTLS
            let server = try SMTPServer(
                host: "localhost",
                port: isImplicit ? dovecot.submissionsPort : dovecot.submissionPort,
                tls: isImplicit ? .implicit : .startTLS, username: "nora",
                password: DovecotServer.password, caFile: dovecot.certificatePath)
            return Site(submitter: submitter(server)) {
                withExtendedLifetime(dovecot) { arrived() }
            }
        }
    }

    private func makeMaildirSite() throws -> Site {
        let folder = try TemporaryFolder(named: "maildir")
        let maildir = try TestMaildir(path: folder.path("Maildir"))
        let submitter = MaildirSubmitter(path: maildir.path, logger: TestMessages.logger)
        return Site(submitter: submitter) {
            withExtendedLifetime(folder) { Array(maildir.newMails.values) }
        }
    }

    private func submitter(_ server: SMTPServer) -> SMTPSubmitter {
        SMTPSubmitter(server: server, logger: TestMessages.logger)
    }
}
