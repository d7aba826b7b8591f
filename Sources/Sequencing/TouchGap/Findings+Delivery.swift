/// What a message on its way has found in its way.
extension Findings {
    var delivery: TouchGap.Finding? {
        guard let enrollment = facts.enrollment, let delivery = enrollment.delivery,
            case .sending(let step, _)? = enrollment.state
        else { return nil }
        let evidence = ["\(enrollment.id)", "\(delivery.id)"]
        if delivery.state == .inDoubt {
            return finding(
                .deliveryInDoubt, delivery.dueAt,
                "nobody knows whether the message of step \(step) arrived",
                "thirdtouch delivery settle \(delivery.id)", evidence)
        }
        guard isPastGrace(delivery.dueAt) else { return nil }
        let mailbox = now.mailbox(of: enrollment)
        if let cause = mailbox?.downCause {
            return finding(
                .mailboxDown, delivery.dueAt, "\(mailbox?.address ?? "") can't send: \(cause)",
                "thirdtouch mailbox list", evidence)
        }
        if let mailbox, let pause = mailbox.pause {
            return finding(
                pause.isBreaker ? .breakerOpen : .mailboxDown, delivery.dueAt,
                "\(mailbox.address) is \(pause.isBreaker ? "stopped" : "paused"): \(pause.why)",
                "thirdtouch mailbox resume \(mailbox.address)", evidence)
        }
        if let cause = mailbox?.fenceCause {
            return finding(
                .inboxStale, delivery.dueAt, "\(mailbox?.address ?? "") can't be read: \(cause)",
                "thirdtouch mailbox list", evidence)
        }
        if let drainsAt = mailbox?.drainsAt, drainsAt > now {
            return finding(
                .capReached, delivery.dueAt,
                "\(mailbox?.address ?? "") is at its cap; it drains by \(drainsAt)",
                "thirdtouch mailbox list", evidence)
        }
        return finding(
            .bouncedSoftExhausted, delivery.dueAt,
            "the message of step \(step) has not left\(quoted(delivery.serverReply))",
            "thirdtouch delivery show \(delivery.id)", evidence)
    }
}
