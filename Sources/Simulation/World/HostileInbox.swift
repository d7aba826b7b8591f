import Engine
import Sequencing

/// A mailbox of three folders whose reading takes time and sometimes fails.
///
/// `@unchecked` because it is read on the one thread of its world.
final class HostileInbox: InboxSource, @unchecked Sendable {
    struct Message {
        var bytes: [UInt8]
        var at: Instant
        /// What the world knows of it; nil for our own copies in Sent.
        var post: LeadPost?
        var isShown = false
    }

    struct Folder {
        let name: String
        let role: FolderRole
        var uidValidity: UInt32 = 1
        var messages: [Message] = []
        /// Places of messages that the running sweep, or one before it, has delivered.
        var delivered: Set<Int> = []
    }

    let address: EmailAddress
    private unowned let world: World
    private var random: SeededRandom
    private var folders = [
        Folder(name: "INBOX", role: .inbox), Folder(name: "Junk", role: .junk),
        Folder(name: "Sent", role: .sent),
    ]
    /// Until this moment no sweep succeeds; the failure says why.
    private var outage: (until: Instant, failure: SweepFailure)?
    /// Seconds that a folder takes, at most.
    var slowness = 2
    /// Seconds until the server tells that there is news, at most.
    var slownessOfNews = 0

    init(address: EmailAddress, world: World) {
        self.address = address
        self.world = world
        random = SeededRandom(seed: world.plan.seed, of: "inbox \(address)")
    }

    func put(_ bytes: [UInt8], in role: FolderRole, post: LeadPost?) {
        guard let place = folders.firstIndex(where: { $0.role == role }) else { return }
        folders[place].messages.append(Message(bytes: bytes, at: world.time.now(), post: post))
        // Other folders send no news.
        guard role == .inbox else { return }
        let delay = slownessOfNews > 0 ? random.seconds(0...slownessOfNews) : .zero
        if delay == .zero { return world.poke(address) }
        let (world, address) = (world, address)
        world.time.schedule(at: world.time.now() + delay) { @Sendable in world.poke(address) }
    }

    /// Whether our own copy of every message so far has been shown.
    var hasShownSent: Bool { folders[2].messages.allSatisfy(\.isShown) }

    func fail(for length: Duration, _ failure: SweepFailure) {
        outage = (world.time.now() + length, failure)
    }

    /// The folder is rebuilt: its UIDs mean other messages now.
    func rebuild(_ place: Int) { folders[place % folders.count].uidValidity += 1 }

    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant, deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        let startedUptime = world.time.uptime()
        let incarnation = world.incarnation?.number ?? 0
        let result = read(cursors, readBackTo, deliver)
        switch result {
        case .complete:
            show()
            world.ledger.proofs[address.canonical] = .init(
                startedUptime: startedUptime, endedUptime: world.time.uptime(),
                incarnation: incarnation)
        case .failed:
            world.ledger.proofs[address.canonical] = nil
            for place in folders.indices { folders[place].delivered = [] }
            world.pokeLater(address)
        }
        return result
    }

    private func read(
        _ cursors: [FolderCursor], _ readBackTo: Instant, _ deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        if let outage, world.time.now() < outage.until { return .failed(outage.failure) }
        let isHostile = world.plan.faults.contains(.inbox)
        let fate = isHostile ? Int.random(in: 0..<100, using: &random) : 99
        if fate < 3 { return .failed(.connection(cause: "the simulated network is down")) }
        // Somebody has lost the table of cursors: everything is read back by date.
        let known = fate == 3 ? [] : cursors
        var (count, rebuilt) = (0, String?.none)
        for place in folders.indices {
            world.time.elapse(random.seconds(0...slowness))
            if fate == 4 + place { return .failed(.malformedResponse(cause: "garbage")) }
            let cursor = known.first { $0.folder == folders[place].name }
            let isRebuilt = cursor.map { $0.uidValidity != folders[place].uidValidity } ?? false
            if isRebuilt { rebuilt = folders[place].name }
            do {
                count += try read(place, isRebuilt ? nil : cursor, readBackTo, deliver)
            } catch {
                return .failed(.storage(cause: "\(error)"))
            }
        }
        if let rebuilt { return .failed(.uidValidityChanged(folder: rebuilt)) }
        return .complete(folders: folders.count, messages: count)
    }

    /// Delivers what is new in one folder, in one batch or two.
    private func read(
        _ place: Int, _ cursor: FolderCursor?, _ readBackTo: Instant,
        _ deliver: (SweepBatch) throws -> Void
    ) throws -> Int {
        let folder = folders[place]
        let last = Int(cursor?.lastUID ?? 0)
        let new = folder.messages.indices.dropFirst(last).filter {
            cursor != nil || folder.messages[$0].at >= readBackTo
        }
        // What the engine's own cursor counts as read, it has read.
        folders[place].delivered = Set(folder.messages.indices.prefix(last))
        guard cursor == nil || !new.isEmpty else { return 0 }
        let isCut = new.count > 1 && random.chance(percent: 30)
        for part in isCut ? [new.prefix(1), new.dropFirst(1)] : [new[...]] {
            let isLastPart = part.endIndex == new.endIndex
            let end = isLastPart ? folder.messages.count : (part.last ?? 0) + 1
            // A clock that is stepped back lets an absence begin earlier: the engine knows of it from now on.
            let now = world.time.now()
            for index in part {
                let at = folders[place].messages[index].post?.at ?? now
                folders[place].messages[index].post?.at = min(at, now)
            }
            try deliver(
                SweepBatch(
                    messages: part.map { swept($0, in: folder) },
                    cursor: FolderCursor(
                        folder: folder.name, uidValidity: folder.uidValidity, lastUID: UInt32(end)))
            )
            folders[place].delivered.formUnion(part)
        }
        return new.count
    }

    private func swept(_ index: Int, in folder: Folder) -> SweptMessage {
        let message = folder.messages[index]
        return SweptMessage(
            folder: folder.name, role: folder.role, uid: UInt32(index + 1), arrivedAt: message.at,
            bytes: message.bytes, sizeBytes: message.bytes.count)
    }

    /// The sweep is complete: what it, or one before it, has delivered is known to the engine.
    private func show() {
        for place in folders.indices {
            for index in folders[place].delivered.sorted()
            where !folders[place].messages[index].isShown {
                folders[place].messages[index].isShown = true
                if let post = folders[place].messages[index].post {
                    world.ledger.show(post, now: world.time.now())
                    world.tell(post.person, "the mailbox has shown \(post.act)")
                }
            }
        }
    }

    func waitForNews(timeout: Duration) -> InboxNews { .nothing }

    func cancelWait() {}
}
