import Foundation
import Support
import Testing

/// Digests of the real daemon: into a Maildir, once, over kill -9.
@Suite(.serialized) struct DigestTests {
    private func daemon(_ digest: String, email: String = "dana@sender.example") throws
        -> RunningDaemon
    {
        let folder = try TemporaryFolder(named: "daemon")
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder)
                + "\n  - { name: mona, full-name: Mona Brandt, role: manager, email: \(email) }",
            folder: folder,
            extra: """
                touch-gap: { first-touch-business-days: 0 }
                digest: { mailbox: dana@sender.example, at: "00:00", \(digest) }
                """, waits: false)
        try daemon.awaitReady()
        return daemon
    }

    private func mails(_ daemon: RunningDaemon) throws -> [String] {
        let folder = daemon.folder.path("out/new")
        return try FileManager.default.contentsOfDirectory(atPath: folder).map {
            TextFile.contents(of: "\(folder)/\($0)")
        }
    }

    @Test("Whoever gets one gets it once, whatever becomes of the daemon, and a preview sends none")
    func once() throws {
        // A week that has begun brings its digest at the start, as after a Monday without a daemon; and it has
        // something to say, because it is told to.
        let daemon = try daemon("to: managers, when-empty: true", email: "mona@sender.example")
        _ = try eventually("the digest: \(daemon.log)") {
            try mails(daemon).count == 1 ? true : nil
        }
        let mail = try #require(try mails(daemon).first)
        #expect(mail.contains("\r\nTo: Mona Brandt <mona@sender.example>\r\n"), "\(mail)")
        #expect(mail.contains("Content-Type: multipart/alternative"))
        #expect(mail.contains("Auto-Submitted: auto-generated"))
        daemon.signal(SIGKILL)
        daemon.process.waitUntilExit()
        try daemon.start()
        try daemon.awaitReady()
        try daemon.json("lead", "hand-off", "mira@north.example")
        let preview = try eventually("the gap") {
            let view = try daemon.json("report", "digest", "--for", "mona")
            return view["gaps"].number == 1 ? view : nil
        }
        #expect(preview["to"].text == "mona@sender.example")
        #expect(preview["stuck"].number == 1)
        #expect(preview["isMailed"].value as? Bool == true)
        #expect(preview["text"].text?.contains("mira@north.example") == true)
        let html = try daemon.ask("report", "digest", "--for", "mona", "--html")
        #expect(html.output.hasPrefix("<!DOCTYPE html>"))
        let nobody = try daemon.ask("report", "digest", "--for", "nobody")
        #expect(nobody.status == 64)
        daemon.signal(SIGHUP)
        usleep(1_500_000)
        #expect(try mails(daemon).count == 1)
        #expect(daemon.stop() == 0)
    }

    @Test("A section with mistakes is refused with its key")
    func configuration() throws {
        for (digest, words) in [
            ("mailbox: x@other.example", "no mailbox of a rep"), ("to: all", "mailbox"),
            ("mailbox: dana@sender.example, at: noon", "no time of day"),
            ("mailbox: dana@sender.example, kinds: [hourly]", "hourly"),
            ("mailbox: dana@sender.example, to: everybody", "everybody"),
            ("mailbox: dana@sender.example, holidays: [Germany]", "Germany"),
            ("mailbox: dana@sender.example, colour: red", "colour"),
        ] {
            let folder = try TemporaryFolder(named: "daemon")
            let file = try folder.write(
                RunningDaemon.configuration(
                    folder: folder, mailboxes: try BadInputTests.maildirs(folder),
                    extra: "digest: { \(digest) }"), to: "thirdtouchd.yaml")
            let ending = try Programs.run(Programs.daemon, ["check", "--config", file])
            #expect(ending.status != 0, "\(digest)")
            #expect((ending.output + ending.errors).contains(words), "\(ending.errors)")
        }
    }
}
