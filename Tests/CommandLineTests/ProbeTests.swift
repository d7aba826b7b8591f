import Foundation
import Support
import Testing

/// `mailbox probe` with real servers: aiosmtpd delivers to the mailbox itself, Dovecot shows it.
@Suite(.serialized) struct ProbeTests {
    private func probe(_ manners: SelfDeliveringServer.Manners) throws -> (RunningDaemon, JSON) {
        let folder = try TemporaryFolder(named: "daemon")
        // The server needs the folders, and the submission service the server: so the folders come first.
        let store = try DovecotServer()
        for name in ["INBOX", "Sent"] {
            try store.deliver(
                Array("Subject: old\r\n\r\nOld.\r\n".utf8), to: "dana", folder: name)
        }
        let server = try SelfDeliveringServer(
            inbox: store.maildirPath(of: "dana"),
            sent: store.maildirPath(of: "dana", folder: "Sent"),
            manners: manners)
        let password = try folder.write("\(DovecotServer.password)\n", to: "password")
        chmod(password, 0o600)
        let daemon = try RunningDaemon(
            mailboxes: """
                      - address: dana@sender.example
                        limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                        smtp: { host: 127.0.0.1, port: \(server.port), security: none }
                        imap:
                          host: localhost
                          port: \(store.imapPort)
                          user: dana
                          password-file: \(password)
                          ca-file: \(store.certificatePath)
                """, folder: folder)
        let view = try daemon.json("mailbox", "probe", "dana@sender.example")
        #expect(daemon.stop() == 0)
        return (daemon, view["probe"])
    }

    @Test("A server that keeps copies and signs whole is known for that within seconds")
    func keeps() throws {
        let (daemon, probe) = try probe(
            .init(
                keepsCopies: true,
                signedFields: "From:Date:List-Unsubscribe:List-Unsubscribe-Post"))
        #expect(probe["state"].text == "finished", "\(daemon.log.suffix(2000))")
        #expect(probe["failure"].text == nil)
        #expect(probe["sentHabit"].text == "keeps-copies")
        #expect(probe["sentFolder"].text == "Sent")
        #expect(probe["returnedTo"].text == "INBOX")
        #expect(probe["keepsMessageID"].value as? Bool == true)
        #expect(probe["allowsOneClick"].value as? Bool == true)
        #expect(probe["signedBy"].text == "sender.example")
        #expect((probe["roundTripSeconds"].number ?? 99) < 30)
    }

    @Test("A server that renames what it takes and signs in part is known for that")
    func renames() throws {
        let (daemon, probe) = try probe(
            .init(keepsCopies: true, renames: true, signedFields: "From:Date"))
        #expect(probe["state"].text == "finished", "\(daemon.log.suffix(2000))")
        #expect(probe["sentHabit"].text == "renames-copies")
        #expect(probe["keepsMessageID"].value as? Bool == false)
        #expect(probe["signature"].text == "lacks")
        #expect(probe["allowsOneClick"].value as? Bool == false)
    }

    @Test("A Maildir that is its own way out and in returns what it is given, and keeps no copy")
    func maildir() throws {
        let folder = try TemporaryFolder(named: "daemon")
        _ = try TestMaildir(path: folder.path("box"))
        let daemon = try RunningDaemon(
            mailboxes: """
                      - address: dana@sender.example
                        limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                        maildir: { out: \(folder.path("box")), in: \(folder.path("box")) }
                """, folder: folder)
        let probe = try daemon.json("mailbox", "probe", "dana@sender.example")["probe"]
        #expect(probe["failure"].text == nil, "\(daemon.log.suffix(2000))")
        #expect(probe["sentHabit"].text == "keeps-none")
        #expect(probe["keepsMessageID"].value as? Bool == true)
        #expect(probe["signature"].text == "absent")
        #expect(try daemon.json("reply", "list")["items"].items.isEmpty)
        #expect(try daemon.json("mailbox", "list")["items"][0]["sentIn24Hours"].number == 1)
        #expect(daemon.stop() == 0)
    }
}
