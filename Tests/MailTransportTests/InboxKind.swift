import MailTransport
import Sequencing
import Support

/// Every way in that the conformance tests go.
enum InboxKind: String, CaseIterable {
    case plainIMAP, startTLS, implicitTLS
    /// A server that can nothing beyond RFC 3501: no IDLE, ESEARCH or SPECIAL-USE.
    case bareIMAP
    case maildir

    /// An inbox, and a way to put mail into its folders.
    struct Site {
        let inbox: any MailInbox
        /// Puts bytes into the folder of that name.
        let deliver: ([UInt8], String) throws -> Void
        let maildirPath: (String) -> String

        func deliver(_ bytes: [UInt8]) throws { try deliver(bytes, "INBOX") }
    }

    static let user = "nora"

    /// - Parameter messageBytes: the size from which messages come without their bytes.
    func makeSite(messageBytes: Int = 25 << 20) throws -> Site {
        guard self != .maildir else { return try makeMaildirSite(messageBytes) }
        let bare = "protocol imap {\n  imap_capability = IMAP4rev1\n}\n"
        let dovecot = try DovecotServer(extraSettings: self == .bareIMAP ? bare : "")
        let isImplicit = self == .implicitTLS
        let isPlain = self == .plainIMAP || self == .bareIMAP
        let server = try IMAPServer(
            host: "127.0.0.1", port: isImplicit ? dovecot.imapsPort : dovecot.imapPort,
            tls: isPlain ? .none : isImplicit ? .implicit : .startTLS, username: Self.user,
            password: DovecotServer.password, caFile: dovecot.certificatePath)
        var limits = IMAPLimits()
        limits.messageBytes = messageBytes
        limits.poll = .milliseconds(500)
        return Site(
            inbox: IMAPInbox(server: server, limits: limits, logger: TestMessages.logger),
            deliver: { try dovecot.deliver($0, to: Self.user, folder: $1) },
            maildirPath: { dovecot.maildirPath(of: Self.user, folder: $0) })
    }

    private func makeMaildirSite(_ messageBytes: Int) throws -> Site {
        let folder = try TemporaryFolder(named: "maildir")
        func path(_ name: String) -> String {
            name == "INBOX" ? folder.path("Maildir") : folder.path("Maildir/.\(name)")
        }
        for name in ["INBOX", "Junk", "Sent", "Archive"] { _ = try TestMaildir(path: path(name)) }
        var limits = MaildirLimits()
        limits.messageBytes = messageBytes
        return Site(
            inbox: MaildirInbox(path: path("INBOX"), limits: limits, logger: TestMessages.logger),
            deliver: { try TestMaildir(path: path($1)).deliver($0) }, maildirPath: path)
    }
}

/// What a sweep brought.
struct Sweeping {
    var result: SweepResult
    var batches: [SweepBatch]

    var messages: [SweptMessage] { batches.flatMap(\.messages) }

    /// The cursors after the sweep, given those before it.
    func cursors(after before: [FolderCursor] = []) -> [FolderCursor] {
        batches.map(\.cursor).reduce(into: before) { cursors, cursor in
            cursors.removeAll { $0.folder == cursor.folder }
            cursors.append(cursor)
        }
    }
}

extension MailInbox {
    func sweep(from cursors: [FolderCursor]) -> Sweeping {
        var batches: [SweepBatch] = []
        let result = sweep(from: cursors) { batches.append($0) }
        return Sweeping(result: result, batches: batches)
    }
}
