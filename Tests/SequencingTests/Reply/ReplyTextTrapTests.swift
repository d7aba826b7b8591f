import Sequencing
import Testing

/// What mail programs add in rarer ways, and what people write that looks like it.
@Suite struct ReplyTextTrapTests {
    @Test(
        "What a program or a person adds below the text is cut",
        arguments: [
            "Le 3 août 2026 09:14, Nora Feld a ecrit :\n> q",
            "Понедельник, 3 августа 2026, 9:14 +03:00 от Nora <n@v.example>:\n\n> q",
            "בתאריך יום ב׳, 3 באוג׳ 2026 ב-9:14 מאת Nora <n@v.example>:\n\n> q",
            "Nora Feld, 3 August 2026 09:14:\n> q",
            "\"Nora Feld\" <n@v.example>\n08/03/2026 09:14 AM\n\nTo\n<a@c.example>\ncc\n\nSubject\nS\n\nq",
            ">>> Nora Feld <n@v.example> 8/3/2026 9:14 AM >>>\nHello\n\nNora",
            "----- Mail original -----\nDe: \"Nora\" <n@v.example>\nEnvoyé: Lundi 3\nObjet: S\n\nq",
            "__\nAda Brandt\nHead of Logistics", "* * *\nAda Brandt\nCustomer AG",
            "Sent from my iPhone\nPlease excuse any typos.", "Sent from Front",
            "Verzonden vanuit Outlook voor iOS", "Elküldve az iPhone-omról", "נשלח מה-iPhone שלי",
            "Envoyé à partir d'Outlook pour iOS", "Wysłane z urządzenia mobilnego",
            "Odesláno z mobilního telefonu", "Android için Outlook'u edinin",
            "来自 iPhone 的邮件", "iOS용 Outlook 다운로드",
            "-----BEGIN PGP SIGNATURE-----\n\niQEcBAEB\n-----END PGP SIGNATURE-----",
        ])
    func added(tail: String) {
        #expect(ReplyText.visible(in: "Fine by me.\n\n\(tail)\n") == "Fine by me.")
    }

    @Test("A text signed in the clear is what stands between PGP's lines") func signedText() {
        let text = """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            Fine by me.

            - --\u{20}
            Ada
            -----BEGIN PGP SIGNATURE-----

            iQEcBAEB
            -----END PGP SIGNATURE-----
            """
        #expect(ReplyText.visible(in: text) == "Fine by me.")
    }

    @Test(
        "What people write stays whole",
        arguments: [
            "This message reached me late. When can we talk?",
            "This email contains my answers:\n\n1. yes\n2. no",
            "Important notice: we move on Monday.\n\nAda",
            "Registered in England? We need a local supplier.",
            "Esta mensagem chegou tarde. Podemos falar amanhã?",
            "La información contenida en su web es clara. ¿Cuánto cuesta?",
            "Это сообщение я получила вчера. Когда созвонимся?",
            "Bu mesaj için teşekkürler. Yarın konuşalım mı?",
            "Ta wiadomość dotarła wczoraj. Kiedy rozmawiamy?",
            "Questo messaggio è arrivato ieri. Quando parliamo?",
            "このメールは昨日届きました。いつ話せますか。",
            "Our size is\n> 500 people, so the small plan will not do.\n\nWhat is the price?",
            "First topic.\n\n-----\n\nSecond topic.", "Title\n=====\n\nText below the title",
            "First topic.\n\n* * *\n\nSecond topic.",
            "Config:\n\n---\nname: works\nto: list\nfrom: us\n---\n\nDone.",
            "Patch:\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n\nAda",
            "Date: 3 August 2026\nTo: all\n\nDear all, we start in May.",
            "Hi\n\nOn Monday I wrote:\n\nthe plan is fine.\n\nStill true today.",
            "Run this:\n\n-- get all\nSELECT * FROM a;\n\nThen tell me.",
        ])
    func kept(text: String) {
        #expect(ReplyText.visible(in: text) == text)
    }
}
