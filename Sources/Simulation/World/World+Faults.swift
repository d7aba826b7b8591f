import Sequencing

/// Faults that come by the calendar: full disks, stepped clocks, mailboxes that can't be read, restarts.
extension World {
    func scheduleFaults() {
        var random = SeededRandom(seed: plan.seed, of: "faults")
        let span = plan.days * 1440
        func moments(_ count: ClosedRange<Int>) -> [Instant] {
            (0..<Int.random(in: count, using: &random)).map { _ in
                start + .minutes(Int.random(in: 0..<max(1, span), using: &random))
            }
        }
        if plan.faults.contains(.disk) {
            for moment in moments(1...3) {
                fillDisk(at: moment, for: .minutes(Int.random(in: 1...20, using: &random)))
            }
        }
        if plan.faults.contains(.clock) {
            for moment in moments(1...3) {
                let step: Duration =
                    random.chance(percent: 40)
                    ? .days(1) : .milliseconds(Int.random(in: 200...200_000, using: &random))
                let isForward = random.chance(percent: 50)
                stepClock(
                    at: moment, by: isForward ? step : .zero - step,
                    for: .minutes(Int.random(in: 1...2000, using: &random)))
            }
        }
        if plan.faults.contains(.inbox) {
            for moment in moments(1...3) {
                breakInbox(at: moment, &random)
            }
        }
        if plan.faults.contains(.crashes) {
            for moment in moments(0...2) {
                time.schedule(at: moment) { @Sendable [self] in restart() }
            }
        }
        // Servers without news are asked now and then, as a daemon does between two waits.
        for mailbox in mailboxes {
            let address = mailbox.address
            for hour in stride(from: 3, to: plan.days * 24, by: 50) {
                time.schedule(at: start + .hours(hour)) { @Sendable [self] in poke(address) }
            }
        }
    }

    private func fillDisk(at moment: Instant, for length: Duration) {
        time.schedule(at: moment) { @Sendable [self] in
            isDiskFull = true
            tell(nil, "the disk is full")
            time.schedule(at: time.now() + length) { @Sendable [self] in
                isDiskFull = false
                tell(nil, "the disk has room again")
            }
        }
    }

    /// And back again, as whoever looks after the clock does.
    private func stepClock(at moment: Instant, by step: Duration, for length: Duration) {
        time.schedule(at: moment) { @Sendable [self] in
            time.step(by: step)
            tell(nil, "the wall clock was stepped by \(step.wholeMilliseconds) ms")
            time.schedule(at: time.now() + length) { @Sendable [self] in
                time.step(by: .zero - step)
                tell(nil, "the wall clock was stepped back")
            }
        }
    }

    private func breakInbox(at moment: Instant, _ random: inout SeededRandom) {
        let inbox = random.pick(mailboxes).inbox
        let isLong = random.chance(percent: 10)
        let length = Duration.minutes(Int.random(in: 1...(isLong ? 1500 : 90), using: &random))
        let folder = Int.random(in: 0..<3, using: &random)
        let kind = Int.random(in: 0..<3, using: &random)
        time.schedule(at: moment) { @Sendable [self] in
            switch kind {
            case 0: inbox.fail(for: length, .connection(cause: "the simulated server is down"))
            case 1: inbox.fail(for: length, .authentication(reply: "the password is wrong"))
            default: inbox.rebuild(folder)
            }
            tell(nil, "\(inbox.address): " + (kind == 2 ? "a folder is rebuilt" : "can't be read"))
            poke(inbox.address)
        }
    }
}
