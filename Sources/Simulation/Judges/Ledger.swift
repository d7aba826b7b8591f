import Sequencing

/// What the world itself saw, did and was told: the only thing that the engine is judged by.
///
/// `@unchecked` because a world runs on one thread, and a commit's thread only while that one waits for it.
final class Ledger: @unchecked Sendable {
    struct Person {
        let number: Int
        /// Where messages that pass their commit point now may go.
        var email: EmailAddress
        /// What it was before, each once.
        var formerly: [EmailAddress] = []
        /// It was given one of its former addresses again.
        var hasAddressBack = false
        var isForgotten = false
        let company: Int
        let country: String
        /// Where the lead is; two while nobody knows whether an edit was written.
        var zones: [String]
        var lead: LeadID?
        var enrollments: [EnrollmentID] = []
        var stops: [Stop] = []
        /// Whether a completed sweep has shown a message of the lead's.
        var hasWrittenAt: Int?

        /// Every one that it has or had.
        var emails: [EmailAddress] { [email] + formerly }
        var addresses: Set<String> { Set(emails.map(\.canonical)) }
    }

    /// Something after which nothing more may leave for enrollments that were there.
    struct Stop {
        var why: String
        var postedAt: Int
        var shownAt: Int
        /// Whether it names a message of ours: then it counts for whatever is alive.
        var namesMessage: Bool
    }

    struct Rest: Equatable {
        enum Cause { case rep, away, colleague }
        var cause: Cause
        /// By the wall; nil until somebody resumes it.
        var until: Instant?
    }

    struct Enrolled {
        let id: EnrollmentID
        let person: Int
        /// When it was asked for.
        let order: Int
        let at: Instant
        var versions: [SimulatedSequence]
        var stopped: String?
        var rest: Rest?
        /// Why its mails need not all arrive; empty when nothing stands in the way.
        var obstacles: Set<String> = []
        /// The last step that happened, and when by the wall.
        var last: (step: String, at: Instant)?
        var dots: [Dotted] = []

        /// The rest that is in force.
        func rest(at now: Instant) -> Rest? {
            guard let rest, rest.until.map({ now < $0 }) ?? true else { return nil }
            return rest
        }
    }

    struct Dotted {
        var letter: Letter
        var at: Instant
        /// The server said no: it is not sent.
        var isRejected: Bool
        var arrived: Bool
        /// When its commit point had been passed, by the uptime.
        var committed: Duration
    }

    /// The last complete sweep of a mailbox by the daemon that runs.
    struct Proof {
        var startedUptime: Duration
        var endedUptime: Duration
        var incarnation: Int
    }

    /// A dot that needed the proof that nobody answered; all by the uptime.
    struct Fenced {
        var person: Int
        var sweptFrom: Duration
        var sweptTo: Duration
        var committed: Duration
        var dot: Duration
    }

    private(set) var order = 0
    var people: [Person]
    var enrolled: [EnrollmentID: Enrolled] = [:]
    var attempts: [String: UInt64] = [:]
    /// Dots of a message beyond the first that a person has asked for.
    var resends: [String: Int] = [:]
    /// Messages whose fate a person decided.
    var settled: Set<String> = []
    var proofs: [String: Proof] = [:]
    var suppressed: Set<String> = []
    /// By mailbox: messages whose dot was not rejected, and when it left by the wall.
    var sentAt: [String: [String: Instant]] = [:]
    var dotCount = 0
    var dottedIDs: [String: Int] = [:]
    var fenced: [Fenced] = []
    /// By the number of the lead: when it answered, by the uptime.
    var answeredAt: [Int: Duration] = [:]
    var leadsAdded = 0
    var leadsPerhapsAdded = 0

    init(people: [Person]) { self.people = people }

    /// The place of what happens now in the order of all that happens.
    func tick() -> Int {
        order += 1
        return order
    }

    func person(_ address: String) -> Int? {
        people.firstIndex { $0.addresses.contains(address) }
    }

    /// The lead has another address, or has one of before again.
    func readdress(_ person: Int, to email: EmailAddress) {
        if people[person].formerly.contains(email) { people[person].hasAddressBack = true }
        people[person].formerly.removeAll { $0 == email }
        people[person].formerly.append(people[person].email)
        people[person].email = email
    }

    /// Nothing may go to any address of theirs, ever.
    func suppress(_ person: Int, because why: String) {
        suppressed.formUnion(people[person].addresses)
        changeAll(of: person) { enrolled in
            enrolled.obstacles.insert(why)
            enrolled.stopped = enrolled.stopped ?? why
        }
    }

    func forget(_ person: Int) {
        people[person].isForgotten = true
        suppress(person, because: "an erasure")
    }

    func enroll(
        _ id: EnrollmentID, person: Int, in sequence: SimulatedSequence, order: Int, at now: Instant
    ) {
        enrolled[id] = Enrolled(id: id, person: person, order: order, at: now, versions: [sequence])
        people[person].enrollments.append(id)
    }

    /// A message that a person has sent again counts once.
    func askForResend(_ messageID: String, in mailbox: String) {
        resends[messageID, default: 0] += 1
        sentAt[mailbox]?[messageID] = nil
    }

    func change(_ id: EnrollmentID, _ change: (inout Enrolled) -> Void) {
        guard var changed = enrolled[id] else { return }
        change(&changed)
        enrolled[id] = changed
    }

    func changeAll(of person: Int, _ change: (inout Enrolled) -> Void) {
        for id in people[person].enrollments { self.change(id, change) }
    }
}

// MARK: - What sweeps show

/// What a lead does, as the lead means it.
enum LeadAct: Equatable, Sendable {
    case answers(from: Writer)
    case optsOut
    case complains
    case bouncesHard
    case bouncesSoftly
    case isAway(until: LocalDate)
    case isAwayForUnknownTime
    /// A delay notice: nothing follows from it.
    case isDelayed

    enum Writer: Equatable, Sendable {
        case sameThread
        /// Another address, that quotes what was answered.
        case otherAddress
        case newThread
    }
}

/// A message that a lead, or the lead's server, has put into a mailbox.
struct LeadPost: Sendable {
    var person: Int
    var act: LeadAct
    var order: Int
    var at: Instant
    /// Whether it quotes a Message-ID that the engine made.
    var namesMessage: Bool
    /// To which of the lead's addresses went what it answers; canonical.
    var address: String
}

extension Ledger {
    /// A completed sweep has shown it: from now on it counts.
    func show(_ post: LeadPost, now: Instant) {
        let shownAt = tick()
        if people[post.person].isForgotten {
            // Nothing is recorded of it, unless that was done before.
            changeColleagues(of: post.person) { $0.obstacles.insert("a colleague's answer") }
            return
        }
        if people[post.person].hasWrittenAt == nil { people[post.person].hasWrittenAt = shownAt }
        let reason: String
        switch post.act {
        case .isDelayed, .bouncesSoftly: return
        case .isAway(let day):
            rest(post, until: Self.beginning(of: day), now: now)
            return
        case .isAwayForUnknownTime:
            rest(post, until: nil, now: now)
            return
        case .answers: reason = "an answer"
        case .optsOut: reason = "an opt-out"
        case .complains: reason = "a complaint"
        case .bouncesHard:
            guard people[post.person].email.canonical == post.address else {
                // Of an address that was given up: perhaps before it was read, perhaps after.
                changeAll(of: post.person) { $0.obstacles.insert("a bounce of before") }
                return
            }
            reason = "a hard bounce"
        }
        people[post.person].stops.append(
            Stop(
                why: reason, postedAt: post.order, shownAt: shownAt,
                namesMessage: post.namesMessage || post.act == .optsOut || post.act == .complains))
        changeAll(of: post.person) { $0.obstacles.insert(reason) }
        switch post.act {
        case .optsOut, .complains: suppressed.formUnion(people[post.person].addresses)
        case .answers: tellColleagues(of: post, now: now)
        case .bouncesHard, .bouncesSoftly, .isAway, .isAwayForUnknownTime, .isDelayed: break
        }
    }

    /// Whatever the zone, not before that day has begun somewhere.
    private static func beginning(of day: LocalDate) -> Instant {
        let midnight = LocalDateTime(date: day, time: LocalTime(secondOfDay: 0))
        return Instant(milliseconds: midnight.secondsSince1970 * 1000) - .hours(14)
    }

    /// A rest that is in force already, by another cause, is the stronger wish.
    private func rest(_ post: LeadPost, until day: Instant?, now: Instant) {
        changeAll(of: post.person) { enrolled in
            enrolled.obstacles.insert("an absence")
            guard post.namesMessage || enrolled.order < post.order else { return }
            let rest = enrolled.rest(at: now)
            guard rest == nil || rest?.cause == .away else { return }
            let until = day ?? min(post.at, now) + .days(enrolled.versions[0].restDays)
            enrolled.rest = Rest(cause: .away, until: until)
        }
    }

    private func changeColleagues(of person: Int, _ change: (inout Enrolled) -> Void) {
        for other in people
        where other.company == people[person].company && other.number != person {
            changeAll(of: other.number, change)
        }
    }

    private func tellColleagues(of post: LeadPost, now: Instant) {
        changeColleagues(of: post.person) { enrolled in
            enrolled.obstacles.insert("a colleague's answer")
            guard enrolled.order < post.order else { return }
            switch enrolled.versions[0].colleagues {
            case .ignore: break
            case .stop: enrolled.stopped = enrolled.stopped ?? "a colleague's answer"
            case .pause(let businessDays):
                // An hour less: the clocks may be changed meanwhile.
                let until = min(post.at, now) + .days(businessDays) - .hours(1)
                guard until > now else { return }
                if let rest = enrolled.rest(at: now) {
                    guard let end = rest.until, end < until else { return }
                }
                enrolled.rest = Rest(cause: .colleague, until: until)
            }
        }
    }
}
