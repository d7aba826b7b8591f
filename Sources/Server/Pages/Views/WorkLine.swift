import API
import Sequencing

/// A row of the work list, ready for a template.
struct WorkLine: Sendable {
    var handOff: String
    var leadPath: String
    var name: String
    var account: String?
    var email: String
    /// Who must act, and as what.
    var who: String
    var whoNote: String
    var owner: String
    var source: String?
    var className: String
    var classTitle: String
    var reason: String
    var reasonText: String?
    var since: PageClock.Moment?
    var lastTouch: PageClock.Moment?
    var nextDue: PageClock.Moment?
    /// `2 touches on 1 channel`.
    var touches: String
    /// Three of them, full or empty.
    var dots: [Dot]
    var command: String?
    var move: Move?

    struct Dot: Sendable { var isFull: Bool }

    /// A button that does what the command says.
    struct Move: Equatable, Sendable {
        var title: String
        /// Of the form field `one`.
        var value: String
    }

    init(_ row: WorkListRow, visit: PageVisit) {
        handOff = "\(row.handOff)"
        leadPath = "/leads/\(row.lead)"
        name = row.name
        account = row.account
        email = row.email
        owner = visit.name(of: row.owner)
        (who, whoNote) = visit.whoMustAct(party: row.party, owner: row.owner)
        source = row.source
        className = row.class.rawValue
        classTitle = row.class.title
        reason = row.reason?.title ?? row.class.title
        reasonText = row.reasonText?.asSentence
        since = visit.clock.moment(row.since)
        lastTouch = visit.clock.moment(row.lastTouchAt)
        nextDue = visit.clock.moment(row.nextDueAt)
        touches =
            row.touches == 0
            ? "no touch" : "\(row.touches.of("touch", "touches")) on \(row.channels.of("channel"))"
        dots = (1...3).map { Dot(isFull: row.touches >= $0) }
        command = row.command
        move = visit.mayMove ? row.command.flatMap { Move(command: $0, row: row) } : nil
    }
}

extension WorkLine.Move {
    /// Only for commands that need no judgement of their own.
    init?(command: String, row: WorkListRow) {
        let words = command.split(separator: " ")
        guard words.first == "thirdtouch" else { return nil }
        switch words.dropFirst().first {
        case "enrollment" where words.count == 4 && words[2] == "resume":
            self.init(title: "Resume", value: "resume \(row.handOff)")
        case "lead" where words.count == 4 && words[2] == "accept":
            self.init(title: "Accept", value: "accept \(row.handOff)")
        case "enroll" where words.count == 5 && words[3] == "--sequence" && words[4] != "NAME":
            self.init(title: "Enroll in \(words[4])", value: "enroll \(row.handOff) \(words[4])")
        default: return nil
        }
    }
}

extension PageVisit {
    /// A rep's full name; what nobody owns is said so.
    func name(of rep: String?) -> String {
        rep.map { reps[$0]?.fullName ?? $0 } ?? "nobody"
    }

    func whoMustAct(party: ResponsibleParty?, owner: String?) -> (who: String, note: String) {
        switch party {
        case .rep: (name(of: owner), owner == nil ? "give it to a rep" : "rep")
        case .manager: ("A manager", "owner: \(name(of: owner))")
        case .system: ("Administrator", "owner: \(name(of: owner))")
        case .data: (name(of: owner), "the data")
        case .policy: ("Nobody", "your rules hold it")
        case nil: (name(of: owner), "owner")
        }
    }
}
