/// Of a person who says no.
extension IntentWords {
    static let notInterested: PhraseList = [
        // en
        "not interested", "no interest", "not of interest", "no longer interested",
        "not be interested",
        "isn't interested", "aren't interested", "don't need", "do not need", "no need for",
        "in house already", "do this in house",
        "do that in house", "do it in house", "handle this in house", "handle that in house",
        "have no need",
        "not a fit", "not a good fit", "isn't a fit", "not a match", "not for us", "not for me",
        "not relevant", "not looking for", "not looking to", "not in the market",
        "already have a solution",
        "already have a vendor", "already have a supplier", "already have a provider",
        "happy with our current",
        "happy with what we have", "satisfied with our current", "we'll pass", "we will pass",
        "i'll pass",
        "i will pass", "have to pass", "going to pass", "decided against", "decided not to",
        "went with another", "went with a competitor", "gone with another", "chosen another",
        "chose another", "no thank you", "no thanks", "thanks but no", "must decline",
        "have to decline",
        // de
        "kein interesse", "nicht interessiert", "keinen bedarf", "kein bedarf",
        "brauchen wir nicht",
        "benötigen wir nicht", "nicht interessant", "nicht relevant", "nicht in frage",
        "haben bereits einen",
        "haben bereits eine", "haben schon einen", "haben schon eine", "sind bereits versorgt",
        "nein danke",
        "passt nicht zu uns", "passt für uns nicht", "lehnen wir ab", "sind gut versorgt",
        "zufrieden mit unserem",
        "dagegen entschieden", "anders entschieden", "für einen anderen anbieter",
        // fr
        "pas intéressé", "pas intéressée", "pas intéressés", "pas intéressées",
        "ne m'intéresse pas",
        "ne nous intéresse pas", "pas d'intérêt", "aucun intérêt", "pas besoin", "aucun besoin",
        "non merci", "déjà un prestataire", "déjà un fournisseur", "déjà une solution",
        "déjà équipés",
        "déjà équipé", "ne correspond pas", "ne donnerons pas suite", "ne donnerai pas suite",
        "ne souhaitons pas donner suite",
        // es
        "no me interesa", "no nos interesa", "no estoy interesado", "no estoy interesada",
        "no estamos interesados", "no estamos interesadas", "sin interés", "no tenemos interés",
        "no necesitamos", "no necesito", "no gracias", "ya tenemos un", "ya tenemos una",
        "ya contamos con", "no encaja", "hemos decidido no",
        // it
        "non interessato", "non interessata", "non interessati", "non sono interessato",
        "non sono interessata", "non siamo interessati", "non mi interessa", "non ci interessa",
        "nessun interesse", "no grazie", "non abbiamo bisogno", "non ne abbiamo bisogno",
        "abbiamo già un", "abbiamo già una", "non fa per noi",
        // nl
        "geen interesse", "niet geïnteresseerd", "geen behoefte", "niet nodig", "nee bedankt",
        "nee dank", "niet relevant", "hebben al een", "niet interessant", "past niet bij ons",
        // pt
        "não tenho interesse", "não temos interesse", "sem interesse", "não estou interessado",
        "não estou interessada", "não estamos interessados", "não precisamos", "não preciso",
        "não obrigado", "não obrigada", "já temos um", "já temos uma", "não me interessa",
        "não nos interessa",
        // sv, da, nb, fi
        "inte intresserad", "inte intresserade", "inget intresse", "inte aktuellt", "behöver inte",
        "inget behov", "nej tack", "har redan en", "ikke interesseret", "ikke interesserede",
        "ingen interesse",
        "ikke behov", "intet behov", "nej tak", "har allerede en", "ikke relevant", "ikke aktuelt",
        "ikke interessert", "ikke interesserte", "nei takk", "ei kiinnosta",
        "emme ole kiinnostuneita",
        "en ole kiinnostunut", "ei tarvetta", "ei kiitos", "meillä on jo",
        // pl, cs, ru, tr
        "nie jestem zainteresowany", "nie jestem zainteresowana", "nie jesteśmy zainteresowani",
        "brak zainteresowania", "nie interesuje", "nie potrzebujemy", "nie dziękuję",
        "dziękuję nie",
        "nie skorzystamy", "mamy już", "nemám zájem", "nemáme zájem", "nepotřebujeme", "ne děkuji",
        "nezajímá nás", "nezajímá mě", "máme již", "už máme", "не интересует", "не интересно",
        "не заинтересованы", "неинтересно", "неактуально", "не актуально", "нам не нужно",
        "нет спасибо",
        "не нуждаемся", "ilgilenmiyorum", "ilgilenmiyoruz", "ihtiyacımız yok", "hayır teşekkürler",
    ]
    static let notInterestedRuns = [
        "興味がありません", "興味はありません", "興味ございません", "必要ありません", "必要ございません", "結構です", "不感兴趣",
        "没有兴趣", "沒有興趣", "不需要", "관심이 없", "관심 없", "필요하지 않", "필요 없",
    ]
    static let shortNo: Set<String> = [
        "no", "nope", "no thanks", "no thank you", "nein", "nein danke", "non", "non merci",
        "no gracias", "no grazie", "nee", "nee bedankt", "não", "não obrigado", "nej", "nej tack",
        "nej tak", "nei", "nei takk", "nie", "nie dziękuję", "ei", "ei kiitos", "ne", "ne děkuji",
        "нет", "нет спасибо", "hayır",
    ]
}
