import Foundation
import Support
import Testing

/// What a person may ask for: their data, and their erasure. Real binaries, a real socket.
@Suite(.serialized) struct ErasureTests {
    static let lead = "mira@customer.example"

    private func daemon(role: String = "admin") throws -> RunningDaemon {
        let folder = try TemporaryFolder(named: "daemon")
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder), folder: folder, role: role)
        try daemon.publish(
            """
              - id: hello
                email: { subject: "Hello {{first_name}}", body: Hi. }
            """)
        try daemon.json("lead", "add", Self.lead, "--first-name", "Mira")
        try daemon.json("enroll", Self.lead, "--sequence", "quick")
        let path = folder.path("out/new")
        let message = try eventually("the message: \(daemon.log)") { () -> String? in
            TextFile.names(in: path).first.map { TextFile.contents(of: "\(path)/\($0)") }
        }
        let id = try #require(
            message.split(separator: "\r\n").first { $0.hasPrefix("Message-ID: ") }?
                .dropFirst("Message-ID: ".count))
        try TestMaildir(path: folder.path("in")).deliver(
            Array(
                """
                From: Mira <\(Self.lead)>\r
                To: <dana@sender.example>\r
                Subject: Re: Hello Mira\r
                Message-ID: <answer@customer.example>\r
                In-Reply-To: \(id)\r
                \r
                Grüße, Mira\r

                """.utf8))
        _ = try eventually("the answer: \(daemon.log)") {
            try daemon.json("reply", "list")["items"].items.isEmpty ? nil : true
        }
        return daemon
    }

    @Test("Everything that is known of a person is one JSON value, with messages byte for byte")
    func export() throws {
        let daemon = try daemon()
        let export = try JSON(parsing: daemon.ask("lead", "export", Self.lead).output)
        #expect(export["lead"]["email"].text == Self.lead)
        #expect(export["deliveries"][0]["message"].text?.contains("Subject: Hello Mira") == true)
        let bytes = try #require(
            export["replies"][0]["messageBase64"].text.flatMap { Data(base64Encoded: $0) })
        #expect(String(decoding: bytes, as: UTF8.self).contains("Grüße, Mira\r\n"))
        #expect(export["replies"][0]["reply"]["text"].text?.contains("Grüße") == true)
        #expect(export["tasks"].items.count == 1)
        #expect(export["enrollments"][0]["outcome"].text == "completed")
        #expect(export["timeline"].items.count > 4)
        #expect(try daemon.ask("lead", "export", "nobody@customer.example").status == 1)
    }

    @Test("Erased on --yes alone where nobody can be asked; then refused by name, for ever")
    func forget() throws {
        let daemon = try daemon()
        let asked = try daemon.ask("lead", "forget", Self.lead)
        #expect(asked.status == 1)
        #expect(asked.errors.contains("--yes"))
        #expect(try daemon.ask("lead", "show", Self.lead).status == 0)
        let done = try daemon.json("lead", "forget", Self.lead, "--yes")
        #expect(done["lead"].number == 1)
        #expect(done["deliveries"].number == 1)
        #expect(done["replies"].number == 1)
        #expect(try daemon.ask("lead", "show", Self.lead).status == 1)
        let shown = try daemon.json("lead", "explain", "L1")
        #expect(shown["lead"]["email"].text == "forgotten-1@erased.invalid")
        #expect(shown["next"]["text"].text?.contains("may not be contacted") == true)
        let added = try daemon.ask("lead", "add", Self.lead)
        #expect(added.status == 1)
        #expect(added.errors.contains("the person was forgotten"))
        let check = try daemon.ask("suppression", "check", Self.lead.uppercased())
        #expect(check.status == 1)
        let report = try daemon.json("report", "touch-gap")
        #expect(report["total"].number == 1)
        #expect(report["addsUp"].value as? Bool == true)
        // Nothing of the person lies in the state folder any more, nor in the journal.
        for name in try FileManager.default.subpathsOfDirectory(atPath: daemon.folder.path("state"))
        {
            let path = daemon.folder.path("state/\(name)")
            let bytes = FileManager.default.contents(atPath: path) ?? Data()
            #expect(bytes.range(of: Data("mira".utf8)) == nil, "\(name)")
            #expect(bytes.range(of: Data("Mira".utf8)) == nil, "\(name)")
        }
        #expect(daemon.stop() == 0)
    }
}
