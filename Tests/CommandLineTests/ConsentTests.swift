import Foundation
import Support
import Testing

/// A mailbox that logs in with a provider's tokens, on real binaries and real servers.
@Suite(.serialized) struct ConsentTests {
    /// A provider, mail servers that trust it, and the mailbox's YAML.
    final class Bench {
        let provider: TokenServer
        let sink: SMTPSink
        let dovecot: DovecotServer
        let folder: TemporaryFolder

        init() throws {
            provider = try TokenServer()
            sink = try SMTPSink()
            folder = try TemporaryFolder(named: "consent")
            dovecot = try DovecotServer(
                relayPort: sink.port,
                extraSettings: try provider.dovecotSettings(
                    in: folder, mechanisms: "xoauth2 oauthbearer"))
            for (name, secret) in [
                ("refresh", provider.currentRefreshToken),
                ("secret", "\(TokenServer.canary)-secret"),
            ] {
                chmod(try folder.write("\(secret)\n", to: name), 0o600)
            }
        }

        var mailbox: String {
            """
                  - address: nora@sender.example
                    limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                    read-back-days: 30
                    oauth:
                      provider: custom
                      token-url: \(provider.tokenURL)
                      client-id: thirdtouch
                      client-secret-file: \(folder.path("secret"))
                      refresh-token-file: \(folder.path("refresh"))
                    smtp:
                      host: localhost
                      port: \(dovecot.submissionPort)
                      user: nora
                      ca-file: \(dovecot.certificatePath)
                    imap:
                      host: localhost
                      port: \(dovecot.imapsPort)
                      security: implicit
                      user: nora
                      ca-file: \(dovecot.certificatePath)
            """
        }
    }

    /// Whether any file of a folder, or of one in it, holds a text.
    private func holds(_ text: String, in folder: String) -> Bool {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return (names ?? []).contains { name in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            return bytes.range(of: Data(text.utf8)) != nil
        }
    }

    @Test("Mail leaves and comes by tokens, and no token is in a log, an answer or the database")
    func mailGoes() throws {
        let bench = try Bench()
        bench.provider.rotate()
        let daemon = try RunningDaemon(mailboxes: bench.mailbox)
        try daemon.publish(RealPathTests.steps)
        try daemon.json("lead", "add", RealPathTests.lead, "--company", "Nordwind")
        try daemon.json("enroll", RealPathTests.lead, "--sequence", "quick")
        _ = try eventually("two mails at the server: \(daemon.log)") {
            bench.sink.mails.count == 2 ? true : nil
        }
        // Lane and watcher share what one question brought.
        #expect(bench.provider.questions.count == 1)
        #expect(
            TextFile.contents(of: bench.folder.path("refresh"))
                == "\(TokenServer.canary)-refresh-1\n")
        let answers = try [
            daemon.ask("mailbox", "list", "--json"), daemon.ask("status"),
            daemon.ask("delivery", "list", "--json"),
        ]
        #expect(daemon.stop() == 0)
        for text in [daemon.log] + answers.map({ $0.output + $0.errors }) {
            #expect(!text.contains(TokenServer.canary))
        }
        #expect(!holds(TokenServer.canary, in: daemon.folder.path("state")))
    }

    @Test("A withdrawn consent sends nothing, and the mailbox says to connect it again")
    func withdrawn() throws {
        let bench = try Bench()
        bench.provider.answer(
            .refuse(code: "invalid_grant", words: "\(bench.provider.currentRefreshToken) is gone"))
        let daemon = try RunningDaemon(mailboxes: bench.mailbox)
        try daemon.publish(RealPathTests.steps)
        try daemon.json("lead", "add", RealPathTests.lead, "--company", "Nordwind")
        try daemon.json("enroll", RealPathTests.lead, "--sequence", "quick")
        let mailbox = try eventually("the mailbox to be down: \(daemon.log)") {
            let mailbox = try daemon.json("mailbox", "list")["items"][0]
            return mailbox["state"].text == "down" ? mailbox : nil
        }
        #expect(mailbox["fence"]["isOpen"].value as? Bool == false)
        let cause = mailbox["fence"]["closedReason"].text ?? ""
        #expect(cause.contains("connect the mailbox again"), "\(cause)")
        #expect(try daemon.json("delivery", "list")["items"][0]["state"].text == "queued")
        #expect(bench.sink.mails.isEmpty)
        #expect(bench.provider.questions.count == 1)
        let status = try daemon.ask("status")
        for text in [daemon.log, "\(mailbox)", status.output] {
            #expect(!text.contains(TokenServer.canary))
        }
    }

    @Test("Mistakes in oauth are refused with file, line and key")
    func mistakes() throws {
        let folder = try TemporaryFolder(named: "configuration")
        chmod(try folder.write("r\n", to: "refresh"), 0o600)
        let whole = [
            "provider: google", "client-id: c", "refresh-token-file: \(folder.path("refresh"))",
        ]
        let rows: [(oauth: [String], said: [String])] = [
            (whole, []),
            (Array(whole[1...]), ["provider", "google, microsoft, custom"]),
            (["provider: yahoo"] + whole[1...], ["yahoo", "google, microsoft, custom"]),
            (["provider: custom"] + whole[1...], ["token-url"]),
            (
                ["provider: custom", "token-url: http://provider.example/t"] + whole[1...],
                [":10:", "use https"]
            ),
            (whole + ["token-url: ftp://provider.example"], [":12:", "https URL"]),
            ([whole[0], whole[2]], ["client-id"]),
            (Array(whole[..<2]), ["refresh-token-file"]),
            (whole + ["refresh-token: c4n4ry"], [":12:", "refresh-token-file: PATH"]),
            (whole + ["client-secret: c4n4ry"], [":12:", "client-secret-file: PATH"]),
            (whole + ["client-secret-file: \(folder.path("none"))"], [folder.path("none")]),
            (whole + ["scopes: a"], ["did you mean scope"]),
        ]
        for row in rows {
            let oauth = row.oauth.map { "          \($0)\n" }.joined()
            let text =
                "state-folder: \(folder.path("state"))\nreps:\n  - name: nora\n"
                + "    full-name: Nora Vance\n    mailboxes:\n"
                + "      - address: nora@sender.example\n        imap: { host: i.sender.example }\n"
                + "        oauth:\n\(oauth)        smtp: { host: s.sender.example }\n"
            let file = try folder.write(text, to: "thirdtouchd.yaml")
            let ending = try Programs.run(Programs.daemon, ["check", "--config", file])
            #expect((ending.status == 0) == row.said.isEmpty, "\(ending.errors)")
            for words in row.said { #expect(ending.errors.contains(words), "\(ending.errors)") }
            #expect(!ending.errors.contains(TokenServer.canary))
        }
    }

    @Test("oauth beside a password or a Maildir, and a reading back beyond a year, are refused")
    func contradictions() throws {
        let bench = try Bench()
        let rows = [
            (
                bench.mailbox.replacingOccurrences(
                    of: "          user: nora", with: "          password-file: /p"),
                "stands beside the mailbox's oauth"
            ),
            (
                bench.mailbox.replacingOccurrences(
                    of: "read-back-days: 30", with: "maildir: { out: /a, in: /b }"),
                "a Maildir needs no login"
            ),
            (
                bench.mailbox.replacingOccurrences(
                    of: "read-back-days: 30", with: "read-back-days: 366"),
                "write a number from 0 to 365"
            ),
        ]
        for (mailbox, said) in rows {
            let file = try bench.folder.write(
                RunningDaemon.configuration(folder: bench.folder, mailboxes: mailbox),
                to: "thirdtouchd.yaml")
            let ending = try Programs.run(Programs.daemon, ["check", "--config", file])
            #expect(ending.status == 1)
            #expect(ending.errors.contains(said), "\(ending.errors)")
        }
        chmod(bench.folder.path("refresh"), 0o640)
        let file = try bench.folder.write(
            RunningDaemon.configuration(folder: bench.folder, mailboxes: bench.mailbox),
            to: "thirdtouchd.yaml")
        let ending = try Programs.run(Programs.daemon, ["check", "--config", file])
        #expect(ending.status == 1)
        #expect(ending.errors.contains("chmod 600 \(bench.folder.path("refresh"))"))
    }
}
