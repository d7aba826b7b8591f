import Sequencing
import Testing

/// What responders and people write, language by language. Sent on Monday, 3 August 2026.
@Suite struct ReturnDateLanguageTests {
    static let rows: [(String, String)] = [
        // en
        ("I am out of the office until Friday, August 14, 2026.", "2026-08-17"),
        ("I will be out from August 3 through August 14.", "2026-08-17"),
        ("I'm away up to and including 13 August.", "2026-08-14"),
        ("I will not be back until 17 August.", "2026-08-17"),
        ("I will not be back before Monday 17 August.", "2026-08-17"),
        ("I am away until I return on 17 August.", "2026-08-17"),
        ("I'll be back in two weeks.", "2026-08-17"),
        ("Back in 10 days.", "2026-08-13"),
        ("I return next Tuesday.", "2026-08-04"),
        ("I'm back Wednesday of next week.", "2026-08-12"),
        ("Back next week Tuesday", "2026-08-11"),
        ("I will be back in the office after August 14.", "2026-08-17"),
        ("I'm on parental leave until the end of September.", "2026-10-01"),
        ("I will return at the beginning of September.", "2026-09-01"),
        ("I am out until mid-August.", "2026-08-17"),
        ("I am on leave until September.", "2026-09-01"),
        ("I will be back in January 2027.", "2027-01-01"),
        ("Returning on the 17th.", "2026-08-17"),
        ("I'll be back on the first of September.", "2026-09-01"),
        ("Back on September the 1st", "2026-09-01"),
        ("Between 3 and 14 August I am on holiday.", "2026-08-17"),
        ("Out of office 8/3 - 8/14", "2026-08-17"),
        ("I'm away 2026-08-03 to 2026-08-14.", "2026-08-17"),
        ("Back in a week", "2026-08-10"),
        ("I return in a couple of weeks.", "2026-08-17"),
        ("I'm out until next week.", "2026-08-10"),
        ("Closed until further notice, we reopen on 17 August.", "2026-08-17"),
        ("I'm on vacation till Aug-14.", "2026-08-17"),
        ("Estaré de vacaciones del 3 al 14 de agosto, vuelvo el lunes 17.", "2026-08-17"),
        ("Som mimo kancelárie, vrátim sa 17. augusta.", "2026-08-17"),
        ("Szabadságon vagyok, augusztus 17-én leszek újra az irodában.", "2026-08-17"),
        ("Sunt plecat din birou și mă întorc pe 17 august.", "2026-08-17"),
        ("Θα απουσιάζω μέχρι 14 Αυγούστου.", "2026-08-17"),
        ("Out until the end of the week.", "2026-08-10"),
        // de
        ("Ich bin bis zum 14.08.2026 nicht im Büro.", "2026-08-17"),
        ("Ab Montag, den 17. August, bin ich wieder für Sie da.", "2026-08-17"),
        ("Ich bin ab 17.8 wieder erreichbar.", "2026-08-17"),
        ("Vom 3. bis 14. August bin ich im Urlaub.", "2026-08-17"),
        ("Ich bin vom 3.-14.8. außer Haus.", "2026-08-17"),
        ("Ich bin in zwei Wochen zurück.", "2026-08-17"),
        ("Nächste Woche Dienstag bin ich wieder da.", "2026-08-11"),
        ("Ich bin erst nach dem 14. August wieder im Haus.", "2026-08-17"),
        ("Ich bin nicht vor dem 17. August zurück.", "2026-08-17"),
        ("Ich bin bis Ende August in Elternzeit.", "2026-09-01"),
        ("Ich bin Anfang September wieder da.", "2026-09-01"),
        ("Ich bin in KW 34 wieder im Büro.", "2026-08-17"),
        ("Bin bis einschl. 13.08. abwesend.", "2026-08-14"),
        ("Am 17. bin ich zurück.", "2026-08-17"),
        ("Am ersten September bin ich wieder da.", "2026-09-01"),
        ("Ich bin morgen wieder erreichbar.", "2026-08-04"),
        ("Meine Rückkehr ist für den 17. August geplant.", "2026-08-17"),
        // fr
        ("Je suis en congé du 3 au 14 août.", "2026-08-17"),
        ("Absent jusqu'au vendredi 14 août inclus.", "2026-08-17"),
        ("De retour le lundi 17 août.", "2026-08-17"),
        ("Je serai de retour dans deux semaines.", "2026-08-17"),
        ("Je reviens la semaine prochaine.", "2026-08-10"),
        ("Je reviendrai le 1er septembre.", "2026-09-01"),
        ("Je ne serai pas de retour avant le 17/08/2026.", "2026-08-17"),
        ("Je suis absente jusqu'à fin août.", "2026-09-01"),
        ("Je serai de retour après le 14 août.", "2026-08-17"),
        ("Retour lundi.", "2026-08-10"),
        // es
        ("Estoy de vacaciones del 3 al 14 de agosto.", "2026-08-17"),
        ("Regreso el lunes 17 de agosto.", "2026-08-17"),
        ("Estaré fuera hasta el viernes 14 de agosto, inclusive.", "2026-08-17"),
        ("Volveré en dos semanas.", "2026-08-17"),
        ("Vuelvo la semana que viene.", "2026-08-10"),
        ("Me reincorporo el 1 de septiembre.", "2026-09-01"),
        ("Estaré ausente hasta finales de agosto.", "2026-09-01"),
        ("Me reincorporaré el 17/08.", "2026-08-17"),
        ("Estaré de regreso el día 17.", "2026-08-17"),
        // it
        ("Sarò in ferie dal 3 al 14 agosto.", "2026-08-17"),
        ("Sono fuori ufficio fino a venerdì 14 agosto compreso.", "2026-08-17"),
        ("Tornerò lunedì 17 agosto.", "2026-08-17"),
        ("Sarò di ritorno tra due settimane.", "2026-08-17"),
        ("Rientrerò la prossima settimana.", "2026-08-10"),
        ("Rientro il primo settembre.", "2026-09-01"),
        ("Sarò assente fino alla fine di agosto.", "2026-09-01"),
        ("Sarò nuovamente disponibile dal 17/08/2026.", "2026-08-17"),
        // pt
        ("Estarei de férias de 3 a 14 de agosto.", "2026-08-17"),
        ("Estarei ausente até sexta-feira, 14 de agosto.", "2026-08-17"),
        ("Regresso na segunda-feira, 17 de agosto.", "2026-08-17"),
        ("Volto em duas semanas.", "2026-08-17"),
        ("Retorno na próxima semana.", "2026-08-10"),
        ("Retornarei no dia 1 de setembro.", "2026-09-01"),
        ("Estarei fora até o fim de agosto.", "2026-09-01"),
        ("Estarei disponível a partir do dia 17/08.", "2026-08-17"),
        // nl
        ("Ik ben afwezig van 3 t/m 14 augustus.", "2026-08-17"),
        ("Vanaf maandag 17 augustus ben ik weer bereikbaar.", "2026-08-17"),
        ("Ik ben over twee weken weer terug.", "2026-08-17"),
        ("Ik ben volgende week terug.", "2026-08-10"),
        ("Ik ben niet voor 17 augustus terug.", "2026-08-17"),
        ("Ik ben tot eind augustus met verlof.", "2026-09-01"),
        ("Op 17-08-2026 ben ik weer aanwezig.", "2026-08-17"),
        ("Ik ben afwezig tot 14/8.", "2026-08-17"),
        // sv
        ("Jag är på semester t.o.m. 14 augusti.", "2026-08-17"),
        ("Jag är åter på kontoret måndag den 17 augusti.", "2026-08-17"),
        ("Jag har semester till och med den 14/8.", "2026-08-17"),
        ("Jag är tillbaka om två veckor.", "2026-08-17"),
        ("Jag är tillbaka nästa vecka.", "2026-08-10"),
        ("Jag är tillbaka vecka 34.", "2026-08-17"),
        ("Föräldraledig till slutet av augusti.", "2026-09-01"),
        ("Semester 3-14 augusti.", "2026-08-17"),
        // da
        ("Jeg holder ferie til og med fredag d. 14. august.", "2026-08-17"),
        ("Jeg er tilbage på kontoret mandag den 17. august.", "2026-08-17"),
        ("Jeg er tilbage om to uger.", "2026-08-17"),
        ("Jeg er tilbage i næste uge.", "2026-08-10"),
        ("Jeg er tilbage i uge 34.", "2026-08-17"),
        ("Jeg er på ferie fra den 3. til den 14. august.", "2026-08-17"),
        ("Jeg er tilbage 17/8.", "2026-08-17"),
        // nb
        ("Jeg er på ferie til og med 14. august.", "2026-08-17"),
        ("Jeg er tilbake på kontoret mandag 17. august.", "2026-08-17"),
        ("Jeg er tilbake om to uker.", "2026-08-17"),
        ("Jeg er tilbake neste uke.", "2026-08-10"),
        ("Jeg er tilbake i uke 34.", "2026-08-17"),
        ("Jeg er ikke tilbake før 17. august.", "2026-08-17"),
        ("Jeg har permisjon fram til 14.08.2026.", "2026-08-17"),
        // fi
        ("Olen lomalla 14.8. asti.", "2026-08-17"),
        ("Olen lomalla 3.8.-14.8.2026.", "2026-08-17"),
        ("Palaan töihin maanantaina 17.8.", "2026-08-17"),
        ("Olen takaisin toimistolla 17. elokuuta.", "2026-08-17"),
        ("Palaan kahden viikon kuluttua.", "2026-08-17"),
        ("Palaan ensi viikolla.", "2026-08-10"),
        ("Olen poissa elokuun loppuun.", "2026-09-01"),
        ("Olen vuosilomalla perjantaihin 14.8.2026 saakka.", "2026-08-17"),
        // pl
        ("Jestem na urlopie do 14 sierpnia 2026.", "2026-08-17"),
        ("Jestem na urlopie od 3 do 14 sierpnia.", "2026-08-17"),
        ("Wracam w poniedziałek 17 sierpnia.", "2026-08-17"),
        ("Będę nieobecny do 14.08.2026 włącznie.", "2026-08-17"),
        ("Wrócę za dwa tygodnie.", "2026-08-17"),
        ("Wracam za tydzień.", "2026-08-10"),
        ("Będę dostępna po 14 sierpnia.", "2026-08-17"),
        ("Nie będzie mnie w biurze do końca sierpnia.", "2026-09-01"),
        // cs
        ("Jsem na dovolené do 14. srpna.", "2026-08-17"),
        ("Jsem mimo kancelář od 3. do 14. srpna 2026.", "2026-08-17"),
        ("Vrátím se v pondělí 17. srpna.", "2026-08-17"),
        ("Budu zpět 17. 8. 2026.", "2026-08-17"),
        ("Budu zpět za dva týdny.", "2026-08-17"),
        ("Vrátím se příští týden.", "2026-08-10"),
        ("Do konce srpna nebudu v kanceláři.", "2026-09-01"),
        // ru
        ("Я в отпуске до 14 августа.", "2026-08-17"),
        ("Я в отпуске с 3 по 14 августа.", "2026-08-17"),
        ("Вернусь в понедельник, 17 августа.", "2026-08-17"),
        ("Вернусь через две недели.", "2026-08-17"),
        ("Вернусь через неделю.", "2026-08-10"),
        ("Вернусь на следующей неделе.", "2026-08-10"),
        ("Меня не будет до 14.08.2026 включительно.", "2026-08-17"),
        ("Буду доступен после 14 августа.", "2026-08-17"),
        ("Я в отпуске до конца августа.", "2026-09-01"),
        // tr
        ("14 Ağustos'a kadar izindeyim.", "2026-08-17"),
        ("17 Ağustos'ta ofise döneceğim.", "2026-08-17"),
        ("17 Ağustos Pazartesi günü döneceğim.", "2026-08-17"),
        ("3-14 Ağustos tarihleri arasında yıllık izindeyim.", "2026-08-17"),
        ("14.08.2026 tarihine kadar ofis dışındayım.", "2026-08-17"),
        ("İki hafta sonra döneceğim.", "2026-08-17"),
        ("Gelecek hafta döneceğim.", "2026-08-10"),
        // ja
        ("8月14日まで休暇をいただいております。", "2026-08-17"),
        ("8月17日(月)から出社いたします。", "2026-08-17"),
        ("2026年8月17日に戻ります。", "2026-08-17"),
        ("8月3日から8月14日まで不在にしております。", "2026-08-17"),
        ("8/3～8/14まで夏季休暇です。", "2026-08-17"),
        ("来週の火曜日に出社します。", "2026-08-11"),
        ("2週間後に復帰します。", "2026-08-17"),
        ("明日出社します。", "2026-08-04"),
        ("8月末まで休職しております。", "2026-09-01"),
        // zh
        ("我将于8月17日返回办公室。", "2026-08-17"),
        ("我从8月3日至8月14日休假。", "2026-08-17"),
        ("我8月3日至14日休假。", "2026-08-17"),
        ("休假至2026年8月14日，之后处理邮件。", "2026-08-17"),
        ("我下周二回来。", "2026-08-11"),
        ("我两周后回来。", "2026-08-17"),
        ("8月17号恢复上班。", "2026-08-17"),
        // ko
        ("8월 14일까지 휴가입니다.", "2026-08-17"),
        ("8월 17일(월)에 복귀합니다.", "2026-08-17"),
        ("8월 3일부터 8월 14일까지 부재중입니다.", "2026-08-17"),
        ("2026년 8월 17일부터 출근합니다.", "2026-08-17"),
        ("다음 주 화요일에 복귀합니다.", "2026-08-11"),
        ("2주 후에 복귀합니다.", "2026-08-17"),
        // hu, ro, uk
        ("2026. augusztus 14-ig szabadságon vagyok.", "2026-08-17"),
        ("Sunt în concediu până la 14 august.", "2026-08-17"),
        ("Я у відпустці до 14 серпня.", "2026-08-17"),
    ]

    @Test("The first day back is found in every language of the leads", arguments: rows)
    func found(text: String, expected: String) {
        let seen = ReturnDate.find(
            in: text, subject: "", sentAt: ReturnDateTests.sentAt,
            offsetSeconds: ReturnDateTests.berlin)
        #expect(seen == LocalDate(text: expected))
    }

    @Test(
        "Dates that are not the return stay out",
        arguments: [
            "I am out of office. Meet us at the fair on 12 September in hall 3!",
            "We are available 24/7 at +49 30 12 08 26.",
            "Support is available 24/7.",
            "Messe Berlin, 1.-4. September 2026, Halle 7",
            "Ich bin im Urlaub. HRB 14.8.2026, Tel. 030/14 08 26",
            "Your ticket of 14 August was received.",
            "I may call you. Or march on.",
            "Je suis en congé à partir du 10 août.",
            "Ich bin ab dem 10. August im Urlaub.",
            "I am not available from 10 August.",
            "Version 3.8 is back again.",
            "Ik ben vanaf 10 augustus afwezig.",
            "I was back on 1 August.",
            "I left the company on 31 July.",
        ])
    func notTheReturn(text: String) {
        let seen = ReturnDate.find(
            in: text, subject: "Out of office", sentAt: ReturnDateTests.sentAt,
            offsetSeconds: ReturnDateTests.berlin)
        #expect(seen == nil)
    }

    @Test(
        "The text's own dates and language read 8/9 before the zone does",
        arguments: [
            ("Je serai de retour le 8/9/2026.", ReturnDateTests.chicago, "2026-09-08"),
            ("Regreso el 8/9.", ReturnDateTests.chicago, "2026-09-08"),
            ("Volto em 8/9.", ReturnDateTests.chicago, "2026-09-08"),
            ("I am away from 8/24 and back on 9/8.", ReturnDateTests.berlin, "2026-09-08"),
            ("I am away from 24/8 and back on 9/10.", ReturnDateTests.chicago, "2026-10-09"),
            ("8/9から出社します。3月", ReturnDateTests.berlin, "2026-08-09"),
            ("I will be back on 8/9.", ReturnDateTests.chicago, "2026-08-09"),
        ])
    func order(text: String, offset: Int, expected: String) {
        let seen = ReturnDate.find(
            in: text, subject: "", sentAt: ReturnDateTests.sentAt, offsetSeconds: offset)
        #expect(seen == LocalDate(text: expected))
    }
}
