import Engine
import Sequencing

/// A mail server, and the wire to it: what it does with a message is drawn once for each attempt.
///
/// `@unchecked` because it is asked on the one thread of its world.
final class HostileServer: MessageSubmitter, @unchecked Sendable {
    enum Fate: Equatable {
        case isDown, refuses, putsOff, hangsUpBeforeDot
        case accepts
        /// After the dot.
        case refusesAfterDot, putsOffAfterDot
        /// Takes the message and says nothing.
        case fallsSilent
        /// Hangs up after the dot, and the message is lost.
        case losesIt
        /// Takes the message, and our process is killed before it hears so.
        case killsUs
    }

    let address: EmailAddress
    /// Whether the server keeps a copy in Sent.
    let keepsCopies: Bool
    /// Whether it gives messages a Message-ID of its own.
    let renames: Bool
    private unowned let world: World
    private var random: SeededRandom
    private var renamed = 0
    /// Seconds that a message takes to be handed over, at most.
    var slowness = 4
    /// In percent: how many take up to seven minutes.
    var crawlers = 0
    /// Milliseconds between the commit point and the dot, at most.
    var lastSlowness = 0

    init(address: EmailAddress, world: World) {
        self.address = address
        self.world = world
        var random = SeededRandom(seed: world.plan.seed, of: "server \(address)")
        let isHostile = world.plan.faults.contains(.network)
        renames = random.chance(percent: 30) && isHostile
        keepsCopies = random.chance(percent: 60) || renames
        self.random = random
    }

    /// What the wall clock shows.
    var clockReading: Instant { world.time.now() }

    private var fate: Fate {
        guard world.plan.faults.contains(.network) else { return .accepts }
        switch Int.random(in: 0..<200, using: &random) {
        case 0..<4: return .isDown
        case 4..<8: return .putsOff
        case 8: return .refuses
        case 9..<12: return .hangsUpBeforeDot
        case 12: return .refusesAfterDot
        case 13..<16: return .putsOffAfterDot
        case 16..<20: return .fallsSilent
        case 20..<22: return .losesIt
        case 22 where world.plan.faults.contains(.crashes): return .killsUs
        default: return .accepts
        }
    }

    func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        let letter = Letter(message)
        let fate = fate
        world.judgeAttempt(letter)
        if world.plan.faults.contains(.reps), random.chance(percent: 4) {
            world.interrupt(letter, within: .milliseconds(Int.random(in: 0...4000, using: &random)))
        }
        if world.managers.mayOverrule() {
            world.overrule(letter, within: .milliseconds(1500))
        }
        let isCrawling = crawlers > 0 && random.chance(percent: crawlers)
        world.time.elapse(random.seconds(0...(isCrawling ? 420 : slowness)))
        switch fate {
        case .isDown: return .unsent(.connection(cause: "the simulated server is down"))
        case .refuses:
            world.note("the server refused", onAll: letter.enrollment)
            return .refused(reply: "550 5.1.8 not from you")
        case .putsOff: return .deferred(reply: "450 4.2.0 come back later")
        case .hangsUpBeforeDot: return .unsent(.connection(cause: "the server hung up"))
        case .accepts, .refusesAfterDot, .putsOffAfterDot, .fallsSilent, .losesIt, .killsUs: break
        }
        guard atCommitPoint() else { return .unsent(.abortedAtCommitPoint) }
        guard let incarnation = world.incarnation, incarnation.isAlive else {
            return .inDoubt(cause: "we are dead")
        }
        let committedUptime = world.time.uptime()
        if lastSlowness > 0 {
            world.time.elapse(.milliseconds(Int.random(in: 0...lastSlowness, using: &random)))
        }
        dot(letter, message, fate, incarnation, committedUptime)
        switch fate {
        case .refusesAfterDot: return .refused(reply: "554 5.6.0 not such a message")
        case .putsOffAfterDot: return .deferred(reply: "451 4.3.0 later")
        case .fallsSilent, .losesIt: return .inDoubt(cause: "no answer after the dot")
        case .killsUs:
            incarnation.die()
            return .inDoubt(cause: "we are dead")
        case .accepts, .isDown, .refuses, .putsOff, .hangsUpBeforeDot:
            return .accepted(reply: "250 2.0.0 queued")
        }
    }

    /// The dot has left: it is judged, counted, and with some luck arrives.
    func dot(
        _ letter: Letter, _ message: OutgoingMessage, _ fate: Fate, _ incarnation: Incarnation,
        _ committedUptime: Duration
    ) {
        let isRejected = fate == .refusesAfterDot || fate == .putsOffAfterDot
        let arrives = !isRejected && fate != .losesIt
        world.judge(
            letter,
            .init(
                now: world.time.now(), uptime: world.time.uptime(),
                committedUptime: committedUptime,
                incarnation: incarnation.number, isRejected: isRejected, arrived: arrives))
        if fate != .accepts { world.note("the server \(fate)", onAll: letter.enrollment) }
        guard arrives else { return }
        var name = letter.messageID
        var bytes = message.bytes
        if renames {
            renamed += 1
            name = "r\(renamed).\(UInt64(stableHashOf: letter.messageID))@relay.example"
            bytes = Array(
                String(decoding: bytes, as: UTF8.self).replacing(
                    "<\(letter.messageID)>", with: "<\(name)>", maxReplacements: 1
                ).utf8)
        }
        if keepsCopies { world.inbox(of: address)?.put(bytes, in: .sent, post: nil) }
        world.arrive(letter, as: name, at: address)
    }

    func close() {}
}
