internal import Foundation
internal import Glibc

/// aiosmtpd, a real SMTP server, that puts whatever it takes into the INBOX of one Dovecot user, as a provider
/// does with mail that stays inside; and a copy into Sent, if it is one that keeps copies.
package final class SelfDeliveringServer: Sendable {
    package let port: UInt16
    private let folder: TemporaryFolder
    private let process: ServerProcess

    /// What the server does with what it takes.
    package struct Manners: Sendable {
        package var keepsCopies: Bool
        /// Whether it gives each message a Message-ID of its own.
        package var renames: Bool
        /// The `h=` of its DKIM signature; nil for a server that does not sign.
        package var signedFields: String?

        package init(keepsCopies: Bool, renames: Bool = false, signedFields: String? = nil) {
            self.keepsCopies = keepsCopies
            self.renames = renames
            self.signedFields = signedFields
        }
    }

    /// - Parameters:
    ///   - inbox: a Maildir.
    ///   - sent: another one.
    package init(inbox: String, sent: String, manners: Manners) throws {
        folder = try TemporaryFolder(named: "self-delivering")
        let script = try folder.write(Self.script, to: "server.py")
        let log = folder.path("log")
        (process, port) = try Loopback.attempting {
            let port = try Loopback.freePort()
            let process = try ServerProcess(
                "/usr/bin/python3",
                [
                    script, "\(port)", inbox, manners.keepsCopies ? sent : "-",
                    manners.renames ? "renames" : "-", manners.signedFields ?? "-",
                ], logPath: log, ending: .atOnce)
            try Loopback.awaitListener(on: port, logPath: log)
            return (process, port)
        }
    }

    package func stop() { process.stop() }

    package var log: String { TextFile.contents(of: folder.path("log")) }

    private static let script = """
        import asyncio, os, sys, time
        from aiosmtpd.smtp import SMTP

        port, inbox, sent, renames, signed = sys.argv[1:6]
        count = 0

        def put(folder, data):
            # The owner of the folder owns the message: Dovecot reads it as that user.
            global count
            count += 1
            owner = os.stat(folder)
            name = f"{time.time():.6f}.{os.getpid()}.{count}"
            draft = f"{folder}/tmp/{name}"
            with open(draft, "wb") as file:
                file.write(data)
            os.chown(draft, owner.st_uid, owner.st_gid)
            os.rename(draft, f"{folder}/new/{name}")

        class Handler:
            async def handle_DATA(self, server, session, envelope):
                data = envelope.content
                if renames != "-":
                    head, _, body = data.partition(b"\\r\\n\\r\\n")
                    lines = [line for line in head.split(b"\\r\\n")
                             if not line.lower().startswith(b"message-id:")]
                    lines.append(b"Message-ID: <renamed.%d@server.example>" % count)
                    data = b"\\r\\n".join(lines) + b"\\r\\n\\r\\n" + body
                if sent != "-":
                    put(sent, data)
                trace = b"Received: from client by server.example; now\\r\\n"
                if signed != "-":
                    trace += (b"DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=key;\\r\\n"
                              b"\\th=" + signed.encode() + b"; bh=AAAA; b=AAAA\\r\\n")
                put(inbox, trace + data)
                return "250 2.0.0 taken"

        async def main():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: SMTP(Handler()), "127.0.0.1", int(port))
            await server.serve_forever()

        asyncio.run(main())

        """
}
