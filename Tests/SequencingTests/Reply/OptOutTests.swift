import Sequencing
import Testing

@Suite struct OptOutTests {
    static func form(_ text: String) -> ReplyClass {
        ReplyRulesTests.classify(ReplyRulesTests.message(text: text))
    }

    @Test(
        "One word is enough, in any language of the leads",
        arguments: [
            "stop", "STOP.", "Unsubscribe!", "Please unsubscribe", "unsubscribe please",
            "Remove me",
            "opt-out", "Abmelden", "Bitte abmelden", "stopp", "Désinscription", "Baja",
            "Disiscrivimi", "Uitschrijven", "Afmelden", "Descadastrar", "Avregistrera", "Afmeld",
            "Wypisz mnie", "Отписаться", "配信停止", "退订", "수신거부",
            "Unsubscribe\n\nAda Brandt\nHead of Logistics\nCustomer AG",
        ])
    func oneWord(text: String) {
        #expect(Self.form(text) == .optOut(ReplyClass.OptOut(form: .oneWord)))
    }

    @Test(
        "A plain request is one",
        arguments: [
            "Could you remove me from your mailing list?", "Please take me off your list, Nora.",
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
