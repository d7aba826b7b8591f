/// What a company's server adds to every message: confidentiality, warnings, the environment.
enum Disclaimer {
    /// Whether the line's words begin one, if `isConfirmed` what follows.
    static func mayStart(_ line: QuoteLine) -> Bool {
        guard line.trimmed.utf8.count >= 10 else { return false }
        let words = line.words
        return words.starts(withAnyOf: banners) || words.starts(withAnyOf: openings)
            || words.hasForeignLetters && runs.contains { line.bare.hasPrefix($0) }
    }

    /// People begin a sentence like that too (“This message reached me late”): what follows has to speak of
    /// secrecy, of addressees or of printing.
    static func isConfirmed(at index: Int, in lines: [QuoteLine]) -> Bool {
        if lines[index].words.starts(withAnyOf: banners) { return true }
        let text = lines[index...].prefix(10).map(\.trimmed).joined(separator: " ")
        let folded = FoldedText(text, limit: 2000)
        return matters.contains(where: folded.containsRun)
    }

    /// Beginnings of words.
    private static let matters = [
        " confidential", " intended", " recipient", " addressee", " privileged", " unauthori",
        " in error", " disclos", " virus", " malware", " environment", " print", " not secure",
        " not necessarily", " england and", " england n", " company n", " registered n",
        " vertraulich", " empfänger", " adressat", " irrtümlich", " unbefugt", " umwelt",
        " ausdruck", " haftung", " confidentiel", " destinataire", " par erreur",
        " l'environnement",
        " imprim", " confidencial", " destinatari", " por error", " por engano", " privileg",
        " aviso legal", " riservat", " per errore", " privacy", " regolamento", " destinatári",
        " vertrouwelijk", " geadresseerde", " bestemd", " milieu", " konfidentiell", " mottagar",
        " avsedd", " fortrolig", " modtager", " beregnet", " mottaker", " konfidensiel",
        " luottamuksel", " vastaanottaj", " tarkoitettu", " poufn", " adresat", " przeznaczon",
        " důvěrn", " určen", " adresát", " конфиденциальн", " адресат", " предназначен",
        " получател", " gizli", " alıcı", " bizalmas", " címzett", "機密", "秘密", "受信者", "宛先",
        "誤って", "保密", "机密", "收件人", "기밀", "비밀", "수신",
    ]

    /// A warning above the text ends with its paragraph; what a server adds below goes on to the end.
    static func isBanner(
        openedIn tail: ReplyCutter.Section?, before index: Int, _ lines: [QuoteLine]
    ) -> Bool {
        guard tail == .disclaimer else { return false }
        let paragraph = lines[..<index].suffix(6).reversed().prefix { !$0.isEmpty }
        return paragraph.contains {
            $0.words.starts(withAnyOf: banners)
        }
    }

    private static let banners: PhraseList = [
        "caution this email originated", "caution this message originated", "caution external",
        "external email", "external sender", "external message", "warning this email originated",
        "this email originated from outside", "this message originated from outside",
        "you don't often get email from", "some people who received this message don't often",
        "achtung externe e mail", "achtung diese e mail", "vorsicht externe e mail",
        "diese e mail stammt von einem externen", "attention courriel externe",
        "attention ce message provient de l'extérieur", "precaución correo externo",
        "attenzione e mail esterna", "let op externe e mail", "cuidado e mail externo",
    ]
    private static let openings: PhraseList = [
        "confidentiality notice", "confidentiality note", "confidentiality statement",
        "this email and any", "this e mail and any", "this message and any",
        "this email including any", "this e mail including any", "this message including any",
        "this email including attachments", "this communication and any",
        "this email is confidential", "this e mail is confidential", "this message is confidential",
        "this communication is confidential", "this email is intended only",
        "this e mail is intended only", "this message is intended only",
        "this email is intended for", "this e mail is intended for", "this message is intended for",
        "this email may contain", "this e mail may contain", "this message may contain",
        "this email contains", "this e mail contains", "this message contains confidential",
        "this email message", "this e mail message", "this transmission", "this electronic",
        "the information contained in this", "the information in this email",
        "the information in this e mail", "the information transmitted", "disclaimer",
        "legal disclaimer", "legal notice", "important notice", "the contents of this email",
        "the contents of this e mail", "the content of this email", "if you are not the intended",
        "if you have received this email in error", "if you have received this message in error",
        "if you received this email in error", "privileged and confidential",
        "confidential and privileged", "please consider the environment",
        "think before you print", "consider the environment before", "emails are not secure",
        "internet communications are not", "registered in england", "virus free", "scanned by",
        "diese e mail enthält", "diese nachricht enthält", "diese e mail und",
        "diese nachricht und",
        "diese e mail ist vertraulich", "diese nachricht ist vertraulich",
        "der inhalt dieser e mail", "die information in dieser", "die informationen in dieser",
        "dieses e mail", "diese email", "vertraulichkeitshinweis", "haftungsausschluss",
        "rechtlicher hinweis", "bitte denken sie an die umwelt", "bitte prüfen sie, ob",
        "falls sie nicht der", "wenn sie nicht der richtige adressat",
        "ce message et", "ce message est confidentiel", "ce message est exclusivement",
        "ce message électronique", "ce courriel et", "ce courriel est", "ce courriel peut",
        "les informations contenues dans", "avis de confidentialité", "clause de confidentialité",
        "avant d'imprimer", "pensez à l'environnement",
        "este mensaje y", "este mensaje es confidencial", "este mensaje puede contener",
        "este mensaje contiene", "este mensaje se dirige", "este correo electrónico y",
        "este correo electrónico contiene", "este correo y", "la información contenida en",
        "aviso legal", "aviso de confidencialidad", "antes de imprimir",
        "questo messaggio è", "questo messaggio e", "questo messaggio contiene", "questa e mail è",
        "questa e mail e", "le informazioni contenute in", "le informazioni contenute nella",
        "il presente messaggio", "ai sensi del", "avviso di riservatezza",
        "esta mensagem", "este e mail e", "este e mail contém", "este email e", "esta mensagem e",
        "as informações contidas", "aviso de confidencialidade",
        "dit bericht is vertrouwelijk", "dit bericht is uitsluitend", "dit bericht kan",
        "dit e mailbericht",
        "deze e mail en", "deze e mail is", "deze email is", "de informatie verzonden",
        "de informatie in deze", "denk aan het milieu",
        "detta meddelande är", "detta meddelande kan", "detta e postmeddelande", "denna e post",
        "denne e mail", "denne mail", "denne e posten", "denne meddelelse", "dette e brev",
        "tämä viesti", "tämä sähköposti", "ta wiadomość", "niniejsza wiadomość",
        "treść tej wiadomości",
        "wiadomość ta", "informacje zawarte w", "tato zpráva", "tento e mail", "obsah této",
        "это сообщение", "данное сообщение", "настоящее сообщение", "содержание данного",
        "bu e posta", "bu mesaj", "bu elektronik posta", "ez az e mail",
    ]
    /// Scripts without spaces.
    private static let runs = [
        "このメールには", "このメールは", "本メールに", "本メールは", "この電子メール", "本邮件及", "本邮件含", "本邮件包含",
        "本電子郵件", "本郵件", "此邮件包含", "본 메일은", "본 이메일", "이 이메일은",
    ]
}
