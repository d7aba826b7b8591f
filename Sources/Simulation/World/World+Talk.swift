import Engine
import Sequencing

/// What the parts of the world tell each other.
extension World {
    func inbox(of address: EmailAddress) -> HostileInbox? {
        mailboxes.first { $0.address == address }?.inbox
    }

    /// The mailbox has news.
    func poke(_ address: EmailAddress) { incarnation?.daemon?.engine.sweep(address) }

    /// A sweep has failed: it is tried again.
    func pokeLater(_ address: EmailAddress) {
        time.schedule(at: time.now() + .minutes(5)) { @Sendable [self] in poke(address) }
    }

    func judgeAttempt(_ letter: Letter) {
        lastAttempts[letter.mailbox] = letter.enrollment
        violations += judge.judgeAttempt(letter, now: time.now())
    }

    func judge(_ letter: Letter, _ moment: DotJudge.Moment) {
        tell(
            ledger.person(letter.recipient),
            "a dot leaves for \(letter.sequence).\(letter.version).\(letter.step) "
                + "(\(letter.messageID))" + (moment.isRejected ? ", the server says no" : ""))
        violations += judge.judge(letter, moment)
    }

    private var judge: DotJudge {
        DotJudge(ledger: ledger, calendars: calendars, cap: limits.startCap)
    }

    func note(_ obstacle: String, onAll enrollment: EnrollmentID) {
        ledger.change(enrollment) { $0.obstacles.insert(obstacle) }
    }

    func tell(_ lead: Int?, _ line: @autoclosure () -> String) {
        if keepsStory { story.append((time.now(), lead, line())) }
    }

    /// A rep acts while the message is on its way.
    func interrupt(_ letter: Letter, within delay: Duration) {
        time.schedule(at: time.now() + delay) { @Sendable [self] in
            cast.interrupt(letter.enrollment)
        }
    }

    /// A manager acts while the message is on its way.
    func overrule(_ letter: Letter, within delay: Duration) {
        time.schedule(at: time.now() + delay) { @Sendable [self] in
            managers.overrule(letter.enrollment)
        }
    }

    /// An error that nobody has injected.
    func surprise(_ what: String) {
        guard incarnation?.isAlive ?? true, !isDiskFull else { return }
        violations.append(Violation(promise: "surprise", what: what, at: time.now(), lead: nil))
    }

    func breaks(_ promise: String, _ what: String, lead: Int) {
        violations.append(Violation(promise: promise, what: what, at: time.now(), lead: lead))
    }

    /// The message reaches its lead, who does what the lead does.
    func arrive(_ letter: Letter, as name: String, at mailbox: EmailAddress) {
        guard let person = ledger.person(letter.recipient) else { return }
        for reaction in leads[person].receive() {
            time.schedule(at: time.now() + reaction.after) { @Sendable [self] in
                answer(letter, as: name, at: mailbox, person, reaction.act)
            }
        }
    }

    func answer(
        _ letter: Letter, as name: String, at mailbox: EmailAddress, _ person: Int, _ act: LeadAct
    ) {
        let theirs = ledger.people[person].emails.first { $0.canonical == letter.recipient }
        guard let inbox = inbox(of: mailbox), let recipient = theirs else { return }
        // A name that a server gave is known once the copy in Sent has been read.
        let isKnown = name == letter.messageID || inbox.hasShownSent
        let writer = LeadWriter(
            lead: leads[person],
            original: .init(
                messageID: name, subject: letter.subject, mailbox: mailbox,
                recipient: recipient), isKnown: isKnown,
            now: time.now())
        do {
            let (bytes, act) = try writer.write(act)
            tell(person, "the lead or its server: \(act)")
            ledger.answeredAt[person] = ledger.answeredAt[person] ?? time.uptime()
            inbox.put(
                bytes, in: random.chance(percent: 10) ? .junk : .inbox,
                post: LeadPost(
                    person: person, act: act, order: ledger.tick(), at: time.now(),
                    namesMessage: isKnown && act != .answers(from: .newThread),
                    address: letter.recipient))
        } catch {
            surprise("an answer can't be written: \(error)")
        }
    }
}
