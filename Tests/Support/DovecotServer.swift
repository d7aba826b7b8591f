internal import Foundation
internal import Glibc

/// A private Dovecot: IMAP in three kinds of transport, and a submission service that relays to a
/// sink.
///
/// Any user name gets in with `password` and has a Maildir with INBOX, Junk, Sent and Archive, so
/// that tests can share one server and each take a user of its own.
package final class DovecotServer: Sendable {
    package static let password = "correct-horse"

    /// IMAP in plain text, and with STARTTLS.
    package let imapPort: UInt16
    /// IMAP with TLS from the first byte.
    package let imapsPort: UInt16
    /// Submission with STARTTLS.
    package let submissionPort: UInt16
    /// Submission with TLS from the first byte.
    package let submissionsPort: UInt16
    /// The self-signed certificate, good for localhost and 127.0.0.1.
    package let certificatePath: String

    private let folder: TemporaryFolder
    private let process: ServerProcess

    /// - Parameters:
    ///   - relayPort: where the submission service sends on to; nil when no test submits.
    ///   - extraSettings: appended to the configuration.
    package init(relayPort: UInt16? = nil, extraSettings: String = "") throws {
        folder = try TemporaryFolder(named: "dovecot")
        certificatePath = try Self.makeCertificate(in: folder)
        try folder.makeFolder("run")
        try folder.makeFolder("home", openToAll: true)
        let folder = folder
        let ports: Ports
        (process, ports) = try Loopback.attempting {
            let ports = try Ports()
            let settings = Self.settings(
                folder: folder.path, ports: ports, relayPort: relayPort ?? 9)
            let file = try folder.write(settings + extraSettings, to: "dovecot.conf")
            let output = folder.path("output")
            let process = try ServerProcess(
                "/usr/sbin/dovecot", ["-F", "-c", file], logPath: output, ending: .atOnce)
            for port in [ports.imap, ports.imaps, ports.submission, ports.submissions] {
                try Loopback.awaitListener(on: port, logPath: folder.path("log"))
            }
            return (process, ports)
        }
        imapPort = ports.imap
        imapsPort = ports.imaps
        submissionPort = ports.submission
        submissionsPort = ports.submissions
    }

    fileprivate struct Ports {
        let imap, imaps, submission, submissions: UInt16

        init() throws {
            imap = try Loopback.freePort()
            imaps = try Loopback.freePort()
            submission = try Loopback.freePort()
            submissions = try Loopback.freePort()
        }
    }

    /// Ends the server; connections that are kept to it break.
    package func stop() { process.stop() }

    /// Ends every user's session, as a restart of the server does.
    package func dropConnections() throws {
        try ServerProcess.run(
            "/usr/bin/doveadm", ["-c", folder.path("dovecot.conf"), "kick", "*"])
    }

    package var logText: String { TextFile.contents(of: folder.path("log")) }

    /// Puts a message into a user's folder as a delivery agent does.
    package func deliver(
        _ bytes: [UInt8], to user: String, folder name: String = "INBOX", arrivedAt: Int? = nil
    ) throws {
        // The outer folders have to be the owner's before there can be a folder inside.
        let inbox = try TestMaildir(path: maildirPath(of: user), owner: Self.mailOwner)
        let isInbox = name == "INBOX"
        let maildir =
            isInbox
            ? inbox
            : try TestMaildir(path: maildirPath(of: user, folder: name), owner: Self.mailOwner)
        try maildir.deliver(bytes, arrivedAt: arrivedAt)
    }

    /// Where a user's folder lies on disk.
    package func maildirPath(of user: String, folder name: String = "INBOX") -> String {
        let root = folder.path("home/\(user)/Maildir")
        return name == "INBOX" ? root : "\(root)/.\(name)"
    }

    /// Gives a folder a new UIDVALIDITY by taking Dovecot's records of it away.
    package func forgetUIDs(of user: String, folder name: String = "INBOX") throws {
        let path = maildirPath(of: user, folder: name)
        for file in TextFile.names(in: path) where file.hasPrefix("dovecot") {
            try FileManager.default.removeItem(atPath: "\(path)/\(file)")
        }
    }

    private static func makeCertificate(in folder: TemporaryFolder) throws -> String {
        let (key, certificate) = (folder.path("key.pem"), folder.path("cert.pem"))
        try ServerProcess.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ])
        return certificate
    }

    /// Whose files the mails are: Dovecot refuses to serve mail as root.
    private static var mailOwner: (uid: uid_t, gid: gid_t) {
        getuid() == 0 ? (65534, 65534) : (getuid(), getgid())
    }
}

extension DovecotServer {
    fileprivate static func settings(
        folder: String, ports: Ports, relayPort: UInt16
    ) -> String {
        """
        base_dir = \(folder)/run
        log_path = \(folder)/log
        protocols = imap submission
        listen = 127.0.0.1
        hostname = localhost
        ssl = yes
        ssl_cert = <\(folder)/cert.pem
        ssl_key = <\(folder)/key.pem
        disable_plaintext_auth = no
        auth_failure_delay = 0
        mail_location = maildir:~/Maildir
        mail_max_userip_connections = 100
        first_valid_uid = 1
        first_valid_gid = 1
        submission_relay_host = 127.0.0.1
        submission_relay_port = \(relayPort)
        passdb {
          driver = static
          args = password=\(password)
        }
        userdb {
          driver = static
          args = uid=\(mailOwner.uid) gid=\(mailOwner.gid) home=\(folder)/home/%u
        }
        service imap-login {
          inet_listener imap {
            port = \(ports.imap)
          }
          inet_listener imaps {
            port = \(ports.imaps)
            ssl = yes
          }
        }
        service submission-login {
          inet_listener submission {
            port = \(ports.submission)
          }
          inet_listener submissions {
            port = \(ports.submissions)
            ssl = yes
          }
        }
        service anvil {
          # No penalty for wrong passwords: it makes each answer slower than the last.
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service stats {
          unix_listener stats-writer {
            mode = 0666
          }
        }
        namespace inbox {
          inbox = yes
          mailbox Junk {
            special_use = \\Junk
            auto = create
          }
          mailbox Sent {
            special_use = \\Sent
            auto = create
          }
          mailbox Archive {
            special_use = \\Archive
            auto = create
          }
        }

        """ + (getuid() == 0 ? "" : rootless)
    }

    /// What lets Dovecot run as an ordinary user: no other users to become, no chroot.
    private static var rootless: String {
        let user = ProcessInfo.processInfo.userName
        let group = getgrgid(getgid()).map { String(cString: $0.pointee.gr_name) } ?? user
        let services = ["imap-login", "submission-login", "anvil"]
        return """
            default_internal_user = \(user)
            default_login_user = \(user)
            default_internal_group = \(group)

            """
                + services.map { "service \($0) {\n  chroot =\n}\n" }.joined()
    }
}
