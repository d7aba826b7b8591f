/// Of a person who is not the right one.
extension IntentWords {
    static let wrongPerson: PhraseList = [
        // en
        "not the right person", "not the right contact", "wrong person", "wrong contact",
        "not the correct person", "not the best person", "not the person", "not responsible for",
        "not in charge of", "not my area", "not my department", "not my responsibility",
        "not my role", "don't handle", "do not handle", "not involved in", "no longer work",
        "no longer responsible", "no longer with", "no longer in this role",
        "no longer in that role",
        "changed roles", "changed jobs", "left the company", "wrong address", "wrong email",
        "wrong department", "you have the wrong", "you've got the wrong", "not the decision maker",
        "i don't make these decisions", "i don't deal with", "i do not deal with",
        // de
        "nicht der richtige ansprechpartner", "nicht die richtige ansprechpartnerin",
        "nicht der richtige",
        "nicht die richtige", "falscher ansprechpartner", "falsche ansprechpartnerin",
        "nicht zuständig",
        "bin ich nicht zuständig", "nicht mein bereich", "nicht in meinen bereich",
        "nicht verantwortlich",
        "nicht mehr zuständig", "nicht mehr in dieser funktion", "nicht mehr im unternehmen",
        "falsche person", "falsche adresse", "da sind sie bei mir falsch",
        // fr
        "pas la bonne personne", "pas le bon interlocuteur", "pas la bonne interlocutrice",
        "pas le bon contact", "mauvaise personne", "mauvais interlocuteur", "ne suis pas en charge",
        "ne m'occupe pas", "ne suis plus en charge", "pas responsable de",
        "ne suis pas responsable",
        "ne suis pas concerné", "ne suis pas concernée", "ne travaille plus",
        // es
        "no soy la persona", "persona equivocada", "no soy el responsable", "no soy la responsable",
        "no me encargo", "no me corresponde", "no es mi área", "no es mi departamento",
        "ya no trabajo",
        "contacto equivocado",
        // it
        "non sono la persona", "persona sbagliata", "non sono il referente", "non me ne occupo",
        "non mi occupo", "non sono responsabile", "non è di mia competenza", "non lavoro più",
        "non sono il responsabile", "non sono la responsabile",
        // nl
        "niet de juiste persoon", "verkeerde persoon", "niet de juiste contactpersoon",
        "ga hier niet over", "ga daar niet over", "niet verantwoordelijk", "niet mijn afdeling",
        "werk hier niet meer", "niet meer werkzaam",
        // pt
        "não sou a pessoa", "pessoa errada", "não sou o responsável", "não sou a responsável",
        "não sou responsável", "não é a minha área", "não é minha área", "não trato",
        "já não trabalho",
        "não trabalho mais", "não cuido",
        // sv, da, nb, fi
        "inte rätt person", "fel person", "inte ansvarig", "ansvarar inte", "inte mitt område",
        "jobbar inte längre", "arbetar inte längre", "ikke den rette", "ikke rette person",
        "forkert person",
        "ikke ansvarlig", "ikke mit område", "arbejder ikke længere", "ikke rett person",
        "ikke riktig person", "feil person", "ikke mitt område", "jobber ikke lenger",
        "väärä henkilö",
        "en ole oikea", "en vastaa", "ei kuulu minulle",
        // pl, cs, ru, tr
        "nie jestem właściwą osobą", "nie jestem odpowiednią osobą", "niewłaściwa osoba",
        "nie ta osoba",
        "nie zajmuję się", "nie odpowiadam za", "już nie pracuję", "nejsem správná osoba",
        "nesprávná osoba", "nemám na starosti", "nezabývám se", "už nepracuji", "не тот человек",
        "я этим не занимаюсь", "не занимаюсь", "не отвечаю за", "не по адресу", "больше не работаю",
        "doğru kişi değilim", "yanlış kişi", "ilgilenmiyorum bu konuyla", "benim alanım değil",
    ]
    static let wrongPersonRuns = [
        "担当ではありません", "担当ではございません", "担当外です", "不是负责人", "不负责这", "不是我负责", "담당자가 아닙니다",
        "담당이 아닙니다",
    ]
}
