/// What servers say when they refuse, by reason. Folded: lower case, single spaces.
enum RefusalWords {
    /// The first list that speaks, in an order where the particular comes before the general: “mailbox
    /// full” is also “unavailable”, a blocked sender is also “rejected”.
    static func reason(in text: FoldedText) -> RefusalReason? {
        for (reason, phrases) in lists where text.contains(anyOf: phrases) { return reason }
        for (reason, runs) in runs where text.contains(anyRunOf: runs) { return reason }
        return nil
    }

    private static let lists: [(RefusalReason, PhraseList)] = [
        (.system, pipes), (.mailboxFull, full), (.tooLarge, large), (.acceptsNoMail, noMail),
        (.moved, moved),
        (.closed, closed), (.suspended, suspended), (.unknownHost, host),
        (.relayDenied, relay), (.rateLimited, rate), (.spam, spam), (.unknownUser, unknown),
        (.blocked, blocked), (.filtered, filtered), (.expired, expired), (.network, network),
        (.content, content), (.system, system),
    ]

    /// A program behind an alias failed: what it says of files and commands is not about the mailbox.
    private static let pipes: PhraseList = [
        "child process of", "unable to exec", "command died with status", "address_pipe transport",
        "can't create output",
    ]
    private static let full: PhraseList = [
        "mailbox full", "mailbox is full", "mailbox was full", "inbox is full", "account is full",
        "maildir is full", "mail box full", "mail box is full", "mailfolder is full",
        "mailbox has exceeded", "over quota", "overquota", "quota exceeded", "quota exceed",
        "exceeded storage", "exceeds storage", "exceeded its storage", "out of storage",
        "exceeds quota", "exceeded quota", "exceed quota", "insufficient storage",
        "insufficient system storage", "mailbox exceeds", "over its quota", "over their quota",
        "over the quota", "over his quota", "over the maximum allowed",
        "exceeded his quota", "exceeded their quota", "disk quota", "quota violation", "quota full",
        "user is over", "recipient over", "reached quota", "is over limit", "mailbox quota",
        "over the allowed quota", "not enough space", "not enough disk space",
        "no space left on device", "recipient's mailbox is full", "too many messages",
        "number of messages in recipient's mailbox exceeded", "storage quota",
        "exceeds allowed size", "exceeded the local limit", "storage allocation",
        "mailbox size limit", "has too many messages", "mbox full", "no room in mailbox",
        "can't accept messages now", "user has exhausted",
        "postfach voll", "postfach ist voll", "postfachs ist voll", "speicherplatz",
        "boîte aux lettres pleine", "boite aux lettres pleine", "boîte pleine",
        "boîte de réception pleine",
        "boîte aux lettres est pleine", "boîte de réception du destinataire est pleine",
        "buzón lleno", "buzón está lleno", "casella piena",
        "casella di posta piena", "casella è piena", "mailbox vol", "postvak vol",
        "postvak is vol", "caixa cheia", "caixa postal cheia", "caixa de correio cheia",
        "caixa de correio está cheia", "brevlådan är full", "postkassen er fuld",
        "postkassen er full", "postilaatikko on täynnä", "skrzynka jest pełna",
        "skrzynka pocztowa jest pełna", "schránka je plná", "почтовый ящик переполнен",
        "ящик переполнен", "превышена квота", "posta kutusu dolu", "kotası aşıldı",
    ]
    private static let large: PhraseList = [
        "message too large", "message is too large", "message too big", "message size exceeds",
        "size exceeds maximum", "exceeds maximum message size", "exceeds fixed maximum",
        "message size limit", "message file too big", "exceeded maximum message size",
        "larger than the maximum", "message length exceeds", "size limit exceeded",
        "exceeds size limit", "exceeds the maximum size", "exceeded fixed maximum",
        "max message size", "maximum message size", "nachricht zu groß", "message trop volumineux",
    ]
    private static let noMail: PhraseList = [
        "does not accept mail", "doesn't accept mail", "does not accept email", "null mx", "nullmx",
        "does not receive mail", "no longer accepts mail", "has no mail server",
        "does not handle mail", "not accepting any mail",
    ]
    private static let moved: PhraseList = [
        "has moved", "address has changed", "address changed", "has been replaced by",
        "new address is", "recipient has moved", "mailbox moved", "no longer with", "has left the",
        "left the company", "no longer works", "user not local", "no longer at this",
        "ist umgezogen", "nicht mehr bei",
    ]
    private static let closed: PhraseList = [
        "account closed", "account has been closed", "account is closed", "account was closed",
        "disabled or discontinued", "has been discontinued", "account was deleted",
        "account deleted", "account has been deleted", "mailbox has been deleted",
        "mailbox deleted", "no longer valid", "no longer in use", "no longer used",
        "no longer active", "no longer available", "no longer exists", "no longer in service",
        "account terminated", "has been terminated", "account expired", "account has expired",
        "user deceased", "address no longer accepts", "account cancelled", "address is obsolete",
        "permanently disabled", "permanently closed", "konto wurde gelöscht",
    ]
    private static let suspended: PhraseList = [
        "account disabled", "account is disabled", "account has been disabled", "mailbox disabled",
        "mailbox is disabled", "mailbox has been disabled", "user disabled", "user is disabled",
        "account that you tried to reach is disabled",
        "account you tried to reach is disabled",
        "recipient disabled", "address disabled", "temporarily disabled", "suspended",
        "account inactive", "account is inactive", "inactive user", "inactive account",
        "inactive mailbox", "user is inactive", "mailbox is inactive", "user inactive",
        "mailbox inactive", "is inactive", "account locked", "account is locked", "mailbox locked",
        "mailbox is frozen", "deactivated", "has been blocked due to inactivity", "dormant",
        "not active", "disabled due to inactivity", "currently unavailable for receiving",
        "account is not allowed to receive", "disabled mailbox", "disabled user",
        "suspendu", "gesperrt", "deaktiviert", "zablokowane", "заблокирован",
    ]
    private static let host: PhraseList = [
        "host unknown", "unknown host", "host name is unknown", "host not found",
        "host or domain name not found",
        "domain not found", "domain does not exist", "domain doesn't exist", "no such domain",
        "unknown domain", "domain name not found", "name or service not known", "nxdomain",
        "non existent domain", "nonexistent domain", "non existent hosts", "no such host",
        "domain must resolve", "recipient domain not found", "couldn't find any host",
        "couldn't find a host", "dns error", "dns domain", "invalid domain", "illegal host",
        "unrouteable mail domain", "can't find host", "cannot find host", "unable to find host",
        "bad destination host", "unresolvable", "unresolved host",
        "all relevant mx records point to non existent hosts", "domain couldn't be found",
        "domain could not be found", "wasn't able to find any exchanger", "no mx",
        "no mail exchanger", "no valid hosts", "host name lookup", "host lookup did not complete",
        "name service error", "bad domain", "domain has no mx", "hôte inconnu", "domaine inconnu",
        "dominio no encontrado", "dominio inexistente", "domäne nicht gefunden",
        "domain nicht gefunden",
    ]
    private static let relay: PhraseList = [
        "relay denied", "relaying denied", "relay access denied", "relaying not allowed",
        "relay not permitted", "relaying is prohibited", "unable to relay", "not allowed to relay",
        "relay operation rejected", "we do not relay", "we don't relay", "relay prohibited",
        "relaying disallowed", "not a gateway", "is not permitted to relay", "no relaying",
        "relay not allowed", "insecure mail relay", "domain isn't in my list", "allowed rcpthosts",
    ]
    private static let rate: PhraseList = [
        "rate limit", "rate limited", "too many connections", "too many recipients",
        "too many messages from", "too many emails", "rate limiting", "throttled", "throttling",
        "too fast", "too much mail", "receiving mail at a rate", "sending rate",
        "exceeded the rate", "message rate", "daily sending quota", "sending limit", "daily limit",
        "max number of messages", "hourly limit", "too many sessions", "unusual rate",
        "too many concurrent",
    ]
    private static let spam: PhraseList = [
        "spam", "spamming", "unsolicited", "junk mail", "bulk mail", "spamhaus", "spamcop",
        "looks like spam", "considered spam", "message content rejected", "content rejected",
        "phishing", "virus", "infected", "malware", "message was rejected by filter",
        "contains suspicious", "suspicious content", "blocked using", "is listed in",
        "is listed at", "is listed by", "is listed on",
        "currently listed", "listed by", "listed on", "rbl", "dnsbl", "blocklist", "blacklist",
        "blacklisted", "blocklisted", "poor reputation",
        "low reputation", "bad reputation", "reputation",
    ]
    private static let unknown: PhraseList = [
        "user unknown", "unknown user", "no such user", "no such recipient", "user not found",
        "unknown recipient", "recipient unknown", "user doesn't exist", "user does not exist",
        "does not exist", "doesn't exist", "do not exist", "no mailbox here", "invalid recipient",
        "recipient not found", "recipnotfound", "recipientnotfound", "address not found",
        "unknown address", "address unknown", "unknown account", "no such account",
        "account not found",
        "no such address", "invalid receiver", "invalid mailbox", "invalid address", "invalid user",
        "invalid email",
        "invalid e mail", "invalid local part", "mailbox not found", "mailbox unknown",
        "unknown mailbox", "mailbox unavailable", "mailbox not available", "unrouteable address",
        "unroutable address", "unrouteable", "unroutable", "no such mailbox", "no such person",
        "not our customer", "recipient address rejected access denied",
        "recipient address rejected undeliverable address",
        "no such email", "not exist", "couldn't be found", "could not be found",
        "wasn't found at", "was not found at", "wasn't found", "cannot find user",
        "can't find user", "user doesn't have", "not a known user", "not a valid user",
        "not a valid recipient", "not a valid mailbox", "not listed in", "isn't listed in",
        "not known at this", "not recognized", "not recognised", "user is unknown",
        "is unknown", "is not known", "no account by that name", "no local mailbox",
        "no user by that name", "bad destination mailbox", "bad address", "bad mailbox",
        "bad recipient", "no valid recipients", "undeliverable address", "unknown local part",
        "unknown local user", "unknown or illegal alias", "unknown virtual", "non existent",
        "nonexistent", "recipient does not", "ambiguous", "no matching", "user has no mailbox",
        "mailbox does not", "there is no user", "no one by that name", "nobody by that name",
        "username incorrect", "user not known", "not in directory", "user not listed",
        "rejected recipient", "the user you are trying to contact", "isn't a valid",
        "no vaild recipients", "delivery error dd", "can't locate", "unable to locate",
        "badrecipient", "no such local user", "this address no longer", "recipient unavailable",
        "no recipients", "improper use of", "address does not", "address error",
        "does not have an account", "has no account", "hasn't an account", "wrong address",
        "recipient is not exist", "unknow user", "user unkown", "addressee unknown",
        "recipient rejected", "incorrect recipient", "recipients rejected", "sorry no mailbox",
        "person at this address", "person is not", "resolver adr",
        // de
        "unbekannter benutzer", "benutzer unbekannt", "unbekannter empfänger",
        "empfänger unbekannt", "existiert nicht", "nicht gefunden", "adresse unbekannt",
        "ist nicht bekannt", "nicht im adressbuch", "nicht im domino verzeichnis",
        "unbekannte adresse",
        // fr
        "utilisateur inconnu", "destinataire inconnu", "adresse inconnue", "n'existe pas",
        "est introuvable", "introuvable", "n'a pas été trouvée", "n'a pas été trouvé",
        "utilisateur inexistant",
        // es, pt, it
        "usuario desconocido", "no existe", "no se encontró", "no se ha encontrado",
        "destinatario desconocido", "cuenta inexistente", "usuário desconhecido", "não existe",
        "usuario inexistente", "usuário inexistente", "não foi encontrado", "casella inesistente",
        "utente inesistente", "indirizzo inesistente", "destinatario inesistente",
        "não foi encontrada", "destinatário desconhecido", "conta inexistente",
        "utente sconosciuto", "destinatario sconosciuto", "non esiste", "indirizzo sconosciuto",
        "utente inesistente", "non è stato trovato", "non trovato",
        // nl, sv, da, nb, fi
        "onbekende gebruiker", "gebruiker onbekend", "bestaat niet", "niet gevonden",
        "niet worden gevonden", "gick inte att hitta",
        "okänd användare", "finns inte", "hittades inte", "kunde inte hittas", "okänd mottagare",
        "ukendt bruger", "findes ikke", "blev ikke fundet", "ukjent bruker", "finnes ikke",
        "ble ikke funnet", "ikke funnet", "tuntematon käyttäjä", "ei löydy", "ei ole olemassa",
        "tuntematon vastaanottaja", "ei löytynyt",
        // pl, cs, ru, tr
        "nieznany użytkownik", "użytkownik nieznany", "nie istnieje", "nie znaleziono",
        "nieznany odbiorca", "neznámý uživatel", "neexistuje", "nebyl nalezen", "nebyla nalezena",
        "пользователь не найден", "не существует", "не найден", "неизвестный пользователь",
        "нет такого пользователя", "адрес не найден", "не удается найти", "не удаётся найти",
        "не удалось найти", "bulunamadı", "bilinmeyen kullanıcı",
        "böyle bir kullanıcı yok", "mevcut değil", "nem található", "nem létezik",
    ]
    private static let blocked: PhraseList = [
        "blocked", "access denied", "not authorized", "not authorised", "rejected due to",
        "rejected for policy", "policy violation", "policy reasons", "local policy",
        "by policy", "administrative prohibition", "administratively prohibited",
        "sender address rejected", "sender rejected", "sender denied", "sender verify failed",
        "sender verification failed", "spf", "dkim", "dmarc", "client host rejected",
        "helo command rejected", "ip address", "connection refused by policy", "banned",
        "delivery not authorized", "authentication required", "not permitted", "refused by",
        "mail from rejected", "message refused", "greylisted", "greylisting", "graylisted",
        "denied by policy", "dynamic ip", "reverse dns", "ptr record", "deny", "administrator has",
        "transaction failed", "restricted", "not allowed", "unauthenticated",
    ]
    private static let filtered: PhraseList = [
        "due to recipient preferences", "recipient preferences", "message filtered", "filtered",
        "has refused", "is not accepting mail", "not accepting mail", "does not wish to receive",
        "not accepting messages", "recipient's filter", "refuses to receive", "rejected by filter",
        "rejected by recipient", "recipient refused", "refused by recipient", "due to filtering",
        "does not want", "automatically rejected", "wurde abgelehnt", "rejected by user",
        "message rejected", "mailbox unavailable or access denied", "because the recipient is not",
    ]
    private static let expired: PhraseList = [
        "delivery time expired", "retry timeout exceeded", "has been in the queue too long",
        "queue too long", "time expired", "message expired", "delivery expired", "retry time",
        "could not be delivered for", "too long in queue", "unable to deliver message after",
        "gave up", "giving up on", "exceeded maximum time", "timed out waiting",
        "been unable to deliver", "delivery timeout", "maximum retries",
    ]
    private static let network: PhraseList = [
        "connection timed out", "connection refused", "timed out", "timeout", "no route to host",
        "network is unreachable", "unreachable", "connection reset", "lost connection",
        "loops back to myself", "mail loop", "routing loop", "loop detected", "too many hops",
        "hop count exceeded", "lost contact", "connection dropped", "could not connect",
        "can't connect", "cannot connect", "unable to connect", "couldn't establish",
        "wasn't able to establish", "bad connection", "server did not respond", "not responding",
        "host is down", "no answer from host", "connection lost", "dropped connection",
        "starttls", "tls", "ssl", "mx list", "connect failed", "session failed",
        "temporary lookup failure", "failed to connect", "connection closed",
        "mail forwarding loop",
        "connect to host", "connection failed",
    ]
    private static let content: PhraseList = [
        "format error", "malformed", "8bitmime", "not mime", "header error", "bare lf",
        "attachment type", "invalid header", "from header is missing", "duplicate header",
        "rfc 5322", "rfc 2822", "conversion",
    ]
    private static let system: PhraseList = [
        "system error", "local error", "internal error", "configuration error", "local problem",
        "command output", "service unavailable", "server error", "can't create output",
        "unable to write", "i o error", "out of memory", "insufficient disk", "resources",
        "insufficient system resources", "command died", "can't open mailbox",
    ]

    /// Scripts that put no spaces between words.
    private static let runs: [(RefusalReason, [String])] = [
        (
            .mailboxFull,
            [
                "容量を超え", "容量が不足", "がいっぱい", "一杯です", "邮箱已满", "郵箱已滿", "信箱已滿", "空间不足", "空間不足",
                "용량이 초과", "용량 초과", "가득",
            ]
        ),
        (.suspended, ["停止されて", "利用停止", "휴면", "被禁用", "已停用"]),
        (.unknownHost, ["ホストが見つかりません", "ドメインが見つかりません", "域名不存在"]),
        (
            .unknownUser,
            [
                "見つかりません", "存在しません", "存在しない", "不明なユーザー", "宛先不明", "不存在", "找不到", "未找到", "无此用户",
                "没有找到",
                "찾을 수 없", "존재하지 않", "없는 사용자",
            ]
        ),
        (.spam, ["迷惑メール", "垃圾邮件", "垃圾郵件", "스팸"]),
        (.filtered, ["受信拒否", "拒否されました", "拒收", "수신 거부", "수신이 거부"]),
    ]
}
