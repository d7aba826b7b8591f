internal import Sequencing

/// The names that servers and mail programs give to folders, for servers that mark none.
///
/// In lower case, without what stands before the last separator. From the programs themselves: Outlook
/// and Exchange, Gmail, Thunderbird, Apple Mail, Horde, Roundcube, in the languages that leads speak.
enum FolderNames {
    static let junk: Set<String> = [
        "junk", "spam", "junk mail", "junk e-mail", "junk email", "bulk mail", "bulk",
        "junk-e-mail", "spamverdacht", "spamordner", "unerwünscht", "werbung",
        "courrier indésirable", "indésirables", "pourriel", "correo no deseado", "no deseado",
        "posta indesiderata", "ongewenste e-mail", "lixo eletrônico", "lixo eletrónico",
        "lixo electrónico", "skräppost", "uønsket mail", "uønsket e-mail", "søppelpost",
        "roskaposti", "wiadomości-śmieci", "nevyžádaná pošta", "спам", "нежелательная почта",
        "önemsiz e-posta", "istenmeyen", "迷惑メール", "垃圾邮件", "垃圾郵件", "정크 메일", "스팸함",
    ]

    static let archive: Set<String> = [
        "archive", "archives", "archived", "archiv", "archivo", "archivio", "archief", "arquivo",
        "arquivo morto", "arkiv", "arkisto", "archiwum", "архив", "arşiv", "アーカイブ", "存档",
        "封存", "보관",
    ]

    static let sent: Set<String> = [
        "sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet",
        "gesendete elemente", "gesendete objekte", "gesendete nachrichten", "postausgang gesendet",
        "envoyés", "messages envoyés", "éléments envoyés", "enviados", "elementos enviados",
        "mensajes enviados", "inviati", "inviata", "posta inviata", "verzonden",
        "verzonden items", "verzonden berichten", "enviadas", "itens enviados", "e-mails enviados",
        "skickat", "skickade", "skickade objekt", "sendt", "sendt post", "sendte elementer",
        "sendt e-post", "lähetetyt", "lähetetyt viestit", "wysłane", "elementy wysłane",
        "odeslané", "odeslaná pošta", "отправленные", "gönderilmiş postalar",
        "gönderilmiş öğeler", "gönderilenler", "送信済み", "送信済みアイテム", "送信済みメール", "已发送",
        "已发送邮件", "寄件備份", "보낸 편지함", "보낸편지함",
    ]

    /// Gmail's, below `[Gmail]` or `[Google Mail]` only: elsewhere such a name is a person's own.
    static let all: Set<String> = [
        "all mail", "alle nachrichten", "tous les messages", "todos", "tutti i messaggi",
        "alle e-mail", "alle berichten", "todos os e-mails", "todo o correio", "alla mejl",
        "alla brev", "all post", "al post", "alle mails", "kaikki viestit", "wszystkie",
        "wszystkie wiadomości", "všechny zprávy", "вся почта", "tüm postalar",
        "すべてのメール", "所有邮件", "所有郵件", "전체보관함",
    ]

    /// Gmail's, as above.
    static let trash: Set<String> = [
        "trash", "bin", "papierkorb", "corbeille", "papelera", "cestino", "prullenbak", "lixeira",
        "lixo", "papperskorgen", "papirkurv", "søppel", "roskakori", "kosz", "koš", "корзина",
        "çöp kutusu", "çöp", "ゴミ箱", "已删除邮件", "垃圾桶", "휴지통",
    ]
}
