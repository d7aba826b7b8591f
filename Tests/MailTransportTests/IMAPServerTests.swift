import Foundation
import MailTransport
import Sequencing
import Support
import Testing

/// IMAP against a real server that is down, refuses, or ends connections; and one that lies.
struct IMAPServerTests {
    @Test(
        "A wrong password is an authentication failure in the server's words",
        arguments: TransportSecurity.allCases)
    func wrongPassword(_ tls: TransportSecurity) throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot, tls: tls, password: "wrong-horse")
        guard case .failed(.authentication(let reply)) = inbox.sweep(from: []).result else {
            Issue.record("a wrong password was not told")
            return
        }
        #expect(reply.contains("NO"))
        #expect(!reply.contains("wrong-horse"))
        #expect(inbox.waitForNews(timeout: .seconds(5)) == .failed(.authentication(reply: reply)))
    }

    @Test(
        "A certificate that nobody vouches for is a connection failure",
        arguments: [TransportSecurity.startTLS, .implicit])
    func untrusted(_ tls: TransportSecurity) throws {
        let dovecot = try DovecotServer()
        let server = try IMAPServer(
            host: "127.0.0.1", port: tls == .implicit ? dovecot.imapsPort : dovecot.imapPort,
            tls: tls, username: "nora", password: DovecotServer.password)
        let inbox = IMAPInbox(server: server, logger: TestMessages.logger)
        guard case .failed(.connection(let cause)) = inbox.sweep(from: []).result else {
            Issue.record("an untrusted certificate was not told")
            return
        }
        #expect(cause.contains("certificate"))
    }

    @Test(
        "A certificate of another authority than the one to trust is a connection failure",
        arguments: [TransportSecurity.startTLS, .implicit])
    func wrongAuthority(_ tls: TransportSecurity) throws {
        let dovecot = try DovecotServer()
        let other = try DovecotServer()
        let port = tls == .implicit ? dovecot.imapsPort : dovecot.imapPort
        for (authority, isTrusted) in [
            (other.certificatePath, false), (dovecot.certificatePath, true),
        ] {
            let server = try IMAPServer(
                host: "localhost", port: port, tls: tls, username: "nora",
                password: DovecotServer.password, caFile: authority)
            let inbox = IMAPInbox(server: server, logger: TestMessages.logger)
            switch inbox.sweep(from: []).result {
            case .complete: #expect(isTrusted)
            case .failed(.connection(let cause)):
                #expect(!isTrusted && cause.contains("certificate"))
            case .failed(let failure): Issue.record("\(failure)")
            }
        }
    }

    @Test("A message that the server refuses again and again is set aside, and the rest is read")
    func refusedMessage() throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot)
        let cursors = inbox.sweep(from: []).cursors()
        for number in 1...3 {
            try dovecot.deliver(
                TestMessages.plain(number), to: "nora", arrivedAt: 1_780_000_000 + number)
        }
        try hide(dovecot) { $0.hasPrefix("1780000002.") }
        // One to find out which message it is, three refusals of that.
        for _ in 1...4 {
            guard case .failed(.connection(let cause)) = inbox.sweep(from: cursors).result else {
                Issue.record("a message that could not be read was passed over")
                return
            }
            #expect(cause.hasPrefix("the server says BYE FETCH failed"))
        }
        let sweeping = inbox.sweep(from: cursors)
        #expect(sweeping.result == .complete(folders: 4, messages: 3))
        #expect(sweeping.messages.filter { $0.bytes == nil }.map(\.uid) == [2])
        #expect(sweeping.messages.first { $0.uid == 2 }?.refusal != nil)
        #expect(
            sweeping.messages.sorted { $0.uid < $1.uid }.compactMap(\.bytes)
                == [TestMessages.plain(1), TestMessages.plain(3)])
    }

    /// Lets the server list some of nora's new messages, and not read them.
    private func hide(_ dovecot: DovecotServer, which: (String) -> Bool) throws {
        let folder = "\(dovecot.maildirPath(of: "nora"))/new"
        let names = TextFile.names(in: folder).filter(which)
        try #require(!names.isEmpty)
        for name in names { #expect(chmod("\(folder)/\(name)", 0) == 0) }
    }

    @Test("A server that gives no message out sets none aside")
    func refusesAll() throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot)
        let cursors = inbox.sweep(from: []).cursors()
        for number in 1...2 { try dovecot.deliver(TestMessages.plain(number), to: "nora") }
        try hide(dovecot) { _ in true }
        for _ in 1...9 {
            guard case .failed(.connection) = inbox.sweep(from: cursors).result else {
                Issue.record("what could not be read was passed over")
                return
            }
        }
    }

    @Test("A server that goes down is a connection failure, for sweep and wait")
    func serverGoesDown() throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot)
        try dovecot.deliver(TestMessages.plain(1), to: "nora")
        let cursors = inbox.sweep(from: []).cursors()
        dovecot.stop()
        for _ in 1...2 {
            guard case .failed(.connection) = inbox.sweep(from: cursors).result else {
                Issue.record("a sweep without a server did not fail")
                return
            }
        }
        guard case .failed(.connection) = inbox.waitForNews(timeout: .seconds(5)) else {
            Issue.record("a wait without a server did not fail")
            return
        }
    }

    @Test("A kept connection that died is made anew")
    func keptConnectionDies() throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot)
        let cursors = inbox.sweep(from: []).cursors()
        try dovecot.dropConnections()
        try dovecot.deliver(TestMessages.plain(1), to: "nora")
        #expect(inbox.sweep(from: cursors).result == .complete(folders: 4, messages: 1))
    }

    @Test("The rep's flags stay as they were")
    func flagsStay() throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot)
        let cursors = inbox.sweep(from: []).cursors()
        try dovecot.deliver(TestMessages.plain(1), to: "nora")
        #expect(inbox.sweep(from: cursors).messages.count == 1)
        inbox.close()
        let root = dovecot.maildirPath(of: "nora")
        let names = TextFile.names(in: "\(root)/new") + TextFile.names(in: "\(root)/cur")
        #expect(names.count == 1)
        #expect(names.allSatisfy { !($0.split(separator: ":").last ?? "").hasSuffix("S") })
    }

    @Test("A copy appended to Sent is found there, byte for byte, and as a read message")
    func append() throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot, tls: .startTLS)
        let cursors = inbox.sweep(from: []).cursors()
        #expect(inbox.keepCopy(TestMessages.awkward) == nil)
        let found = inbox.sweep(from: cursors).messages
        #expect(found.map(\.bytes) == [TestMessages.awkward])
        #expect(found.map(\.role) == [.sent])
        let files = TextFile.names(in: dovecot.maildirPath(of: "nora", folder: "Sent") + "/cur")
        #expect(files.count == 1 && files.allSatisfy { $0.hasSuffix("S") })
        #expect(inbox.waitForNews(timeout: .milliseconds(100)) == .nothing)
    }

    @Test("A folder that is rebuilt on the server is read again from its beginning")
    func rebuilt() throws {
        let dovecot = try DovecotServer()
        let inbox = try inbox(of: dovecot)
        try dovecot.deliver(TestMessages.plain(1), to: "nora")
        let cursors = inbox.sweep(from: []).cursors()
        inbox.close()
        // UIDVALIDITY is the second in which the list is made: this one's has passed.
        let second = time(nil)
        while time(nil) == second { usleep(20_000) }
        try dovecot.forgetUIDs(of: "nora")
        let changed = inbox.sweep(from: cursors, readBackTo: InboxKind.longAgo)
        #expect(changed.result == .failed(.uidValidityChanged(folder: "INBOX")))
        let again = inbox.sweep(from: changed.cursors(after: cursors))
        #expect(again.messages.map(\.bytes) == [TestMessages.plain(1)])
    }

    private func inbox(
        of dovecot: DovecotServer, tls: TransportSecurity = .none,
        password: String = DovecotServer.password
    ) throws -> IMAPInbox {
        let server = try IMAPServer(
            host: "127.0.0.1", port: tls == .implicit ? dovecot.imapsPort : dovecot.imapPort,
            tls: tls, username: "nora", password: password, caFile: dovecot.certificatePath)
        return IMAPInbox(server: server, logger: TestMessages.logger)
    }
}
