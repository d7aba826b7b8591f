import Sequencing
import Testing

@Suite struct OptOutTests {
    static func form(_ text: String) -> ReplyClass {
        ReplyRulesTests.classify(ReplyRulesTests.message(text: text))
    }

    @Test(
        "The subject that our link writes is one, with the token of its touch; others are none",
        arguments: [
            ("unsubscribe", true), ("Unsubscribe u12.0.1.0123456789abcdef0123", true),
            ("unsubscribe u12.0.0123456789abcdef0123", false),
            ("unsubscribe 2026", false), ("unsubscribe u12.0.1.0123456789abcdef0123 please", false),
            ("Your unsubscribe u12.0.1.0123456789abcdef0123", false),
        ])
    func ownSubject(_ subject: String, isOptOut: Bool) {
        let message = ReplyRulesTests.message(subject: subject, text: "Sent by a mail program.")
        let expected: ReplyClass =
            isOptOut ? .optOut(ReplyClass.OptOut(form: .listUnsubscribe)) : .person
        #expect(ReplyRulesTests.classify(message) == expected)
    }

    @Test(
        "One word is enough, in any language of the leads",
        arguments: [
            "stop", "STOP.", "Unsubscribe!", "Please unsubscribe", "unsubscribe please",
            "Remove me",
            "opt-out", "Abmelden", "Bitte abmelden", "stopp", "Désinscription", "Baja",
            "Disiscrivimi", "Uitschrijven", "Afmelden", "Descadastrar", "Avregistrera", "Afmeld",
            "Wypisz mnie", "Отписаться", "配信停止", "退订", "수신거부", "配信停止してください。", "请取消订阅。",
            "Unsubscribe\n\nAda Brandt\nHead of Logistics\nCustomer AG",
        ])
    func oneWord(text: String) {
        #expect(Self.form(text) == .optOut(ReplyClass.OptOut(form: .oneWord)))
    }

    @Test(
        "A plain request is one",
        arguments: [
            "Could you remove me from your mailing list?", "Non scrivetemi più.",
            "We're not interested, please remove our address from your database.",
            "Do not contact me by phone or email.", "Please take me off your list, Nora.",
            "Would you kindly stop emailing me.", "Do not contact me again.",
            "Don’t email me any more!",
            "I would like to unsubscribe from this.", "Hi Nora,\nplease remove my email address.",
            "Please remove me from your list right now!",
            "I have asked you before to remove me from your list.",
            "We're not interested. Please remove us from your database.",
            "Bitte löschen Sie meine Daten.", "Bitte keine weiteren E-Mails.",
            "Streichen Sie mich bitte.", "Merci de me retirer de votre liste.",
            "Veuillez ne plus me contacter.", "Por favor, quiero darme de baja de esto.",
            "No quiero recibir más correos.", "Vi prego, cancellatemi subito.",
            "Haal mij van deze lijst.", "Não quero receber estes emails.",
            "Ta bort mig från listan.", "Proszę mnie wypisać z listy.", "Больше не пишите мне.",
        ])
    func sentence(text: String) {
        #expect(Self.form(text) == .optOut(ReplyClass.OptOut(form: .sentence)))
    }

    @Test(
        "What is smaller, later, quoted or about something else stays a person's answer",
        arguments: [
            "Please stop by our booth.", "Stop me if I am wrong, but is this free?",
            "Don't remove me from your list!", "Please remove me from this thread, ask Ben.",
            "Don't contact me at this address, use ada@other.example.",
            "Stop emailing me until March, then we have a budget.",
            "We cannot unsubscribe our own users, can you help?", "Not interested, thanks.",
            "Is there a way to remove duplicates from my list?", "Stop?", "No.",
            "Yes please!\n\n> answer “unsubscribe” and I will stop emailing you",
            "Yes.\n\n-- \nAda\nTo opt out reply STOP. Please remove me from your list.",
            "Yes.\n\nOn Mon, 3 Aug 2026, Nora <n@v.example> wrote:\nPlease unsubscribe here.",
        ])
    func person(text: String) {
        #expect(Self.form(text) == .person)
    }

    @Test(
        "Each language has its request",
        arguments: [
            "Please do not contact me again.", "I wish to be removed from all lists.",
            "Bitte nehmen Sie mich aus dem Verteiler.", "Bitte schreiben Sie mir nicht mehr.",
            "Ich widerspreche der Verarbeitung meiner Daten.", "Ne m'envoyez plus rien.",
            "Je ne souhaite plus recevoir vos messages.", "No me escriba más, por favor.",
            "Eliminen mis datos de su lista.", "Non mi contattate più.",
            "Toglietemi dalla vostra lista.", "Não quero mais receber mensagens.",
            "Por favor, me tire da lista.", "Ik wil niet meer ontvangen, stop met mailen.",
            "Sluta kontakta mig.", "Jag undanber mig fler utskick.", "Fjern mig fra listen.",
            "Jeg ønsker ikke at modtage flere.", "Jeg ønsker ikke å motta flere.",
            "En halua enää saada viestejä.", "Proszę o usunięcie moich danych.",
            "Proszę się ze mną nie kontaktować.", "Prosím, odhlaste mě.", "Нет, прошу не писать.",
            "Исключите меня из рассылки.", "Lütfen bana mail göndermeyin.",
        ])
    func languages(text: String) {
        #expect(Self.form(text) == .optOut(ReplyClass.OptOut(form: .sentence)))
    }

    @Test(
        "What only sounds like a request stays a person's answer",
        arguments: [
            "Ne me contactez plus par téléphone, écrivez-moi un mail.",
            "I did not receive any further information.", "We had no further contact with them.",
            "How do you handle the right to be forgotten?", "Ich habe Sie von der Liste der Messe.",
            "Could you please stop charging us for the second seat?",
            "No vuelvas a la oficina sin mí.", "Proszę nie wysyłać faktury przed piątkiem.",
            "Не присылайте счёт до пятницы.", "We have geen contact meer met hen.",
        ])
    func noRequest(text: String) {
        #expect(Self.form(text) == .person)
    }

    @Test("The finding shows the words") func evidence() {
        let reading = ReplyRules.read(
            ReplyRulesTests.message(text: "Hello.\nPlease take me\noff your list. Thanks."),
            now: ReturnDateTests.sentAt, leadZoneOffsetSeconds: 0)
        let finding = reading.findings.first { $0.rule == "opt-out" }
        #expect(finding?.evidence == "“Please take me off your list”")
    }

    @Test("The subject counts where nothing else was written") func subjectAlone() {
        let empty = ReplyRulesTests.message(subject: "Re: Abmelden", text: "\n> q")
        #expect(ReplyRulesTests.classify(empty) == .optOut(ReplyClass.OptOut(form: .oneWord)))
        let answered = ReplyRulesTests.message(subject: "Re: Stop", text: "Good idea.")
        #expect(ReplyRulesTests.classify(answered) == .person)
    }

    @Test("A mail to the unsubscribe address is known by its subject") func listUnsubscribe() {
        let message = ReplyRulesTests.message(subject: " Unsubscribe ", text: "")
        #expect(
            ReplyRulesTests.classify(message) == .optOut(ReplyClass.OptOut(form: .listUnsubscribe)))
        let other = ReplyRulesTests.message(subject: "How to unsubscribe my users", text: "Hi")
        #expect(ReplyRulesTests.classify(other) == .person)
    }
}
