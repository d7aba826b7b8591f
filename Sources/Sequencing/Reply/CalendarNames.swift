/// Months by name and short form, in the languages of the leads.
enum MonthNames {
    static func number(_ word: String) -> Int? {
        if let number = numbers[word] { return number }
        // "Ağustos'ta", "d'août".
        guard word.contains("'") else { return nil }
        return word.split(separator: "'").lazy.compactMap { numbers[String($0)] }.first
    }

    private static let numbers: [String: Int] = {
        let names = [
            "january jan januar jänner jaenner janvier janv enero ene gennaio gen januari janeiro "
                + "tammikuuta tammikuun tammikuussa tammikuu tammi stycznia styczeń styczniu sty ledna "
                + "leden lednu января январь январе янв ocak január ianuarie січня ιανουαρίου januára",
            "february feb februar feber février fevrier févr fév febrero febbraio febbr februari "
                + "fevereiro fev helmikuuta helmikuun helmikuussa helmikuu helmi lutego luty lutym lut "
                + "února únor únoru февраля февраль феврале фев şubat február februarie лютого φεβρουαρίου februára",
            "march mar märz mrz maerz mars marzo maart mrt março marco marts maaliskuuta maaliskuun "
                + "maaliskuussa maaliskuu maalis marca marzec marcu března březen březnu марта март "
                + "марте мар mart március martie березня μαρτίου márca",
            "april apr avril avr abril abr aprile huhtikuuta huhtikuun huhtikuussa huhtikuu huhti "
                + "kwietnia kwiecień kwietniu kwi dubna duben dubnu апреля апрель апреле апр nisan "
                + "április aprilie квітня απριλίου apríla",
            "may mai mayo maggio mag mei maio maj toukokuuta toukokuun toukokuussa toukokuu touko maja "
                + "maju května květen květnu мая май мае mayıs május травня μαΐου μαΐο mája",
            "june jun juni juin junio giugno giu junho kesäkuuta kesäkuun kesäkuussa kesäkuu kesä "
                + "czerwca czerwiec czerwcu cze června červen červnu июня июнь июне июн haziran június "
                + "iunie червня ιουνίου júna",
            "july jul juli juillet juil julio luglio lug julho heinäkuuta heinäkuun heinäkuussa "
                + "heinäkuu heinä lipca lipiec lipcu lip července červenec červenci июля июль июле июл "
                + "temmuz július iulie липня ιουλίου júla",
            "august aug août aout agosto ago augustus augusti elokuuta elokuun elokuussa elokuu elo "
                + "sierpnia sierpień sierpniu sie srpna srpen srpnu августа август августе авг "
                + "ağustos ağu augusztus серпня αυγούστου augusta",
            "september sep sept septembre septiembre settembre set setembro syyskuuta syyskuun "
                + "syyskuussa syyskuu syys września wrzesień wrześniu wrz září zari сентября сентябрь "
                + "сентябре сен сент eylül eyl szeptember septembrie вересня σεπτεμβρίου septembra",
            "october oct oktober okt octobre octubre ottobre ott outubro lokakuuta lokakuun "
                + "lokakuussa lokakuu loka października październik październiku paź října říjen říjnu "
                + "октября октябрь октябре окт ekim eki október octombrie жовтня οκτωβρίου októbra",
            "november nov novembre noviembre novembro marraskuuta marraskuun marraskuussa marraskuu "
                + "marras listopada listopad listopadzie listopadu ноября ноябрь ноябре ноя kasım "
                + "kas noiembrie листопада νοεμβρίου novembra",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember "
                + "joulukuuta joulukuun joulukuussa joulukuu joulu grudnia grudzień grudniu gru "
                + "prosince prosinec prosinci декабря декабрь декабре дек aralık decembrie грудня δεκεμβρίου decembra",
        ]
        let pairs = names.enumerated().flatMap { index, names in
            names.split(separator: " ").map { (String($0), index + 1) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()
}

/// Days of the week by name, in the cases in which notices use them.
enum WeekdayNames {
    static func weekday(_ word: String) -> Weekday? {
        if let weekday = names[word] { return weekday }
        guard word.contains("'") else { return nil }
        return word.split(separator: "'").lazy.compactMap { names[String($0)] }.first
    }

    private static let names: [String: Weekday] = {
        let words: [(Weekday, String)] = [
            (
                .mon,
                "monday montag montags lundi lunes lunedì lunedi maandag segunda måndag måndagen "
                    + "mandag mandagen maanantai maanantaina maanantaihin poniedziałek poniedziałku "
                    + "poniedziałkiem pondělí pondělka понедельник понедельника понедельнику pazartesi "
                    + "pazartesiye hétfő hétfőn luni"
            ),
            (
                .tue,
                "tuesday tue tues dienstag mardi martes martedì martedi dinsdag terça tisdag tisdagen "
                    + "tirsdag tirsdagen tiistai tiistaina tiistaihin wtorek wtorku wtorkiem úterý úterka "
                    + "вторник вторника salı kedd kedden marți"
            ),
            (
                .wed,
                "wednesday wed mittwoch mercredi miércoles mercoledì mercoledi woensdag quarta onsdag "
                    + "onsdagen keskiviikko keskiviikkona keskiviikkoon środa środę środy středa středu "
                    + "středy среда среду среды çarşamba szerda szerdán miercuri"
            ),
            (
                .thu,
                "thursday thu thur thurs donnerstag jeudi jueves giovedì giovedi donderdag quinta "
                    + "torsdag torsdagen torstai torstaina torstaihin czwartek czwartku čtvrtek čtvrtka "
                    + "четверг четверга perşembe csütörtök csütörtökön joi"
            ),
            (
                .fri,
                "friday freitag vendredi viernes venerdì venerdi vrijdag sexta fredag fredagen "
                    + "perjantai perjantaina perjantaihin piątek piątku pátek pátku пятница пятницу "
                    + "пятницы cuma cumaya péntek pénteken vineri"
            ),
            (
                .sat,
                "saturday samstag samedi sábado sabato zaterdag lördag lørdag lauantai lauantaina "
                    + "lauantaihin sobota sobotę soboty sobotu суббота субботу субботы cumartesi szombat"
            ),
            (
                .sun,
                "sunday sonntag dimanche domingo domenica zondag söndag søndag sunnuntai sunnuntaina "
                    + "sunnuntaihin niedziela niedzielę niedzieli neděle neděli воскресенье воскресенья "
                    + "pazar vasárnap"
            ),
        ]
        let pairs = words.flatMap { weekday, names in
            names.split(separator: " ").map { (String($0), weekday) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()
}
