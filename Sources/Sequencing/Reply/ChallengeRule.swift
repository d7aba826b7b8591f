/// Challenge and response: the mail waits until its sender proves to be human.
enum ChallengeRule {
    private static let markFields = [
        "x-boxbe", "x-spamarrest", "x-spamarrest-challenge", "x-tmda-confirm", "x-mailinblack",
        "x-asg-challenge", "x-challenge-response",
    ]
    private static let markDomains = [
        "boxbe.com", "spamarrest.com", "mailinblack.com", "sendio.com", "bluebottle.com",
        "knowspam.net", "uol.com.br",
    ]
    private static let phrases = [
        "confirm that you are a human", "verify that you are a human", "prove that you are human",
        "prove you are human", "verify you are human", "verify your email address to deliver",
        "confirm your message", "release your message", "to have your message delivered",
        "added to my approved senders", "add you to my guest list", "approved senders list",
        "my allowed senders", "sender verification", "verification is required",
        "one time verification", "confirm your identity to deliver", "challenge response",
        "authentifier votre adresse", "pour que votre message soit remis",
        "vous identifier en cliquant", "bestätigen sie dass sie ein mensch",
        "um ihre nachricht zuzustellen klicken", "confirme que usted es humano",
    ]

    static func matches(_ signs: ReplySigns) -> Bool {
        if markFields.contains(where: { signs.fields[$0] != nil }) { return true }
        guard signs.body.utf8.count < 8000, signs.body.contains("http") else { return false }
        let isMarked = markDomains.contains {
            signs.fromAddress.hasSuffix("@\($0)") || signs.fromAddress.hasSuffix(".\($0)")
        }
        // Quoted texts may speak of anything: what the sender wrote counts.
        let text = FoldedText(ReplyText.visible(in: signs.message))
        let found = phrases.count { text.contains($0) || signs.subject.contains($0) }
        guard found > 0 else { return false }
        return isMarked || AutoReplyRule.hasStrongField(signs) || found > 1
            || signs.subject.contains(anyOf: [
                "verification", "verify", "confirm", "confirmation", "challenge",
            ])
    }
}
