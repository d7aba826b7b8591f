import Sequencing
import Testing

@Suite struct ReplyTextPartsTests {
    @Test(
        "An attribution is known in each language, and what is above it stays",
        arguments: [
            "On 3-Aug-2026, at 9:14 PM, Nora Feld <n@v.example> wrote:\n\n>\n> q",
            "On Mon, Aug 3, 2026 at 9:14 AM,\nNora Feld\n<n@v.example> wrote:\n> q",
            "On Monday, August 3, 2026 9:14 AM, Nora Feld <n@v.example>\n\nwrote:\n\n> q",
            "*On Mon, 3 Aug 2026 09:14, Nora Feld <n@v.example> wrote:*\n> q",
            "_On 3 Aug 2026, Nora Feld wrote:_\n> q",
            "------On 08/03/2026 09:14 AM, Nora Feld wrote-----\n\nq without signs",
            "---- On Mon, 03 Aug 2026 09:14:00 +0200 Nora <n@v.example> wrote ----\n\nq",
            "On Aug 3, 2026, at 9:14 AM, Nora Feld sent:\n\n> q",
            "On 8/3/2026 9:14 AM, Nora Feld wrote:\nq without signs",
            "On 2026-08-03 09:14, Nora Feld wrote:\n> q",
            "Quoting Nora Feld <n@v.example>:\n\n> q",
            "Nora Feld wrote:\n> q", "On Monday, Nora Feld wrote:\n> q",
            "  On Mon, Aug 3, 2026 at 9:14 AM, Nora Feld<n@v.example> wrote:   Hello there",
            "2026/8/3 Nora Feld <n@v.example>\n\n> q",
            "2026-08-03 9:14 GMT+02:00 Nora Feld <n@v.example>:\n\n> q",
            "Zitat von Nora Feld <n@v.example>:\n> q",
            "Nora Feld <n@v.example> schrieb am Mo., 3. Aug. 2026, 09:14:\n\n> q",
            "Am 3. August 2026 09:14:21 MESZ schrieb Nora Feld <n@v.example>:\nq",
            "Le lundi 3 août 2026 à 09:14,\nNora Feld <n@v.example> a\nécrit :\n\n> q",
            "Nora Feld <n@v.example> a écrit le 3 août 2026 :\n> q",
            "El 3/8/26 a las 9:14, Nora Feld escribió:\n> q",
            "Il 03/08/2026 09:14, Nora Feld ha scritto:\nq",
            "Em 03/08/2026 09:14, Nora Feld escreveu:\n> q",
            "Op 3-aug.-2026, om 09:14 heeft Nora <n@v.example> het volgende geschreven:\n\nq",
            "Den 3 augusti 2026 09:14 skrev Nora Feld <n@v.example>:\nq",
            "Den man. 3. aug. 2026 kl. 09.14 skrev Nora Feld <n@v.example>:\n\n> q",
            "ma 3. elok. 2026 klo 9.14 Nora Feld (n@v.example) kirjoitti:\n\n> q",
            "W dniu 3 sierpnia 2026 09:14 użytkownik Nora Feld <n@v.example>\nnapisał:\n\nq",
            "Dne 3.8.2026 v 9:14 Nora Feld napsal(a):\n> q",
            "po 3. 8. 2026 v 9:14 odesílatel Nora Feld <n@v.example> napsal:\n\n> q",
            "3 августа 2026 г., 9:14, Nora Feld <n@v.example> написала:\n\n> q",
            "Nora Feld <n@v.example>, 3 Ağu 2026 Pzt, 09:14 tarihinde şunu yazdı:\n\n> q",
            "ср, 5 авг. 2026 г. в 09:14, Nora Feld <n@v.example>:\n\n> q",
            "Vào 09:14 3 tháng 8, 2026, Nora Feld <n@v.example> đã viết:\n\n> q",
            "2026年8月3日(月) 9:14 Nora Feld <n@v.example>:\n\n> q",
            "在 2026年8月3日，上午9:14，Nora Feld <n@v.example> 写道：\n\nq",
            "2026년 8월 3일 (월) 오전 9:14, Nora Feld <n@v.example>님이 작성:\n\n> q",
        ])
    func attributions(quote: String) {
        let parts = ReplyText.parts(in: "It works, thanks.\n\n" + quote)
        #expect(parts.written == "It works, thanks.")
        #expect(parts.quote == quote.replacing("\n\n\n", with: "\n\n"))
        #expect(parts.signature.isEmpty && parts.disclaimer.isEmpty)
    }

    @Test(
        "A quoted header is known in each language, and what is below it is the quote",
        arguments: [
            "From: Nora Feld <n@v.example>\nDate: Mon, 3 Aug 2026 09:14:00 +0200\n\nq",
            "Date: Mon, 3 Aug 2026 09:14:00 +0200\nTo: ada@customer.example\n\nq",
            "Date: Mon, 3 Aug 2026 09:14\nFrom: n@v.example\nTo: a@c.example\nSubject: S\n\nq",
            "Subject: S\nDate: Mon, 3 Aug 2026\nFrom: n@v.example\n\nq",
            "  *From:* Nora Feld [mailto:\n  n@v.example]\n  *Sent:* Monday\n  *To:* A\n  *Subject:* S",
            "**From:** Nora\n**Sent:** Monday\n**To:** A\n\nq",
            "From: Nora\n\nSent: Monday, August 3, 2026\n\nTo: Ada\n\nSubject: S\n\nq",
            "  _____  \n\nFrom: Nora\nSent: Monday\nTo: A\nSubject: S\n\nq",
            "-----Original Message-----\n\nq",
            "----- Original Message ----- \nFrom: Nora\n\nq",
            "-------- Original message --------\nFrom: Nora <n@v.example>\nq",
            "Begin forwarded message:\n\nFrom: Nora\n\nq",
            "---------- Forwarded message ----------\nFrom: Nora <n@v.example>\n\nq",
            "-----Ursprüngliche Nachricht-----\nVon: Nora\n\nq",
            "Von: Nora Feld [mailto:n@v.example]\nGesendet: Montag, 3. August 2026\nAn: A\nBetreff: S",
            "De : Nora Feld [mailto:n@v.example]\nEnvoyé : lundi 3 août\nÀ : A\nObjet : S\n\nq",
            "-----Message d'origine-----\nDe : Nora\n\nq",
            "De: Nora\nEnviado el: lunes, 3 de agosto\nPara: A\nAsunto: S\n\nq",
            "Da: Nora\nInviato: lunedì 3 agosto\nA: Ada\nOggetto: S\n\nq",
            "-------- Messaggio originale --------\nDa: Nora\n\nq",
            "De: Nora\nEnviada em: segunda-feira\nPara: A\nAssunto: S\n\nq",
            "Van: Nora\nVerzonden: maandag\nAan: A\nOnderwerp: S\n\nq",
            "-----Oorspronkelijk bericht-----\nVan: Nora\n\nq",
            "Från: Nora [mailto:n@v.example]\nSkickat: den 3 augusti 2026 09:14\nTill: A\nÄmne: S\n\nq",
            "Fra: n@v.example\nSendt: 3. august 2026\nTil: A\nEmne: S\n\nq",
            "Lähettäjä: Nora\nLähetetty: maanantai\nVastaanottaja: A\nAihe: S\n\nq",
            "Od: Nora\nWysłano: poniedziałek\nDo: A\nTemat: S\n\nq",
            "Od: Nora\nOdesláno: pondělí\nKomu: A\nPředmět: S\n\nq",
            "От: Nora\nОтправлено: 3 августа\nКому: A\nТема: S\n\nq",
            "Kimden: Nora\nGönderildi: 3 Ağustos\nKime: A\nKonu: S\n\nq",
            "差出人: Nora\n送信日時: 2026年8月3日\n宛先: A\n件名: S\n\nq",
            "发件人: Nora\n发送时间: 2026年8月3日\n收件人: A\n主题: S\n\nq",
            "보낸 사람: Nora\n보낸 날짜: 2026년 8월 3일\n받는 사람: A\n제목: S\n\nq",
            "##- Please type your reply above this line -##\n\nq",
        ])
    func headers(quote: String) {
        let parts = ReplyText.parts(in: "It works, thanks.\n\n" + quote)
        #expect(parts.written == "It works, thanks.")
        #expect(!parts.quote.isEmpty)
        #expect(parts.signature.isEmpty && parts.disclaimer.isEmpty)
    }

    @Test(
        "A signature is kept apart",
        arguments: [
            ("-- \nAda", "-- \nAda"), ("--\nAda Brandt\nHead of Logistics", nil),
            ("-Ada", nil), ("- ada", nil), ("-- Ada", nil), ("— Ada Brandt", nil),
            ("---\nAda", nil), ("-----\nAda Brandt\nSales\n-----", nil),
            ("Kind regards\nAda Brandt\nHead of Logistics\nCustomer AG", nil),
            ("-----\nAda Brandt\n+49 30 5550100", nil),
            ("________________________________\nops mailing list\nops@lists.example", nil),
            ("—\nReply to this email directly or view it on the web.", nil),
            ("Sent from my iPhone", nil), ("Sent from my Samsung Galaxy smartphone.", nil),
            ("Sent from my Verizon Wireless BlackBerry", nil),
            ("Sent wirelessly from my BlackBerry device on the Bell network.", nil),
            ("Sent from Yahoo Mail for iPhone", nil), ("Sent from Yahoo Mail on Android", nil),
            ("Sent from my Windows Phone", nil), ("Sent from Mail for Windows 10", nil),
            ("Sent from Mailspring (https://mail.example), the best app", nil),
            ("Sent from Outlook for iOS\n<https://aka.example/o>", nil),
            ("Get Outlook for Android<https://aka.example/o>", nil),
            ("Sent via Superhuman", nil), ("Von meinem iPhone gesendet", nil),
            ("Gesendet von Mail für Windows", nil), ("Gesendet mit der GMX Mail App", nil),
            ("Envoyé de mon iPhone", nil), ("Envoyé depuis mon téléphone Orange", nil),
            ("Enviado desde mi iPhone", nil), ("Enviado do meu iPhone", nil),
            ("Inviato da iPhone", nil), ("Verstuurd vanaf mijn iPhone", nil),
            ("Skickat från min iPhone", nil), ("Sendt fra min iPhone", nil),
            ("Lähetetty iPhonesta", nil), ("Wysłane z iPhone'a", nil), ("Odesláno z iPhonu", nil),
            ("Отправлено с iPhone", nil), ("iPhone'umdan gönderildi", nil),
            ("iPhoneから送信", nil), ("发自我的iPhone", nil), ("나의 iPhone에서 보냄", nil),
            ("Best regards,\n\nAda Brandt\nHead of Logistics\nT +49 30 5550100", nil),
            ("Mit freundlichen Grüßen\nAda Brandt\nKunde AG\nwww.kunde.example", nil),
        ] as [(String, String?)])
    func signatures(signature: String, expected: String?) {
        let quote = "On Mon, 3 Aug 2026, Nora <n@v.example> wrote:\n> q"
        for text in ["Fine by me.\n\n\(signature)", "Fine by me.\n\n\(signature)\n\n\(quote)"] {
            let parts = ReplyText.parts(in: text)
            #expect(parts.written == "Fine by me.")
            #expect(parts.signature.filter { $0 != " " } == signature.filter { $0 != " " })
        }
    }

    @Test(
        "A disclaimer is kept apart",
        arguments: [
            "CONFIDENTIALITY NOTICE: for the addressee only.\nDelete it otherwise.",
            "This e-mail and any attachments are confidential.\n\nPlease consider the environment.",
            "Diese E-Mail enthält vertrauliche Informationen.",
            "Ce message et toutes les pièces jointes sont confidentiels.",
            "Este mensaje y sus anexos son confidenciales.",
            "Questo messaggio è riservato.", "Dit bericht is vertrouwelijk.",
            "Niniejsza wiadomość jest poufna.", "このメールには機密情報が含まれています。",
        ])
    func disclaimers(disclaimer: String) {
        let parts = ReplyText.parts(in: "Fine by me.\n\n\(disclaimer)")
        #expect(parts == ReplyText.Parts(written: "Fine by me.", disclaimer: disclaimer))
    }

    @Test(
        "Answers around quotes stay, in order; what only looks like a part of a mail stays",
        arguments: [
            (
                "Yes\n\nOn Mon, 3 Aug 2026, Nora <n@v.example> wrote:\n\n>\n> q\n\nRegards, Ada",
                "Yes\n\nRegards, Ada"
            ),
            ("> one?\n\nYes.\n\n> two?\n\nNo.\n\n-- \nAda", "Yes.\n\nNo."),
            ("On Mon, 3 Aug 2026, Nora <n@v.example> wrote:\n> q\n> q\nBelow.", "Below."),
            ("-----Original Message-----\n> From: Nora\n> q\n\nBelow.", "Below."),
            ("CAUTION: This email originated from outside.\n\nHello Nora", "Hello Nora"),
            ("Thanks Bob\nOn Mon, 3 Aug 2026, Nora <n@v.example> wrote:\n> q", "Thanks Bob"),
            (
                "Call me at 5:\nOn 3 Aug 2026 at 9:14, Nora <n@v.example> wrote:\n\nq",
                "Call me at 5:"
            ),
            (
                "Hi\n> a long line of sixty letters that a mail program broke, so that\nit goes on\n> q",
                "Hi"
            ),
            (
                "On your remote host you can run:\n\n    nc 127.0.0.1 52698\n\nIt connects.",
                "On your remote host you can run:\n\n    nc 127.0.0.1 52698\n\nIt connects."
            ),
            (
                "One more mail\n\nSent from my desk, it is easier than my mobile phone.",
                "One more mail\n\nSent from my desk, it is easier than my mobile phone."
            ),
            ("Two:\n\n  - spaces\n  - formats\n\nOK?", "Two:\n\n  - spaces\n  - formats\n\nOK?"),
            ("Choose:\n- Lisbon\n- Porto", "Choose:\n- Lisbon\n- Porto"),
            ("a correct -- signature\n\n-- \nada", "a correct -- signature"),
            ("Look:\n--> one\n--> two\n--\nAda", "Look:\n--> one\n--> two"),
            (
                "Look\n>>> >>> https://v.example <<<\nnow",
                "Look\n>>> >>> https://v.example <<<\nnow"
            ),
            (
                "Interview:\n\nDate: Wednesday 3, October\nTime: 7:00\nAddress: 1 Long St\n\nBring it.",
                "Interview:\n\nDate: Wednesday 3, October\nTime: 7:00\nAddress: 1 Long St\n\nBring it."
            ),
            ("Thanks,\nAda", "Thanks,\nAda"), ("Sent with love.", "Sent with love."),
            ("Gesendet von meinem Chef:\nSieh an.", "Gesendet von meinem Chef:\nSieh an."),
            ("Log:\n-----\nerror\n-----\n\nWhat now?", "Log:\n-----\nerror\n-----\n\nWhat now?"),
            ("Fine.\n\nBest regards,\nAda Brandt", "Fine.\n\nBest regards,\nAda Brandt"),
            (
                "Fine.\n\nBest,\nAda\n\nPS: call +49 30 5550100",
                "Fine.\n\nBest,\nAda\n\nPS: call +49 30 5550100"
            ),
            ("Ask her: she wrote the report in 2019.", "Ask her: she wrote the report in 2019."),
            (
                "Here is what 3 people wrote:\n\nIt is good.",
                "Here is what 3 people wrote:\n\nIt is good."
            ),
            ("A\n\n\n\nB\r\nC", "A\n\n\n\nB\nC"),
        ])
    func around(text: String, expected: String) {
        #expect(ReplyText.visible(in: text) == expected)
    }

    @Test(
        "Hostile texts cost what their length is: looking ahead for each line anew would take minutes",
        .timeLimit(.minutes(1)),
        arguments: [
            "--", "On Mon, 3 Aug 2026", "From: a", "________", "- Ada", "> q", "Thanks,",
            "-----BEGIN PGP SIGNATURE-----", "This message and any word", "1/1 10:12", "* * *",
        ])
    func hostile(line: String) {
        let count = 30_000 / (line.utf8.count + 1)
        let parts = ReplyText.parts(in: String(repeating: line + "\n", count: count))
        let lines = [parts.written, parts.quote, parts.signature].flatMap {
            $0.split(separator: "\n")
        }
        #expect(lines.count == count)
    }
}
