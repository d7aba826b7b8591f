// MARK: - Replies

extension Findings {
    var reply: TouchGap.Finding? {
        guard let reply = facts.openReply else { return nil }
        let classify = "thirdtouch reply classify \(reply.id) --as person"
        switch reply.doubt {
        case .otherWriter:
            return finding(
                .replyUnclassified, reply.receivedAt,
                "somebody else wrote under our subject, and nobody has said whether it is the "
                    + "lead's answer", classify, ["\(reply.id)"])
        case .unreadable:
            return finding(
                .replyUnclassified, reply.receivedAt,
                "a message came that can't be read, and nobody has said what it is", classify,
                ["\(reply.id)"])
        case nil:
            return finding(
                .replyUnanswered, reply.receivedAt,
                "the lead answered and nobody has answered back",
                reply.task.map { "thirdtouch task done \($0) --outcome answered" }
                    ?? "thirdtouch reply show \(reply.id)", ["\(reply.id)"])
        }
    }

    /// Not before the promise of an answer has passed: until then the rep may be about to do it.
    var referral: TouchGap.Finding? {
        guard let referral = facts.referral,
            now > calendar.adding(businessDays: policy.replyBusinessDays, to: referral.receivedAt)
        else { return nil }
        return finding(
            .referralNotFollowed, referral.receivedAt,
            "the lead named \(referral.address), who is no lead yet",
            "thirdtouch lead add \(ShellWord.quoted(referral.address)) --source referral",
            ["\(referral.reply)"])
    }
}

// MARK: - Circumstances

extension Findings {
    private var absence: Absence? {
        facts.absences.first { $0.from <= now && $0.until > now }
    }

    /// Only of what somebody else gave; whoever is away can't be asked.
    var notAccepted: TouchGap.Finding? {
        guard let owner = facts.owner, facts.isOwnerKnown, facts.acceptedAt == nil,
            let giver = facts.givenBy, giver != owner, absence == nil
        else { return nil }
        let promise = calendar.adding(
            businessDays: policy.acceptBusinessDays, to: facts.ownedAt)
        guard now > promise else { return nil }
        return finding(
            .notAccepted, facts.ownedAt, "given to \(owner) by \(giver) and not accepted",
            "thirdtouch lead accept \(facts.email)", ["\(facts.handOff)"])
    }

    /// What a rep must do is a manager's to give to somebody else while that rep is away.
    func ownerAbsent(_ causes: [TouchGap.Finding]) -> TouchGap.Finding? {
        guard let owner = facts.owner, let absence,
            causes.contains(where: { $0.reason.party == .rep })
        else { return nil }
        let who = facts.standIn.map { "\($0) stands in" } ?? "nobody stands in"
        return finding(
            .ownerAbsent, absence.from, "\(owner) is away until \(absence.until); \(who)",
            "thirdtouch lead assign \(facts.email) --to \(facts.standIn ?? "REP")",
            ["\(facts.handOff)", "\(absence.id)"])
    }

    var planTooShort: TouchGap.Finding? {
        guard let enrollment = facts.enrollment, enrollment.state != nil,
            let reach = facts.reach, reach.isShort(of: facts.minimum),
            !facts.effort.meets(facts.minimum)
        else { return nil }
        let text =
            "\(enrollment.sequence) has \(reach.touches) of \(facts.minimum.touches) touches on "
            + "\(reach.channels) of \(facts.minimum.channels) channels for this lead"
        return finding(
            .planTooShort, enrollment.changedAt, text,
            enrollCommand(facts.nextSequence ?? facts.proposedSequence), ["\(enrollment.id)"])
    }

    var duplicate: TouchGap.Finding? {
        guard let first = facts.duplicates.first else { return nil }
        let sign =
            switch first.sign {
            case .name: "name and company"
            case .phone: "telephone number"
            case .linkedIn: "LinkedIn profile"
            }
        return finding(
            .duplicateLead, facts.givenAt, "\(first.email) has the same \(sign)",
            "thirdtouch lead dispose \(facts.email) --as bad-data --note \"same as \(first.lead)\"",
            ["\(facts.lead)"] + facts.duplicates.map { "\($0.lead)" })
    }
}
