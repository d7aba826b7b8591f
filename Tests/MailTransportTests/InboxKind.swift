import MailTransport
import Sequencing
import Support

/// Every way in that the conformance tests go.
enum InboxKind: String, CaseIterable {
    case plainIMAP, startTLS, implicitTLS
    /// A server that can nothing beyond RFC 3501: no IDLE, ESEARCH or SPECIAL-USE.
    case bareIMAP
    /// Another server altogether.
    case courier
    case maildir

    /// For promises that TLS can't touch.
    static let withoutTLS: [InboxKind] = [.plainIMAP, .bareIMAP, .courier, .maildir]

    /// An inbox, and a way to put mail into its folders.
    struct Site {
        let inbox: any MailInbox
        /// Puts bytes into the folder of that name, as come at a second of Unix time, or now.
        let deliverAt: ([UInt8], String, Int?) throws -> Void
        let maildirPath: (String) -> String
        /// Before the names of all folders but INBOX.
        var prefix = ""

        func deliver(_ bytes: [UInt8], _ folder: String = "INBOX") throws {
            try deliverAt(bytes, folder, nil)
        }

        /// What the server calls a folder.
        func name(_ folder: String) -> String { folder == "INBOX" ? folder : prefix + folder }
    }

    /// Before all mail.
    static let longAgo = Instant(milliseconds: 946_684_800_000)
    /// After all mail: a folder that is met begins at its end.
    static let never = Instant(milliseconds: 7_258_118_400_000)

    static let user = "nora"

    /// - Parameter messageBytes: the size from which messages come without their bytes.
    func makeSite(messageBytes: Int = 25 << 20) throws -> Site {
        var limits = IMAPLimits()
        limits.messageBytes = messageBytes
        limits.headBytes = 1000
        limits.batchMessages = 100
        limits.poll = .milliseconds(500)
        switch self {
        case .maildir: return try makeMaildirSite(messageBytes)
        case .courier: return try makeCourierSite(limits)
        case .plainIMAP, .startTLS, .implicitTLS, .bareIMAP: break
        }
        let bare = "protocol imap {\n  imap_capability = IMAP4rev1\n}\n"
        let dovecot = try DovecotServer(extraSettings: self == .bareIMAP ? bare : "")
        let isImplicit = self == .implicitTLS
        let isPlain = self == .plainIMAP || self == .bareIMAP
        let server = try IMAPServer(
            host: "127.0.0.1", port: isImplicit ? dovecot.imapsPort : dovecot.imapPort,
            tls: isPlain ? .none : isImplicit ? .implicit : .startTLS, username: Self.user,
            password: DovecotServer.password, caFile: dovecot.certificatePath)
        return Site(
            inbox: IMAPInbox(server: server, limits: limits, logger: TestMessages.logger),
            deliverAt: { try dovecot.deliver($0, to: Self.user, folder: $1, arrivedAt: $2) },
            maildirPath: { dovecot.maildirPath(of: Self.user, folder: $0) })
    }

    private func makeCourierSite(_ limits: IMAPLimits) throws -> Site {
        let courier = try CourierServer()
        let server = try IMAPServer(
            host: "127.0.0.1", port: courier.imapPort, tls: .none, username: Self.user,
            password: DovecotServer.password)
        return Site(
            inbox: IMAPInbox(server: server, limits: limits, logger: TestMessages.logger),
            deliverAt: { try courier.deliver($0, folder: $1, arrivedAt: $2) },
            maildirPath: { courier.maildirPath(folder: $0) }, prefix: "INBOX.")
    }

    private func makeMaildirSite(_ messageBytes: Int) throws -> Site {
        let folder = try TemporaryFolder(named: "maildir")
        func path(_ name: String) -> String {
            name == "INBOX" ? folder.path("Maildir") : folder.path("Maildir/.\(name)")
        }
        for name in ["INBOX", "Junk", "Sent", "Archive"] { _ = try TestMaildir(path: path(name)) }
        var limits = MaildirLimits()
        limits.messageBytes = messageBytes
        limits.headBytes = 1000
        limits.batchMessages = 100
        return Site(
            inbox: MaildirInbox(path: path("INBOX"), limits: limits, logger: TestMessages.logger),
            deliverAt: { try TestMaildir(path: path($1)).deliver($0, arrivedAt: $2) },
            maildirPath: path)
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
    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant = InboxKind.never
    ) -> Sweeping {
        var batches: [SweepBatch] = []
        let result = sweep(from: cursors, readBackTo: readBackTo) { batches.append($0) }
        return Sweeping(result: result, batches: batches)
    }
}
