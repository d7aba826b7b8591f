import Sequencing

/// From what a lead means to the bytes that its mail program, or its server, sends.
struct LeadWriter {
    let lead: SimulatedLead
    let original: LeadMail.Original
    /// Whether the daemon can know which message is quoted.
    let isKnown: Bool
    let now: Instant

    /// The act that was played is another one where the meant one could not be told from a stranger's mail.
    func write(_ act: LeadAct) throws -> (bytes: [UInt8], act: LeadAct) {
        switch act {
        case .answers(from: .otherAddress) where isKnown:
            var other = original
            other.recipient = try EmailAddress("lead\(lead.number)@private.example")
            return (
                try LeadMail.answer(to: other, name: lead.name, text: "Let us talk.", at: now), act
            )
        case .answers(from: .sameThread):
            return (
                try LeadMail.answer(to: original, name: lead.name, text: "Let us talk.", at: now),
                act
            )
        case .answers:
            let text = "Could you call me tomorrow? I have a question about prices."
            return (
                try LeadMail.newThread(to: original, name: lead.name, text: text, at: now),
                .answers(from: .newThread)
            )
        case .optsOut:
            let text = "Please remove me from your list."
            return (try LeadMail.answer(to: original, name: lead.name, text: text, at: now), act)
        case .complains: return (LeadMail.complaint(about: original, at: now), act)
        case .bouncesHard: return (LeadMail.hardBounce(of: original, at: now), act)
        case .bouncesSoftly: return (LeadMail.softBounce(of: original, at: now), act)
        case .isDelayed: return (LeadMail.delay(of: original, at: now), act)
        case .isAwayForUnknownTime:
            return (
                LeadMail.outOfOfficeWithoutDate(to: original, name: lead.name, at: now), act
            )
        case .isAway(let length):
            // Days were drawn, counted from the first day of 1970.
            let today = LocalDateTime(
                secondsSince1970: now.milliseconds.flooredDivision(by: 1000)
            ).date
            let back = today.adding(days: length.daysSince1970)
            return (
                LeadMail.outOfOffice(to: original, name: lead.name, backOn: back, at: now),
                .isAway(until: back)
            )
        }
    }
}
