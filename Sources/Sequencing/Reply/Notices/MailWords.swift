/// What a text is about: mail, or goods that are delivered by hand; and whether one person speaks.
enum MailWords {
    /// Shops and couriers speak of failed deliveries and unknown addresses as mail systems do.
    static func isAboutMail(_ text: FoldedText, titled subject: FoldedText) -> Bool {
        if text.contains(anyOf: goods) || text.contains(anyRunOf: goodsRuns) { return false }
        return [text, subject].contains {
            $0.contains(anyOf: mail) || $0.contains(anyRunOf: mailRuns)
        }
    }

    static func speaksOfOneself(_ text: FoldedText) -> Bool { text.contains(anyOf: oneself) }

    private static let mail: PhraseList = [
        "message", "messages", "mail", "mails", "e mail", "e mails", "email", "emails", "mailbox",
        "smtp", "recipient", "recipients", "nachricht", "nachrichten", "empfänger", "postfach",
        "courriel", "courriels", "destinataire", "boîte aux lettres", "correo", "mensaje",
        "destinatario", "destinatarios", "messaggio", "posta", "casella", "mensagem",
        "destinatário", "destinatários", "bericht", "berichten", "geadresseerde", "geadresseerden",
        "ontvanger", "meddelande", "meddelandet", "mottagare", "meddelelse", "meddelelsen",
        "modtager", "melding", "meldingen", "mottaker", "viesti", "viestiä", "vastaanottaja",
        "vastaanottajalle", "wiadomość", "wiadomości", "adresat", "adresatów", "odbiorca",
        "zpráva", "zprávu", "zprávy", "příjemce", "příjemcům", "сообщение", "письмо", "адресат",
        "получатель", "получателям", "ileti", "iletiyi", "alıcı", "alıcılara", "posta kutusu",
        "üzenet", "címzett",
    ]
    private static let mailRuns = [
        "メール", "メッセージ", "受信者", "宛先", "邮件", "郵件", "邮箱", "信箱", "收件人", "메일", "메시지", "받는 사람", "수신자",
    ]
    private static let goods: PhraseList = [
        "parcel", "parcels", "package", "packages", "shipment", "shipments", "shipping", "courier",
        "your order", "order number", "tracking number", "consignment", "driver", "goods",
        "sendung", "sendungen", "paket", "pakete", "päckchen", "lieferung", "bestellung", "ware",
        "zusteller", "colis", "commande", "livreur", "expédition", "paquete", "pedido", "envío",
        "pacco", "spedizione", "ordine", "corriere", "encomenda", "pakket", "bestelling",
        "zending", "paketet", "pakken", "pakke", "forsendelse", "paketti", "paczka", "paczki",
        "przesyłka", "przesyłki", "zásilka", "zásilku", "balík", "посылка", "посылку", "заказ",
        "kargo", "kargonuz", "gönderi", "gönderiniz", "webhook", "webhooks", "voicemail", "sms",
        "fax",
    ]
    private static let goodsRuns = ["荷物", "お届け物", "包裹", "快递", "快遞", "택배", "상품"]
    /// Verbs of one who speaks; `my` and `me` stand in addresses and product names, too.
    private static let oneself: PhraseList = [
        "i", "i'm", "i've", "i'll", "i'd", "ich", "je", "j'ai", "yo", "eu", "jag", "jeg",
        "call me", "resend it to me", "send it to me", "my colleague", "my colleagues",
        "mein kollege", "meine kollegin", "mon collègue", "ma collègue", "mi compañero",
    ]
}
