/// Challenge and response: the mail waits until its sender proves to be human.
enum ChallengeRule {
    static func evidence(_ signs: ReplySigns) -> String? {
        if let field = markFields.first(where: { signs.fields[$0] != nil }) { return field }
        guard signs.body.utf8.count < 8000, signs.message.deliveryReports.isEmpty else {
            return nil
        }
        // Quoted texts may speak of anything: what the sender wrote counts.
        guard asks(signs.subject) || asks(signs.bodyWords) else { return nil }
        let text = FoldedText(signs.text.written)
        let found = text.phrases(of: phrases) + signs.subject.phrases(of: phrases)
        // Shops have an address confirmed, too, but hold no message of ours.
        let isAboutMessage = !found.isEmpty || text.contains(anyOf: messages)
        let asked =
            text.phrases(of: requests) + signs.subject.phrases(of: requests)
            + (isAboutMessage
                ? text.phrases(of: verifications) + signs.subject.phrases(of: verifications) : [])
        guard let first = (found + asked).first,
            text.contains(anyOf: answers) || Array(signs.body.utf8).position(of: link) != nil
        else { return nil }
        let isMarked = markDomains.contains {
            signs.fromAddress.hasSuffix("@\($0)") || signs.fromAddress.hasSuffix(".\($0)")
        }
        // People ask for a confirmation, too: that alone counts from machines only.
        let isSure =
            isMarked || signs.isMachineSent
            || ["bulk", "junk"].contains(signs.fields["precedence"]?.lowercased())
            || signs.subject.contains(anyOf: titles) && !found.isEmpty || Set(found).count > 1
        guard isSure else { return nil }
        return "asks us to prove ourselves: “\(first)”"
    }

    private static func asks(_ text: FoldedText) -> Bool {
        text.contains(anyOf: phrases) || text.contains(anyOf: requests)
            || text.contains(anyOf: verifications)
    }

    private static let markFields = [
        "x-boxbe", "x-spamarrest", "x-spamarrest-challenge", "x-tmda-confirm", "x-mailinblack",
        "x-asg-challenge", "x-challenge-response", "x-boxbe-notification", "x-ask-challenge",
        "x-choicemail-challenge", "x-sender-verification", "x-tmda-confirm-address",
    ]
    private static let markDomains = [
        "boxbe.com", "spamarrest.com", "mailinblack.com", "sendio.com", "bluebottle.com",
        "knowspam.net", "uol.com.br", "vanquish.com", "digiportal.com", "choicemail.com",
        "spamblocker.earthlink.net", "spamlion.com", "cleanmail.com",
    ]
    private static let link = Array("http".utf8)
    private static let titles: PhraseList = [
        "verification", "verify", "confirm", "confirmation", "challenge",
        "waiting for your approval",
        "spamblocker", "suspect email", "authentification", "vérification", "bestätigung",
        "bestätigen", "confirmación", "confirmação", "antispam", "authenticate", "awaiting",
        "held for approval", "authorization", "authorisation", "sender address",
    ]
    /// Ways of answering without a link.
    private static let answers: PhraseList = [
        "reply to this message", "reply to this email", "reply to this mail", "simply reply",
        "just reply", "hit reply", "press reply", "replying to this", "click reply", "click the",
        "click here", "click on", "respond to this",
    ]
    private static let phrases: PhraseList = [
        "confirm that you are a human", "verify that you are a human", "prove that you are human",
        "prove you are human", "verify you are human", "verify your email address to deliver",
        "that you are human", "you are a human", "you're human", "you are a real person",
        "release your message", "release this message",
        "to have your message delivered", "for your message to be delivered",
        "before your message can be delivered", "before delivering your message",
        "added to my approved senders", "add you to my guest list", "approved senders list",
        "approved sender list", "list of approved senders", "list of allowed senders",
        "allowed senders list", "my allowed senders", "sender verification",
        "one time verification", "one time confirmation",
        "confirm your identity to deliver", "challenge response",
        "not yet been delivered because you are not",
        "message is being held", "message has been held", "message is on hold",
        "not on my list of", "not in my address book", "not in the recipient's guest list",
        "protected by boxbe", "protecting myself from receiving junk",
        "protect myself from spam", "spamblocker", "was waitlisted", "to my guest list",
        "only from senders i have approved", "senders i have approved beforehand",
        "authentifier votre adresse", "vous authentifier", "pour que votre message soit remis",
        "vous identifier en cliquant", "bestätigen sie dass sie ein mensch",
        "dass sie ein mensch sind", "um ihre nachricht zuzustellen klicken",
        "confirme que usted es humano", "que usted es una persona",
        "que sua mensagem seja encaminhada", "antispam uol", "para que ela seja entregue",
    ]
    /// What a person may ask as well.
    private static let requests: PhraseList = [
        "confirm your message", "for your message to be delivered",
        "before your message can be delivered", "before delivering your message",
        "confirmation of your message", "confirm that you sent", "confirm you sent",
        "confirme sua mensagem", "para que sua mensagem",
    ]
    /// What web sites ask of their users as well.
    private static let verifications: PhraseList = [
        "verification is required", "confirm your address", "unless you confirm",
        "request to be added", "unconfirmed", "not been verified",
    ]
    /// Says that a message of ours waits.
    private static let messages: PhraseList = [
        "your message to", "your message has", "your message was", "your message is",
        "your message will", "your message about", "your message attached", "your message below",
        "your message with", "your recent message", "your original message", "your email to",
        "your e mail to", "your mail to", "your email was", "your email has", "your email is",
        "deliver your", "delivered to", "you sent", "release", "your message cannot",
        "your mail has", "your mail was", "votre message", "ihre nachricht", "ihre e mail wurde",
        "su mensaje", "sua mensagem", "il tuo messaggio", "uw bericht",
    ]
}
