/// Where a person's text ends and a signature begins, in the languages of the leads.
enum SignatureMark {
    /// `Sent from my iPhone` and its sisters: a line of their own, short.
    static func isDevice(_ line: QuoteLine) -> Bool {
        guard let last = line.trimmed.last, last != ":", last != "?",
            line.trimmed.utf8.count <= 160
        else { return false }
        let words = line.words
        if words.starts(withAnyOf: devices) || words.contains(anyRunOf: deviceRuns) {
            return words.wordCount <= 16
        }
        guard let opening = openings.phrase(words.bytes, at: 1) else { return false }
        if opening == "von meinem" { return words.contains("gesendet") }
        // “Sent from my desk, which is better” is a person's sentence.
        let rest = words.words.split(separator: " ").dropFirst(opening.split(separator: " ").count)
        if rest.prefix(4).contains(where: { things.contains(String($0)) }) { return true }
        // `Sent from Front`: the name of a program that nobody can list.
        if opening == "sent from", rest.count == 1, last != ".", hasCapitalEnd(line) { return true }
        let owner = opening.split(separator: " ").suffix(1) + rest.prefix(1)
        return rest.count <= 3 && owner.contains { possessives.contains(String($0)) }
    }

    private static func hasCapitalEnd(_ line: QuoteLine) -> Bool {
        line.bare.split(separator: " ").last?.first?.isUppercase ?? false
    }

    /// `Please excuse any typos`, below a device's line.
    static func isExcuse(_ line: QuoteLine) -> Bool {
        line.trimmed.utf8.count <= 100 && line.words.starts(withAnyOf: excuses)
    }

    private static let excuses: PhraseList = [
        "please excuse", "please pardon", "please forgive", "excuse my", "excuse any",
        "excuse the", "pardon my", "pardon any", "pardon the", "forgive my", "forgive any",
        "sorry for any typos", "sorry for typos", "apologies for any typos", "apologies for typos",
        "bitte entschuldigen sie", "veuillez excuser", "merci d'excuser", "disculpe", "scusate",
        "desculpe os erros",
    ]

    /// Where something follows that may be anything.
    private static let openings: PhraseList = [
        "sent from my", "sent wirelessly from my", "sent wirelessly via", "sent via my",
        "sent from", "sent using", "sent via", "sent with", "sent on the go", "gesendet von",
        "gesendet mit", "gesendet über", "von meinem", "envoyé de", "envoyé depuis",
        "envoyé à partir de",
        "envoyé avec", "envoyé sans fil", "envoyé par", "enviado desde", "enviado de",
        "enviado do", "enviado a partir", "enviado con", "enviado com", "enviado por",
        "enviado via", "inviato da", "inviato dal", "inviato con", "verstuurd vanaf",
        "verzonden vanaf", "verzonden met", "verstuurd met", "verzonden via",
        "verzonden vanuit", "verstuurd vanuit", "verstuurd via", "elküldve", "נשלח מה", "أرسلت من",
        "أرسل من", "skickat från",
        "skickades från", "sendt fra", "sendt med", "lähetetty", "wysłane z", "wysłano z",
        "wysłane za", "odesláno z", "odesláno ze", "poslané z", "отправлено с", "отправлено из",
        "надіслано з", "küldve", "trimis de pe", "trimis din", "enviat des", "στάλθηκε από",
    ]
    private static let possessives: Set<String> = [
        "my", "meinem", "meiner", "mon", "ma", "mi", "meu", "minha", "mio", "mia", "mijn", "min",
        "mitt",
        "mojego", "mojej", "mého", "mojeho", "моего", "моей", "le", "il",
    ]
    private static let things: Set<String> = [
        "iphone", "ipad", "ipod", "iphonen", "iphonestani", "ipadista", "iphonesta", "android",
        "androidista", "blackberry", "samsung", "galaxy", "htc", "nokia", "windows", "verizon",
        "huawei", "xiaomi", "pixel", "sony", "lg", "motorola", "t", "at", "phone", "smartphone",
        "handheld", "handy", "mobile", "mobil", "mobiltelefon", "mobiel", "móvil", "celular",
        "téléphone", "telefon", "telefono", "tablet", "device", "outlook", "yahoo", "mail",
        "mailbox", "mailspring", "gmail", "proton", "protonmail", "gmx", "web", "aol", "spark",
        "superhuman", "orange", "iphonu", "iphone'a", "ipadu", "ipada", "airmail", "canary",
        "edison", "superhuman", "zoho", "thunderbird", "nine", "boxer",
        "cloudmagic", "typeapp", "maildroid", "fastmail", "bluemail", "polymail", "shortwave",
        "mixmax", "unibox",
        "mac", "macbook", "terminal", "dispositivo", "app", "apple", "posta", "poczty", "почты",
        "устройства", "puhelimesta", "puhelimestani", "matkapuhelimesta", "wireless", "droid",
    ]
    private static let devices: PhraseList = [
        "get outlook for", "get the new aol app", "sent on the new sprint", "outlook für",
        "ottieni outlook", "skaff deg outlook", "pobierz aplikację outlook", "obțineți outlook",
        "android için outlook'u", "ios için outlook'u", "wysłane z urządzenia",
        "wysłano z urządzenia",
        "odesláno z mobilního", "odesláno z mobilu", "lähetetty outlookista",
        "az iphone omról küldve",
        "az ipademről küldve", "mit freundlichen grüßen von unterwegs gesendet",
        "envoyé à partir d'outlook", "envoyé à partir d'un mobile", "从 windows 版邮件发送",
        "来自 iphone 的邮件", "获取 outlook for", "自 outlook for", "ios용 outlook", "android용 outlook",
        "holen sie sich outlook", "télécharger outlook",
        "obtenez outlook", "obtener outlook", "obtén outlook", "obter o outlook", "scarica outlook",
        "outlook voor", "download outlook voor", "hämta outlook", "hent outlook", "skaffa outlook",
        "pobierz program outlook", "získat outlook", "hanki outlook", "outlook for android",
        "outlook for ios", "diese nachricht wurde von meinem", "this message was sent from my",
        "this email was sent from my", "iphone'umdan gönderildi", "ipad'imden gönderildi",
        "sent on the run", "sendt fra min", "sendt fra mitt", "sent on the move",
        "sent from phone", "sent from mobile", "sent from my mobile",
    ]
    private static let deviceRuns = [
        "から送信", "より送信", "发自我的", "發自我的", "從我的", "从我的", "에서 보냄", "에서 전송",
        "cihazımdan gönderildi", "telefonumdan gönderildi", "uygulamasından gönderildi",
    ]

    /// A web address alone on its line, as below a device's line.
    static func isAddress(_ line: QuoteLine) -> Bool {
        let text = line.trimmed.drop { $0 == "<" || $0 == "(" || $0 == "[" }
        return (text.hasPrefix("http://") || text.hasPrefix("https://"))
            && !text.contains(where: \.isWhitespace)
    }

    /// `-Ada`, `- Ada Brandt`, `-- Ada`, `~ Ada`: dashes, then one to three words of letters.
    static func isDashName(_ line: QuoteLine) -> Bool {
        guard line.trimmed.utf8.count <= 50, let first = line.trimmed.first, "-–—~".contains(first)
        else { return false }
        let name = line.trimmed.drop { "-–—~".contains($0) }
        let dashes = line.trimmed.count - name.count
        let words = name.split(separator: " ")
        guard dashes <= 3, (1...3).contains(words.count) else { return false }
        return words.allSatisfy { word in
            word.count <= 20
                && word.allSatisfy { $0.isLetter || $0 == "." || $0 == "-" || $0 == "'" }
                && (word.first?.isUppercase ?? false || words.count == 1 && word.count > 2)
        }
    }

    /// Where a closing begins in lines of one text, if what follows it is a block of contact lines.
    static func contactBlock(in lines: [QuoteLine], _ range: Range<Int>) -> Int? {
        var below: [Int] = []
        for index in range.reversed() where !lines[index].isEmpty {
            if isClosing(lines[index]) {
                let isBlock = below.count >= 2 && below.contains { isContact(lines[$0]) }
                return isBlock || isTitleBlock(below.map { lines[$0] }) ? index : nil
            }
            guard below.count < 14, lines[index].trimmed.utf8.count <= 120,
                !isPostscript(lines[index])
            else { return nil }
            below.append(index)
        }
        return nil
    }

    /// A name, a title, a company: three lines or more, none of them a sentence.
    private static func isTitleBlock(_ lines: [QuoteLine]) -> Bool {
        lines.count >= 3
            && lines.allSatisfy {
                $0.trimmed.utf8.count <= 60 && !".!?:,".contains($0.trimmed.last ?? ".")
            }
    }

    static func isClosing(_ line: QuoteLine) -> Bool {
        guard line.trimmed.utf8.count <= 60 else { return false }
        let words = line.words
        return words.wordCount <= 6
            && (closings.contains(words.words) || words.starts(withAnyOf: formulas))
    }

    private static func isPostscript(_ line: QuoteLine) -> Bool {
        FoldedText(line.trimmed.prefix(6)).starts(withAnyOf: postscripts)
    }

    private static let postscripts: PhraseList = ["ps", "p s", "nb", "pps"]

    /// A telephone number, a web or an e-mail address.
    private static func isContact(_ line: QuoteLine) -> Bool {
        let text = line.trimmed.lowercased()
        if text.contains("www.") || text.contains("http://") || text.contains("https://") {
            return true
        }
        if text.utf8.contains(UInt8(ascii: "@")),
            !text.contains(" ") || text.contains("mail") || text.contains("|")
        {
            return true
        }
        let digits = text.count(where: \.isNumber)
        let letters = text.count(where: \.isLetter)
        return (7...30).contains(digits) && letters <= 14
    }

    /// Alone on their line.
    private static let closings: Set<String> = [
        "best", "cheers", "thanks", "thank you", "many thanks", "thanks again", "regards",
        "sincerely",
        "mfg", "vg", "lg", "bg", "danke", "grüße", "gruß", "merci", "saludos", "un saludo",
        "gracias", "saluti", "grazie", "groet", "groeten", "gr", "mvh", "vh", "hälsningar",
        "hilsen", "terveisin", "pozdrawiam", "с уважением", "saygılarımla", "abraços", "obrigado",
        "obrigada", "敬具", "以上", "此致", "감사합니다", "cdt", "cordialement", "thx",
    ]
    private static let formulas: PhraseList = [
        "best regards", "kind regards", "kindest regards", "warm regards", "with best regards",
        "with kind regards", "best wishes", "all the best", "yours sincerely", "yours faithfully",
        "sincerely yours", "yours truly", "warmly", "mit freundlichen grüßen",
        "mit freundlichem gruß",
        "mit freundlichen gruessen", "mit besten grüßen", "freundliche grüße", "viele grüße",
        "beste grüße", "liebe grüße", "herzliche grüße", "schöne grüße", "mit freundlichen grüssen",
        "freundliche grüsse", "bien cordialement", "bien à vous", "sincères salutations",
        "meilleures salutations", "salutations", "saludos cordiales", "un cordial saludo",
        "atentamente", "cordiales saludos", "cordiali saluti", "distinti saluti", "un saluto",
        "atenciosamente", "com os melhores cumprimentos", "melhores cumprimentos", "cumprimentos",
        "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet",
        "vriendelijke groeten", "med vänlig hälsning", "med vänliga hälsningar",
        "vänliga hälsningar",
        "bästa hälsningar", "med venlig hilsen", "venlig hilsen", "de bedste hilsner",
        "med vennlig hilsen", "vennlig hilsen", "beste hilsen", "ystävällisin terveisin",
        "parhain terveisin", "z poważaniem", "pozdrawiam serdecznie", "serdecznie pozdrawiam",
        "s pozdravem", "s přátelským pozdravem", "с наилучшими пожеланиями", "iyi çalışmalar",
        "iyi günler", "よろしくお願いいたします", "よろしくお願い致します", "üdvözlettel",
    ]
}
