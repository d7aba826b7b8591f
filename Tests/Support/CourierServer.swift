internal import Foundation
internal import Glibc

/// A private Courier: IMAP in plain text that differs from Dovecot where the standard lets it.
///
/// It foretells no UIDNEXT, knows neither ESEARCH nor SPECIAL-USE, keeps folders below `INBOX.`, and
/// looks for new mail once a second while it idles. Whoever connects is the one user already
/// (PREAUTH). Debian won't have it beside Dovecot, so that `scripts/packages` unpacks it into a folder.
package final class CourierServer: Sendable {
    package static let software = "/usr/local/lib/thirdtouch-test/courier"

    package let imapPort: UInt16
    private let folder: TemporaryFolder
    private let process: ServerProcess

    package init() throws {
        folder = try TemporaryFolder(named: "courier")
        let home = try folder.makeFolder("home", openToAll: true)
        let session = try folder.write(Self.session(in: home), to: "session")
        let maildir = "\(home)/Maildir"
        for name in [maildir] + ["Junk", "Sent", "Archive"].map({ "\(maildir)/.\($0)" }) {
            _ = try TestMaildir(path: name, owner: Self.mailOwner)
        }
        let log = folder.path("log")
        let rights = getuid() == 0 ? ["-user=nobody", "-group=nogroup"] : []
        (process, imapPort) = try Loopback.attempting {
            let port = try Loopback.freePort()
            let process = try ServerProcess(
                "\(Self.software)/usr/sbin/couriertcpd",
                ["-address=127.0.0.1", "-maxprocs=40", "-maxperip=40", "-nodnslookup"]
                    + ["-noidentlookup"] + rights + ["\(port)", "/bin/sh", session],
                logPath: log, environment: Self.libraries, ending: .atOnce)
            try Loopback.awaitListener(on: port, logPath: log)
            return (process, port)
        }
    }

    /// Ends the server; connections that are kept to it break.
    package func stop() { process.stop() }

    /// Puts a message into a folder as a delivery agent does: with the line ends of the system.
    package func deliver(
        _ bytes: [UInt8], folder name: String = "INBOX", arrivedAt: Int? = nil
    ) throws {
        let text = bytes.filter { $0 != UInt8(ascii: "\r") }
        try TestMaildir(path: maildirPath(folder: name), owner: Self.mailOwner)
            .deliver(text, arrivedAt: arrivedAt)
    }

    /// Where a folder lies on disk.
    package func maildirPath(folder name: String = "INBOX") -> String {
        let root = folder.path("home/Maildir")
        return name == "INBOX" ? root : "\(root)/.\(name)"
    }

    private static let libraries = [
        "LD_LIBRARY_PATH": "\(software)/usr/lib:\(software)/usr/lib/x86_64-linux-gnu"
            + ":\(software)/usr/lib/aarch64-linux-gnu"
    ]

    private static var mailOwner: (uid: uid_t, gid: gid_t) {
        getuid() == 0 ? (65534, 65534) : (getuid(), getgid())
    }

    /// One connection. What Courier says of a missing file monitor comes before its greeting, where
    /// only the greeting may stand: it is taken off.
    private static func session(in home: String) -> String {
        """
        cd '\(home)' || exit 1
        export AUTHENTICATED=nora AUTHUSER=nora AUTHADDR=nora PROTOCOL=IMAP HOME='\(home)'
        export IMAP_CAPABILITY='IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE' IMAP_IDLE_TIMEOUT=1
        export IMAP_USELOCKS=0 IMAP_ENHANCEDIDLE=0 IMAP_MAILBOX_SANITY_CHECK=1 IMAP_UMASK=022
        export IMAP_TRASHFOLDERNAME=Trash
        '\(software)/usr/bin/imapd' Maildir | {
            read -r line
            case $line in
            *ALERT*) ;;
            *) printf '%s\\n' "$line" ;;
            esac
            exec cat
        }
        """
    }
}
