import Sequencing
import Testing

@Suite struct IntentTests {
    static func intent(_ text: String) -> ReplyIntent? {
        let reading = ReplyRules.read(
            ReplyRulesTests.message(text: text), now: ReturnDateTests.sentAt,
            leadZoneOffsetSeconds: 7200)
        #expect(reading.replyClass == .person, "\(reading.replyClass)")
        return reading.intent
    }

    @Test(
        "What a person wants is proposed in each language",
        arguments: [
            ("Sounds good, let's talk on Thursday.", ReplyIntent.Kind.interested),
            ("Forwarding to my colleague Petra who can help.", .referral),
            ("No need, we do this in-house.", .notInterested),
            ("Yes please!", .interested), ("Tell me more about it.", .interested),
            ("Your mail was marked undeliverable, but I'm interested.", .interested),
            ("Das klingt interessant, schicken Sie mir mehr.", .interested),
            ("Ja gerne.", .interested), ("Wir haben Interesse.", .interested),
            ("Ça m'intéresse, envoyez-moi une offre.", .interested),
            ("Me interesa, llámeme mañana.", .interested),
            ("Sono interessato, mi invii maggiori informazioni.", .interested),
            ("Klinkt goed, bel me morgen.", .interested),
            ("Tenho interesse, podemos falar?", .interested),
            ("Det låter intressant, ring mig.", .interested),
            ("Det lyder spændende, fortæl mere.", .interested), ("Ja takk!", .interested),
            ("Olemme kiinnostuneita.", .interested), ("Jestem zainteresowana.", .interested),
            ("Máme zájem, zavolejte mi.", .interested), ("Нам интересно, пришлите.", .interested),
            ("İlgileniyoruz, beni arayın.", .interested), ("興味があります。", .interested),
            ("我们对此感兴趣。", .interested), ("관심이 있습니다.", .interested),
            ("Not interested, thanks.", .notInterested), ("No.", .notInterested),
            ("We already have a vendor for this.", .notInterested), ("Nein danke", .notInterested),
            ("Wir haben keinen Bedarf.", .notInterested), ("Non merci.", .notInterested),
            ("Nous ne sommes pas intéressés.", .notInterested),
            ("No nos interesa.", .notInterested), ("Non siamo interessati.", .notInterested),
            ("Geen interesse.", .notInterested), ("Não temos interesse.", .notInterested),
            ("Nej tack, inte intresserad.", .notInterested), ("Ikke interesseret.", .notInterested),
            ("Nei takk.", .notInterested), ("Ei kiitos.", .notInterested),
            ("Nie jesteśmy zainteresowani.", .notInterested), ("Nemáme zájem.", .notInterested),
            ("Нас это не интересует.", .notInterested), ("İlgilenmiyoruz.", .notInterested),
            ("興味はありません。", .notInterested), ("我们不需要。", .notInterested),
            ("관심이 없습니다.", .notInterested),
            ("I'm not the right person for this.", .wrongPerson),
            ("Dafür bin ich nicht zuständig.", .wrongPerson),
            ("Je ne suis pas la bonne personne.", .wrongPerson),
            ("No soy la persona indicada.", .wrongPerson),
            ("Non me ne occupo io.", .wrongPerson), ("Ik ga hier niet over.", .wrongPerson),
            ("Não sou a pessoa certa.", .wrongPerson), ("Jag är inte rätt person.", .wrongPerson),
            ("Nie zajmuję się tym.", .wrongPerson), ("Я этим не занимаюсь.", .wrongPerson),
            ("担当ではありません。", .wrongPerson),
            ("Please talk to my colleague Petra.", .referral),
            ("I've copied Petra, who runs the warehouse.", .referral),
            ("Bitte wenden Sie sich an Frau Kessler.", .referral),
            ("Veuillez contacter ma collègue Petra.", .referral),
            ("Por favor, hable con Petra.", .referral), ("Parli con la mia collega.", .referral),
            ("Neem contact op met Petra.", .referral), ("Fale com a Petra.", .referral),
            ("Kontakta min kollega Petra.", .referral), ("Tal med min kollega.", .referral),
            ("Proszę o kontakt z Petrą.", .referral), ("Obraťte se na Petru.", .referral),
            ("Обратитесь к Петре.", .referral),
            ("What does it cost?", .question), ("Was kostet das?", .question),
            ("Combien ça coûte ?", .question), ("¿Cuánto cuesta?", .question),
            ("価格はいくらですか？", .question),
            ("Please remove me from this thread.", .unsubscribe),
        ] as [(String, ReplyIntent.Kind)])
    func kinds(text: String, kind: ReplyIntent.Kind) {
        let seen = Self.intent(text)
        #expect(seen?.kind == kind)
        #expect(seen?.evidence.count ?? 0 > 3)
    }

    @Test(
        "A later day is found",
        arguments: [
            ("Not now, try me in Q4.", "2026-10-01"),
            ("Contact me again in September.", "2026-09-01"),
            ("Not interested this year, come back in March.", "2027-03-01"),
            ("No budget. Reach out again next year.", "2027-01-01"),
            ("Not at the moment. Maybe in two months.", "2026-10-03"),
            ("Please check back on 15 September.", "2026-09-15"),
            ("Let's revisit next quarter.", "2026-10-01"),
            ("Derzeit kein Bedarf, melden Sie sich im Oktober.", "2026-10-01"),
            ("Melden Sie sich bitte im 4. Quartal wieder.", "2026-10-01"),
            ("Nächstes Jahr wieder.", "2027-01-01"),
            ("Pas maintenant, recontactez-moi en septembre.", "2026-09-01"),
            ("Ahora no. Vuelva a contactarme en octubre.", "2026-10-01"),
            ("Al momento no, mi ricontatti a settembre.", "2026-09-01"),
            ("Nu niet, probeer het in september.", "2026-09-01"),
            ("Agora não, volte a contactar em setembro.", "2026-09-01"),
            ("Inte just nu, hör av dig i oktober.", "2026-10-01"),
            ("Nie teraz, proszę się odezwać we wrześniu.", "2026-09-01"),
            ("Не сейчас, напишите в сентябре.", "2026-09-01"),
            ("Ikke nu, kontakt mig igen om to måneder.", "2026-10-03"),
            ("Bad timing.", nil), ("Too busy, circle back later.", nil),
        ] as [(String, String?)])
    func later(text: String, day: String?) {
        let seen = Self.intent(text)
        #expect(seen?.kind == .notNow)
        #expect(seen?.notBefore == day.flatMap { LocalDate(text: $0) })
    }

    @Test(
        "The address of the person to talk to is proposed, never the writer's or ours",
        arguments: [
            ("Please talk to Petra, petra@customer.example.", "petra@customer.example"),
            (
                "Not my area. Petra.Holm@Customer.example is responsible for it.",
                "petra.holm@customer.example"
            ),
            ("I'm the wrong person: <petra@customer.example>", "petra@customer.example"),
            (
                "Bitte wenden Sie sich an Frau Holm (petra@customer.example).",
                "petra@customer.example"
            ),
            ("Please contact my assistant, not ada@customer.example or nora@vendor.example.", nil),
            ("Please talk to Petra.\n\n-- \nAda, info@customer.example", nil),
        ] as [(String, String?)])
    func address(text: String, address: String?) {
        let seen = Self.intent(text)
        #expect(seen?.kind == .referral)
        #expect(seen?.referredTo == address)
    }

    @Test(
        "Nothing is proposed where nothing is clear, or where only the quote says it",
        arguments: [
            "Received.", "See below.", "The weather is fine in Lisbon.", "Hm.", "FYI",
            "> Are you interested?\n\nHm.", "Please contact me.",
            "Hm.\n\nOn Mon, 3 Aug 2026, Nora <n@v.example> wrote:\nsounds good",
        ])
    func unclear(text: String) {
        #expect(Self.intent(text) == nil)
    }
}
