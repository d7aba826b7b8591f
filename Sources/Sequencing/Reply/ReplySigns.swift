/// What the rules look at, taken from a message once: fields by lower-case name, sender, folded subject.
///
/// A class, because what costs is taken when it is first asked for: most rules decline at a glance.
final class ReplySigns {
    let message: ReceivedMessage
    /// The first value of each outer field, by lower-case name.
    let fields: [String: String]
    let subject: FoldedText
    /// Lower case, of the first From.
    let fromAddress: String
    let fromLocalPart: String
    let fromName: String
    /// The text a reader would see first.
    private(set) lazy var source = ReplyText.source(of: message)
    /// The same, bounded.
    private(set) lazy var body = String(source[...].bounded(to: Self.bodyCharacters))
    private(set) lazy var bodyWords = FoldedText(body)
    private(set) lazy var text = ReplyText.parts(in: source)
    private(set) lazy var noticeText = NoticeText(self)
    private(set) lazy var noticePlaces = NoticeRecipients.placed(in: noticeText)
    /// The sender of the original and the mailbox the notice came to: never meant.
    private(set) lazy var noticeOwners = NoticeRecipients.owners(message, noticeText)

    init(_ message: ReceivedMessage) {
        self.message = message
        fields = Dictionary(
            message.headers.lazy.map { ($0.name.lowercased(), $0.value) },
            uniquingKeysWith: { first, _ in first })
        subject = FoldedText(message.subject, limit: 500)
        fromAddress = message.from.first?.address.lowercased() ?? ""
        fromLocalPart = String(fromAddress.prefix { $0 != "@" })
        fromName = message.from.first?.name.lowercased() ?? ""
    }

    private static let bodyCharacters = 20_000

    /// What a notice says, with the texts after the first, which hold its reasons or the copy.
    private(set) lazy var noticeSource: String = {
        let first = source
        if cloudNotification != nil { return Self.fields(ofJSON: first) }
        guard !message.moreTexts.isEmpty else { return first }
        return ([first] + message.moreTexts).joined(separator: "\n")
    }()

    /// Amazon SES passes bounces and complaints on as JSON: `bounce`, `complaint`, `delivery`.
    private(set) lazy var cloudNotification: String? = {
        guard body.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        let words = FoldedText(body.prefix(2000)).words.split(separator: " ")
        return words.firstIndex { $0 == "notificationtype" || $0 == "eventtype" }
            .flatMap { $0 + 1 < words.count ? String(words[$0 + 1]) : nil }
    }()

    /// Each key with its value in a line of its own, as other notices write their fields.
    private static func fields(ofJSON text: String) -> String {
        var lines = ""
        var isQuoted = false
        var isEscaped = false
        for character in text.prefix(bodyCharacters) {
            if !isEscaped, character == "\"" {
                isQuoted.toggle()
            } else if isQuoted || !"{},[]".contains(character) {
                if character != "\\" || isEscaped { lines.append(character) }
            } else {
                lines.append("\n")
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return lines
    }

    /// The type of the whole message, in lower case, with its parameters.
    private(set) lazy var contentType = fields["content-type"]?.lowercased() ?? ""

    /// Whether the message answers another, as a person's mail program marks it.
    var isAnswer: Bool {
        !message.inReplyTo.isEmpty || subject.starts(withAnyOf: Self.answerPrefixes)
    }

    /// Whether the sender can't be a person: an empty return path or a field that says so.
    private(set) lazy var isMachineSent =
        fields["return-path"].map(Self.isNobody) ?? false
        || AutoReplyRule.hasStrongField(self)
        || contentType.hasPrefix("multipart/report")

    private static func isNobody(_ returnPath: String) -> Bool {
        let path = returnPath.lowercased()
        return path.isEmpty || path == "<>" || path.hasPrefix("<mailer-daemon")
    }

    /// Whether a mail system, not a person, signs as sender.
    private(set) lazy var isFromMailSystem =
        Self.systemLocalParts.contains(fromLocalPart)
        || Self.systemStarts.contains { fromLocalPart.hasPrefix($0) }
        || !fromName.isEmpty && Self.names(Self.systemNames, in: fromName)
        || message.from.isEmpty && fields["from"].map(Self.isSystemText) ?? false

    /// Whether nobody but a mail system can be meant; a postmaster may be a person.
    var isFromDaemon: Bool {
        fromLocalPart.contains("daemon") || fromLocalPart.hasPrefix("microsoftexchange")
            || !fromName.isEmpty && Self.names(Self.daemonNames, in: fromName)
            || message.from.isEmpty && fields["from"].map(Self.isSystemText) ?? false
    }

    /// A From that is no address: `MAILER-DAEMON (Mail Delivery System)`.
    private static func isSystemText(_ from: String) -> Bool {
        let from = from.lowercased()
        return from.contains("daemon") || from.contains("postmaster")
            || from.contains("mail delivery")
    }

    private static let answerPrefixes: PhraseList = [
        "re", "aw", "antw", "sv", "vs", "odp", "ynt", "fwd", "fw", "wg", "tr", "rv", "vb", "vl",
        "rif",
        "res", "enc", "ref", "отв", "пер",
    ]
    private static let systemLocalParts: Set<String> = [
        "mdaemon", "mailsystem", "mail-system", "mail.system", "mailadmin", "bounce", "bounces",
        "mailer", "e-mail-daemon", "double-bounce", "mailserver", "mailmaster", "mail-delivery",
        "maildelivery", "mail_delivery", "nondelivery", "ndr", "dsn", "mail-noreply", "mmdf",
        "pmdf", "smtp", "mta", "mailgate", "mail-gateway", "mailgateway", "administrator",
        "systemadmin", "system", "mailsweeper", "mailmarshal", "groupwise", "bounced",
    ]
    private static let systemStarts = [
        "mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mailer_daemon", "postmaster",
        "microsoftexchange", "no-reply-mailer-daemon", "smtp-daemon", "bounce-", "bounces+",
        "postmast", "exchange-daemon",
    ]
    private static func names(_ names: [[UInt8]], in text: String) -> Bool {
        let bytes = Array(text.utf8)
        return names.contains { bytes.position(of: $0) != nil }
    }

    private static let daemonNames = ["mail delivery s", "mailer-daemon", "mailer daemon"]
        .map { Array($0.utf8) }
    /// Also after a company's name, as in “Customer Mail Delivery System”.
    private static let systemNames = [
        "mail delivery", "mail-delivery", "mailer-daemon", "mailer daemon", "postmaster",
        "microsoft outlook", "mail administrator", "mailserver", "mail server",
        "system administrator", "systemadministrator", "administrateur syst",
        "administrador del sistema", "amministratore di sistema", "systeembeheerder",
        "systemadministratör", "administrador do sistema", "email delivery", "e-mail delivery",
        "internet mail", "mail system", "mail-system", "mail router", "delivery subsystem",
        "delivery system", "mailadministrator", "電子郵件系統", "システム管理者", "メールシステム", "系统管理员", "시스템 관리자",
    ].map { Array($0.utf8) }
}
