import Sequencing
import Testing

@Suite struct ReplyTextTests {
    @Test(
        "The visible text is what the person wrote",
        arguments: [
            ("Yes.\r\n\r\n> quoted\r\n", "Yes."),
            ("Yes.\n\nOn Mon, Aug 3, 2026 at 9:14 AM Nora <n@v.example> wrote:\n> q", "Yes."),
            (
                "Yes.\n\nOn Mon, Aug 3, 2026, Nora Feld <n@v.example>\nwrote:\n\nq without signs",
                "Yes."
            ),
            ("Ja.\n\nAm 03.08.2026 um 09:14 schrieb Nora Feld <n@v.example>:\n> q", "Ja."),
            (
                "Ja.\n\nAm Mo., 3. Aug. 2026 um 09:14 Uhr schrieb Nora Feld <\nn@v.example>:\n> q",
                "Ja."
            ),
            ("Oui.\n\nLe lun. 3 août 2026 à 09:14, Nora <n@v.example> a écrit :\n> q", "Oui."),
            ("Sí.\n\nEl lun, 3 ago 2026 a las 9:14, Nora (<n@v.example>) escribió:\n> q", "Sí."),
            (
                "Sì.\n\nIl giorno lun 3 ago 2026 alle ore 09:14 Nora <n@v.example> ha scritto:\nq",
                "Sì."
            ),
            ("Ja.\n\nOp ma 3 aug 2026 om 09:14 schreef Nora <n@v.example>:\n> q", "Ja."),
            (
                "Sim.\n\nEm seg., 3 de ago. de 2026 às 09:14, Nora <n@v.example>\nescreveu:\n> q",
                "Sim."
            ),
            ("Ja.\n\nDen mån 3 aug. 2026 kl 09:14 skrev Nora <n@v.example>:\n> q", "Ja."),
            ("Tak.\n\npon., 3 sie 2026 o 09:14 Nora <n@v.example> napisał(a):\n> q", "Tak."),
            ("Да.\n\nпн, 3 авг. 2026 г. в 09:14, Nora <n@v.example> написал(а):\n> q", "Да."),
            (
                "はい。\n\n2026年8月3日(月) 9:14 Nora <n@v.example>:\n> q",
                "はい。"
            ),
            ("好的。\n\nNora <n@v.example> 于2026年8月3日周一 09:14写道：\n> q", "好的。"),
            ("Yes.\n\n-----Original Message-----\nFrom: Nora", "Yes."),
            ("Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Nora", "Ja."),
            (
                "Yes.\n\n________________________________\nFrom: Nora\nSent: Monday\nTo: A\nSubject: S\n\nq",
                "Yes."
            ),
            ("Ja.\n\nVon: Nora\nGesendet: Montag\nAn: A\nBetreff: S\n\nq", "Ja."),
            ("Ja.\n\nNora Feld <n@v.example> schrieb am 03.08.2026 09:14:\n\nq", "Ja."),
            ("Yes.\n\nNora Feld wrote on 2026-08-03:\n> q\n> q", "Yes."),
            ("Oui.\n\nDe : Nora\nEnvoyé : lundi\nÀ : A\nObjet : S\n\nq", "Oui."),
            ("*From:* Nora\n*Sent:* Monday\n*To:* A\n\nq", ""),
            ("Yes.\n\n-- \nAda Brandt\nHead of Logistics", "Yes."),
            ("Yes.\n\nSent from my iPhone", "Yes."),
            ("Ja.\n\nVon meinem iPhone gesendet", "Ja."),
            ("Yes.\n\nGet Outlook for iOS<https://aka.example>", "Yes."),
            ("Yes.\n\nThis email and any attachments are confidential.", "Yes."),
            // Answers between and below quoted lines stay.
            ("> one?\nYes.\n> two?\nNo.", "Yes.\nNo."),
            ("On Mon, 3 Aug 2026, Nora <n@v.example> wrote:\n> one?\n\nYes.", "Yes."),
            // What only looks like a quote stays.
            ("On Monday I wrote:\nnothing", "On Monday I wrote:\nnothing"),
            ("As I wrote on 5 May:\n- no", "As I wrote on 5 May:\n- no"),
            ("On 3 August I wrote:\n- no", "On 3 August I wrote:\n- no"),
            ("See what Ben wrote in 2025:\n- no", "See what Ben wrote in 2025:\n- no"),
            (
                "Our offer 5 of May\nis what Ben wrote:\n- no",
                "Our offer 5 of May\nis what Ben wrote:\n- no"
            ),
            ("From: there we go on.\nTo be fair, yes.", "From: there we go on.\nTo be fair, yes."),
            ("Prices:\n- 10\n--\nAda", "Prices:\n- 10"),
            ("", ""),
        ])
    func visibleText(text: String, expected: String) {
        #expect(ReplyText.visible(in: text) == expected)
    }

    @Test("Plain text is taken before HTML, and HTML where the plain is empty")
    func source() {
        let both = ReceivedMessage(plainText: "plain", htmlAsText: "html")
        #expect(ReplyText.visible(in: both) == "plain")
        let html = ReceivedMessage(plainText: " \n", htmlAsText: "html")
        #expect(ReplyText.visible(in: html) == "html")
    }
}
