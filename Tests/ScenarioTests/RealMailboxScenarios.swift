import Engine
import Foundation
import Logging
import MailTransport
import Sequencing
import Simulation
import Store
import Support
import Testing

/// The engine on real servers: what comes back is recorded once, wherever it lies.
struct RealMailboxScenarios {
    enum Kind: String, CaseIterable {
        case dovecot, courier, maildir
    }

    /// A mailbox on a server of its own.
    struct Site {
        var source: any InboxSource
        var deliver: ([UInt8], String) throws -> Void
        var path: (String) -> String
        /// Makes the server forget the UIDs of INBOX.
        var rebuild: () throws -> Void

        init(_ kind: Kind) throws {
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            func server(port: UInt16) throws -> IMAPServer {
                try IMAPServer(
                    host: "127.0.0.1", port: port, tls: .none, username: "nora",
                    password: DovecotServer.password)
            }
            func forget(_ prefix: String, in folder: String) throws {
                for name in TextFile.names(in: folder) where name.hasPrefix(prefix) {
                    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
                }
            }
            let inbox: any MailInbox
            switch kind {
            case .dovecot:
                let dovecot = try DovecotServer()
                inbox = IMAPInbox(server: try server(port: dovecot.imapPort), logger: logger)
                deliver = { try dovecot.deliver($0, to: "nora", folder: $1) }
                path = { dovecot.maildirPath(of: "nora", folder: $0) }
                rebuild = {
                    // A session that stays open sees what is rebuilt under it in parts.
                    inbox.close()
                    try dovecot.forgetUIDs(of: "nora")
                }
            case .courier:
                let courier = try CourierServer()
                inbox = IMAPInbox(server: try server(port: courier.imapPort), logger: logger)
                deliver = { try courier.deliver($0, folder: $1) }
                path = { courier.maildirPath(folder: $0) }
                rebuild = { try forget("courierimapuiddb", in: courier.maildirPath()) }
            case .maildir:
                let folder = try TemporaryFolder(named: "maildir")
                let root = folder.path("Maildir")
                func path(of name: String) -> String { name == "INBOX" ? root : "\(root)/.\(name)" }
                for name in ["INBOX", "Archive", "Sent"] {
                    _ = try TestMaildir(path: path(of: name))
                }
                inbox = MaildirInbox(path: root, logger: logger)
                deliver = { try TestMaildir(path: path(of: $1)).deliver($0) }
                self.path = path(of:)
                rebuild = { try forget("thirdtouch-uids", in: folder.path("Maildir")) }
            }
            source = ConfinedInbox(inbox)
        }
    }

    @Test(
        "An answer that is moved, delivered again, or numbered anew is recorded once",
        arguments: Kind.allCases)
    func once(_ kind: Kind) throws {
        let site = try Site(kind)
        let stage = try Stage(Plans.twoMails, source: site.source)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let dot = try #require(stage.dots.first)
        let answer = try LeadMail.answer(
            to: stage.original(dot), name: "Mira", text: "Let us talk.", at: stage.time.now())
        try site.deliver(answer, "INBOX")
        func sweep() {
            stage.engine.sweep(EmailAddress(known: Stage.mailbox))
            stage.run(.minutes(5))
        }
        func replies() throws -> [String] {
            try stage.store.replies(kind: nil, lead: nil, rep: nil, limit: 10).map(\.folder)
        }
        sweep()
        #expect(try replies() == ["INBOX"])
        #expect(try stage.state(id) == .ended(.replied))

        let root = site.path("INBOX")
        let part = TextFile.names(in: "\(root)/new").isEmpty ? "cur" : "new"
        let name = try #require(TextFile.names(in: "\(root)/\(part)").first)
        try FileManager.default.moveItem(
            atPath: "\(root)/\(part)/\(name)",
            toPath: "\(site.path("Archive"))/cur/\(name.prefix { $0 != ":" }):2,S")
        sweep()
        #expect(try replies() == ["INBOX"])

        try site.deliver(answer, "INBOX")
        // UIDVALIDITY is the second in which the server begins to count: this one's has to pass.
        let second = time(nil)
        while time(nil) == second { usleep(20_000) }
        try site.rebuild()
        sweep()
        sweep()
        #expect(try replies() == ["INBOX"])
        // The folder was read again, and that opened the fence.
        let cause = try stage.store.mailboxes()[0].fenceCause
        #expect(cause == nil)
        let history = try stage.store.history(after: 0, limit: 500)
        #expect(history.contains { $0.event == "fence-closed" && $0.why.contains("rebuilt") })
        #expect(try stage.broken().isEmpty)
    }
}

/// A message in doubt and what real servers' Sent folders say of it (promise G2).
struct RealSentScenarios {
    @Test(
        "A copy in Sent settles a doubt; without one Sent is read, and says what it can",
        arguments: RealMailboxScenarios.Kind.allCases)
    func settled(_ kind: RealMailboxScenarios.Kind) throws {
        let site = try RealMailboxScenarios.Site(kind)
        let stage = try Stage(Plans.twoMails, source: site.source)
        stage.server.tell(.hangsUp, .hangsUp)
        let ids = try ["lost", "kept"].map { try stage.enroll("\($0)@north.example") }
        stage.run(.hours(1))
        let doubtful = try stage.deliveries().sorted { $0.id < $1.id }
        #expect(doubtful.map(\.state) == [.inDoubt, .inDoubt])
        try site.deliver(try #require(stage.dots.last).bytes, "Sent")
        stage.engine.sweep(EmailAddress(known: Stage.mailbox))
        stage.run(.minutes(10))
        #expect(
            try doubtful.map { try stage.store.delivery($0.id).state } == [.inDoubt, .accepted])
        let known = try doubtful.map {
            try stage.store.doubtEvidence(of: $0.id, now: stage.time.now())
        }
        #expect(known.map(\.weight) == [.probablyNotSent, .arrived])
        // The one that is settled goes on, the other waits for a person.
        stage.run(.days(2))
        #expect(stage.dots.map(\.recipient).count { $0 == "kept@north.example" } == 2)
        #expect(stage.dots.map(\.recipient).count { $0 == "lost@north.example" } == 1)
        #expect(try stage.state(ids[0]).name == .sending)
        #expect(try stage.broken().isEmpty)
    }
}

/// Servers that keep no copy of what they send.
struct KeptCopyScenarios {
    @Test("Where the probe has found no copy in Sent, ours is put there, once, and is no evidence")
    func kept() throws {
        let site = try RealMailboxScenarios.Site(.dovecot)
        let stage = try Stage(Plans.twoMails, source: site.source)
        func sweep() {
            stage.engine.sweep(EmailAddress(known: Stage.mailbox))
            stage.run(.minutes(5))
        }
        func copies() throws -> Int {
            let folder = site.path("Sent")
            return ["new", "cur"].reduce(0) { $0 + TextFile.names(in: "\(folder)/\($1)").count }
        }
        // Nobody knows yet what the server does: nothing is put anywhere.
        try stage.enroll("first@north.example")
        stage.run(.hours(1))
        sweep()
        #expect(try copies() == 0)

        _ = try stage.engine.probe(mailbox: Stage.mailbox, by: "dana")
        stage.run(.seconds(2))
        let probe = try #require(stage.dots.last)
        try site.deliver(Array("Received: by server\r\n".utf8) + probe.bytes, "INBOX")
        for _ in 0..<6 { sweep() }
        #expect(
            try stage.store.sentHabit(of: Stage.mailbox, now: stage.time.now()) == .keepsNone)

        let id = try stage.enroll("second@north.example")
        stage.run(.hours(1))
        for _ in 0..<3 { sweep() }
        #expect(try copies() == 1)
        let row = try #require(try stage.deliveries().first { $0.enrollment == id })
        #expect(row.copySeenAt != nil)
        // Our own copy must not prove that the server keeps them: a doubt would be settled by its absence.
        #expect(
            try stage.store.sentHabit(of: Stage.mailbox, now: stage.time.now()) == .keepsNone)
        #expect(try stage.broken().isEmpty)
    }

    @Test("A message that nobody knows the fate of is owed no copy")
    func doubtful() throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.hangsUp)
        try stage.enroll()
        stage.run(.hours(1))
        #expect(
            try stage.store.owedCopies(of: Stage.mailbox, now: stage.time.now(), limit: 5).isEmpty)
    }
}

/// A transport as the engine wants it.
///
/// `@unchecked` because the transport is not Sendable: virtual time runs one job at a time.
private final class ConfinedInbox: InboxSource, @unchecked Sendable {
    private let transport: any MailInbox
    private let canceller: WaitCanceller

    init(_ transport: any MailInbox) {
        self.transport = transport
        canceller = transport.waitCanceller
    }

    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant, deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        transport.sweep(from: cursors, readBackTo: readBackTo, deliver: deliver)
    }

    func waitForNews(timeout: Duration) -> InboxNews { .nothing }

    func cancelWait() { canceller.cancel() }

    var keepsCopies: Bool { transport.keepsCopies }

    func keepCopy(_ bytes: [UInt8]) -> SweepFailure? { transport.keepCopy(bytes) }
}
