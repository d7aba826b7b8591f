import Logging
import MailTransport
import Sequencing
import Support
import Synchronization
import Testing

@testable import MailTransport

/// Logging in with tokens at a real Dovecot that asks the provider about them.
struct OAuthLoginTests {
    /// A provider, a Dovecot that trusts it, and a mailbox's two ways in.
    final class Bench: Sendable {
        let provider: TokenServer
        let sink: SMTPSink
        let dovecot: DovecotServer
        let log = LogLines()
        private let folder: TemporaryFolder
        private let uptime = Mutex(Duration.zero)

        init(mechanisms: String = "xoauth2 oauthbearer") throws {
            provider = try TokenServer()
            sink = try SMTPSink()
            folder = try TemporaryFolder(named: "oauth-login")
            try folder.write("\(provider.currentRefreshToken)\n", to: "refresh")
            dovecot = try DovecotServer(
                relayPort: sink.port,
                extraSettings: try provider.dovecotSettings(in: folder, mechanisms: mechanisms))
        }

        func advance(_ time: Duration) { uptime.withLock { $0 += time } }

        func credential() throws -> MailCredential {
            let client = try OAuthClient(tokenURL: provider.tokenURL, clientID: "thirdtouch")
            let file = RefreshTokenFile(
                path: folder.path("refresh"), copyPath: folder.path("state/nora"))
            return .grant(
                user: "nora",
                OAuthGrant(
                    client: client, file: file, logger: log.logger,
                    uptime: { self.uptime.withLock { $0 } }))
        }

        func inbox(
            _ credential: MailCredential, tls: TransportSecurity = .startTLS
        ) throws -> IMAPInbox {
            IMAPInbox(
                server: try IMAPServer(
                    host: "127.0.0.1",
                    port: tls == .implicit ? dovecot.imapsPort : dovecot.imapPort, tls: tls,
                    credential: credential, caFile: dovecot.certificatePath), logger: log.logger)
        }

        func submitter(
            _ credential: MailCredential, tls: TransportSecurity = .startTLS
        ) throws -> SMTPSubmitter {
            SMTPSubmitter(
                server: try SMTPServer(
                    host: "127.0.0.1",
                    port: tls == .implicit ? dovecot.submissionsPort : dovecot.submissionPort,
                    tls: tls, credential: credential, caFile: dovecot.certificatePath),
                logger: log.logger)
        }
    }

    @Test(
        "One token lets the watcher and the lane in, by whichever mechanism the server offers",
        arguments: ["xoauth2", "oauthbearer", "xoauth2 oauthbearer"],
        [TransportSecurity.startTLS, .implicit])
    func login(mechanisms: String, tls: TransportSecurity) throws {
        let bench = try Bench(mechanisms: mechanisms)
        let credential = try bench.credential()
        let inbox = try bench.inbox(credential, tls: tls)
        let cursors = inbox.sweep(from: []).cursors()
        try bench.dovecot.deliver(TestMessages.plain(1), to: "nora")
        #expect(inbox.sweep(from: cursors).messages.map(\.bytes) == [TestMessages.plain(1)])
        let verdict = try bench.submitter(credential, tls: tls)
            .submit(try TestMessages.outgoing()) { true }
        #expect(verdict.isAccepted, "\(verdict)")
        #expect(bench.sink.mails.map(\.bytes) == [TestMessages.awkward])
        #expect(bench.provider.questions.count == 1)
        #expect(!bench.log.text.contains(TokenServer.canary))
    }

    @Test("A token that the server takes no longer is replaced before anybody notices")
    func revokedToken() throws {
        let bench = try Bench()
        let credential = try bench.credential()
        let (inbox, submitter) = (try bench.inbox(credential), try bench.submitter(credential))
        #expect(inbox.sweep(from: []).result.isComplete)
        #expect(submitter.submit(try TestMessages.outgoing()) { true }.isAccepted)
        // What the clock says of the token still holds, and the connections are gone.
        bench.advance(.minutes(10))
        for _ in 1...2 {
            bench.provider.revokeTokens()
            inbox.close()
            #expect(inbox.sweep(from: []).result.isComplete)
            bench.advance(.minutes(10))
        }
        bench.provider.revokeTokens()
        submitter.close()
        var asked = 0
        let verdict = submitter.submit(try TestMessages.outgoing()) {
            asked += 1
            return true
        }
        #expect(verdict.isAccepted, "\(verdict)")
        #expect(asked == 1)
        #expect(bench.provider.questions.count == 4)
    }

    @Test("A lane whose token ran out goes on with a new one over a new connection")
    func ranOut() throws {
        let bench = try Bench()
        let submitter = try bench.submitter(try bench.credential())
        for round in 1...3 {
            #expect(submitter.submit(try TestMessages.outgoing()) { true }.isAccepted)
            #expect(bench.provider.questions.count == round)
            bench.advance(.hours(1))
        }
    }

    @Test("A server that takes no token at all is an authentication failure in readable words")
    func refusedByServer() throws {
        let bench = try Bench()
        let credential = try bench.credential()
        _ = try credential.login()
        bench.provider.revokeTokens()
        let (inbox, submitter) = (try bench.inbox(credential), try bench.submitter(credential))
        for _ in 1...2 {
            guard case .failed(.authentication(let reply)) = inbox.sweep(from: []).result else {
                Issue.record("a refused token was not told by IMAP")
                return
            }
            #expect(reply.contains("invalid_token") && reply.contains("NO"), "\(reply)")
            let verdict = submitter.submit(try TestMessages.outgoing()) { true }
            #expect(verdict.kind == .authentication, "\(verdict)")
            #expect("\(verdict)".contains("invalid_token"), "\(verdict)")
            #expect(!"\(reply) \(verdict)".contains(TokenServer.canary))
        }
        // A fresh token is no reason to ask for the next one.
        #expect(bench.provider.questions.count == 1)
    }

    @Test("A withdrawn consent is an authentication failure that says what to do")
    func withdrawn() throws {
        let bench = try Bench()
        let credential = try bench.credential()
        bench.provider.answer(.refuse(code: "invalid_grant", words: "gone"))
        let inbox = try bench.inbox(credential)
        guard case .failed(.authentication(let reply)) = inbox.sweep(from: []).result else {
            Issue.record("a withdrawn consent was not told")
            return
        }
        #expect(reply.contains("connect the mailbox again"))
        #expect(inbox.waitForNews(timeout: .seconds(5)) == .failed(.authentication(reply: reply)))
        let verdict = try bench.submitter(credential).submit(try TestMessages.outgoing()) { true }
        #expect(verdict == .unsent(.authentication(reply: reply)))
        #expect(bench.provider.questions.count == 1)
    }

    @Test("A provider that is down is no connection, and nothing reaches the mail server")
    func providerDown() throws {
        let bench = try Bench()
        let credential = try bench.credential()
        bench.provider.stop()
        guard
            case .failed(.connection(let cause)) = try bench.inbox(credential).sweep(from: [])
                .result
        else {
            Issue.record("a provider that is down was not told")
            return
        }
        #expect(cause.contains("token endpoint"))
        let verdict = try bench.submitter(credential).submit(try TestMessages.outgoing()) { true }
        #expect(verdict.kind == .connection, "\(verdict)")
    }

    @Test("A server without tokens is an authentication failure")
    func passwordsOnly() throws {
        let dovecot = try DovecotServer()
        let bench = try Bench()
        let submitter = SMTPSubmitter(
            server: try SMTPServer(
                host: "127.0.0.1", port: dovecot.submissionPort, tls: .startTLS,
                credential: try bench.credential(), caFile: dovecot.certificatePath),
            logger: bench.log.logger)
        let verdict = submitter.submit(try TestMessages.outgoing()) { true }
        #expect(verdict.kind == .authentication, "\(verdict)")
    }

    @Test("What a server repeats of a secret is not shown, in whatever clothes")
    func redaction() {
        let token = "c4n4ry-access-\(String(repeating: "x", count: 40))"
        let login = Login.token(user: "nora", token: token)
        for prefix in ["", "n", "no", "user=nora\u{1}auth=Bearer "] {
            let sent = TestMessages.base64("\(prefix)\(token)\u{1}\u{1}")
            for reply in ["535 no such \(sent)", "NO [\(token)] \(sent) is wrong", sent] {
                let shown = login.readable(reply)
                #expect(!shown.contains(token), "\(shown)")
                #expect(!shown.contains(sent), "\(shown)")
            }
        }
        let password = Login.password(user: "nora", password: "c4n4ry")
        for secret in ["c4n4ry", TestMessages.base64("\u{0}nora\u{0}c4n4ry")] {
            #expect(password.readable("535 \(secret) is wrong") == "535 (password) is wrong")
        }
        let reason = TestMessages.base64(#"{"status":"401","echo":"\#(token)"}"#)
        #expect(
            login.readable("NO wrong", challenge: reason)
                == #"NO wrong {"status":"401","echo":"(password)"}"#)
        for challenge in ["VXNlcm5hbWU6", "{", "", "\u{1}"] {
            #expect(login.readable("NO wrong", challenge: challenge) == "NO wrong")
        }
        #expect(password.readable("NO wrong", challenge: reason) == "NO wrong")
    }
}

extension SweepResult {
    fileprivate var isComplete: Bool { if case .complete = self { true } else { false } }
}
