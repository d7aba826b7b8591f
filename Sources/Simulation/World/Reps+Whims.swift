import Engine
import Sequencing
import Store

/// What people change their minds about.
extension Reps {
    func haveWhims() {
        for id in ledger.enrolled.keys.sorted() {
            guard let enrolled = ledger.enrolled[id], enrolled.stopped == nil else { continue }
            switch enrolled.rest(at: now)?.cause {
            case .rep where random.chance(percent: 25): resume(id)
            case .away where random.chance(percent: 3), .colleague where random.chance(percent: 3):
                resume(id)
            case nil: disturb(id)
            default: break
            }
        }
        for person in ledger.people.indices {
            if random.oneIn(250) { suppress(person) }
            guard random.oneIn(50) else { continue }
            enroll(person, in: random.pick(versions).name)
        }
        if random.oneIn(40) { pauseMailbox() }
    }

    private func disturb(_ id: EnrollmentID) {
        switch Int.random(in: 0..<1000, using: &random) {
        case 0..<15: pause(id, until: nil)
        case 15..<30:
            pause(id, until: now + .minutes(Int.random(in: 60...9000, using: &random)))
        case 30..<38: stop(id)
        default: break
        }
    }

    /// At the moment at which its message is with the server.
    func interrupt(_ id: EnrollmentID) {
        guard let enrolled = ledger.enrolled[id], enrolled.stopped == nil else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: stop(id)
        case 1: suppress(enrolled.person)
        case 2: pauseMailbox()
        default: pause(id, until: nil)
        }
    }

    private func pause(_ id: EnrollmentID, until: Instant?) {
        let answer = ask("a pause") { try $0.pause(id, until: until, why: "a whim", by: "robin") }
        record(answer, id, "a pause") { $0.rest = .init(cause: .rep, until: until) }
    }

    private func resume(_ id: EnrollmentID) {
        let answer = ask { try $0.resume(id, by: "robin") }
        record(answer, id, "a resumption") { $0.rest = nil }
    }

    private func stop(_ id: EnrollmentID) {
        let answer = ask("a stop") {
            try $0.stop(id, why: "a whim", disposition: nil, by: "robin")
        }
        record(answer, id, "a stop") { $0.stopped = $0.stopped ?? "a rep's stop" }
    }

    private func record(
        _ answer: Answer<EnrollmentReaction>, _ id: EnrollmentID, _ what: String,
        _ change: (inout Ledger.Enrolled) -> Void
    ) {
        if !answer.isRefused { world.note(what, onAll: id) }
        if let enrolled = ledger.enrolled[id] {
            world.tell(enrolled.person, "a rep asks \(id) for \(what): \(answer)")
        }
        switch answer {
        case .done(.moved): ledger.change(id, change)
        // Perhaps it was done, and has put another rest in the place of the one that was.
        case .unknown: ledger.change(id) { $0.rest = nil }
        case .done(.ignore), .refused: break
        }
    }

    private func suppress(_ person: Int) {
        suppress(person, at: ledger.people[person].email)
    }

    /// By an address that is the lead's, or was.
    func suppress(_ person: Int, at email: EmailAddress) {
        let answer = ask {
            try $0.suppress(
                [.address(email)], reason: "asked by phone", evidence: nil, by: "robin")
        }
        guard !answer.isRefused else { return }
        ledger.changeAll(of: person) { $0.obstacles.insert("a suppression") }
        guard case .done = answer else { return }
        ledger.suppress(person, because: "a suppression")
        world.tell(person, "\(email.canonical) is suppressed")
    }

    private func pauseMailbox() {
        let address = random.pick(world.mailboxes).address.canonical
        let answer = ask {
            try $0.pause(mailbox: address, until: nil, why: "a whim", by: "robin")
        }
        if !answer.isRefused { pausedMailboxes.insert(address) }
    }

    /// The same, for what a mutated daemon forgets to do.
    func ask(
        _ what: String, _ body: (Engine) throws -> EnrollmentReaction
    ) -> Answer<EnrollmentReaction> {
        world.seams.forgottenCommand == what ? .done(.moved(.nothing)) : ask(body)
    }
}
