/// What the rules look at, taken from a message once: fields by lower-case name, sender, folded subject.
struct ReplySigns {
    let message: ReceivedMessage
    /// The first value of each outer field, by lower-case name.
    let fields: [String: String]
    let subject: FoldedText
    /// Lower case, of the first From.
    let fromAddress: String
    let fromLocalPart: String
    let fromName: String
    /// The text a reader would see first; bounded.
    let body: String
    let text: ReplyText.Parts

    init(_ message: ReceivedMessage) {
        self.message = message
        fields = Dictionary(
            message.headers.lazy.map { ($0.name.lowercased(), $0.value) },
            uniquingKeysWith: { first, _ in first })
        subject = FoldedText(message.subject, limit: 500)
        fromAddress = message.from.first?.address.lowercased() ?? ""
        fromLocalPart = String(fromAddress.prefix { $0 != "@" })
        fromName = message.from.first?.name.lowercased() ?? ""
        text = ReplyText.parts(of: message)
        body = String((ReplyText.source(of: message)).prefix(Self.bodyCharacters))
    }

    private static let bodyCharacters = 20_000

    /// Whether a mail system, not a person, signs as sender.
    var isFromMailSystem: Bool {
        let local = fromLocalPart
        return Self.systemLocalParts.contains(local) || local.hasPrefix("mailer-daemon")
            || local.hasPrefix("postmaster+") || local.hasPrefix("microsoftexchange")
            || Self.systemNames.contains { fromName.hasPrefix($0) }
    }

    /// Whether nobody but a mail system can be meant.
    var isFromDaemon: Bool {
        fromLocalPart.hasPrefix("mailer-daemon") || fromName.hasPrefix("mail delivery s")
    }

    private static let systemLocalParts: Set<String> = [
        "mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mailer_daemon", "postmaster",
        "mdaemon", "mailsystem", "mail-system", "mailadmin", "bounce", "bounces", "mailer",
        "no-reply-mailer-daemon", "e-mail-daemon", "double-bounce", "mailerdaemon-noreply",
    ]
    private static let systemNames = [
        "mail delivery subsystem", "mail delivery system", "mailer-daemon", "postmaster",
        "microsoft outlook", "mail administrator", "mail deliver", "mailserver",
        "system administrator",
        "systemadministrator", "email delivery", "internet mail delivery", "mail system",
    ]
}
