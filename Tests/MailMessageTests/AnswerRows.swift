import Sequencing
import Testing

/// What is expected of a mail of Fixtures/answers.
struct AnswerRow: Sendable, CustomTestStringConvertible {
    var name: String
    var kind: ReplyKind
    var returns: String?
    var intent: ReplyIntent.Kind?
    var notBefore: String?
    var referredTo: String?
    /// What the person wrote; nil where the row is about something else.
    var text: String?

    var testDescription: String { name }

    static func away(_ name: String, returns: String? = nil) -> AnswerRow {
        AnswerRow(name: name, kind: .outOfOffice, returns: returns)
    }

    static func receipt(_ name: String) -> AnswerRow { AnswerRow(name: name, kind: .autoReply) }

    static func optOut(_ name: String) -> AnswerRow { AnswerRow(name: name, kind: .optOut) }

    static func calendar(_ name: String) -> AnswerRow { AnswerRow(name: name, kind: .calendar) }

    static func person(
        _ name: String, intent: ReplyIntent.Kind? = nil, notBefore: String? = nil,
        referredTo: String? = nil, text: String
    ) -> AnswerRow {
        AnswerRow(
            name: name, kind: .person, intent: intent, notBefore: notBefore,
            referredTo: referredTo, text: text)
    }
}

extension AnswerRow {
    /// Every fixture has a row: class × language × product. Sent on Monday, 3 August 2026.
    static let all: [AnswerRow] = [
        away("away-outlook-en", returns: "2026-08-17"),
        away("away-gmail-en", returns: "2026-08-17"),
        away("away-sieve-en", returns: "2026-08-17"),
        away("away-vacation-en"),
        away("away-notes-en", returns: "2026-08-17"),
        away("away-groupwise-en", returns: "2026-08-19"),
        away("away-yahoo-en", returns: "2026-08-17"),
        away("away-apple-en", returns: "2026-08-17"),
        away("away-mailenable-en", returns: "2026-10-01"),
        away("away-firstclass-en", returns: "2026-09-01"),
        away("away-left-company-en"),
        away("away-no-field-en", returns: "2026-08-12"),
        away("away-formula-en", returns: "2026-08-14"),
        away("away-outlook-de", returns: "2026-08-17"),
        away("away-t-online-de", returns: "2026-08-17"),
        away("away-notes-de", returns: "2026-08-17"),
        away("away-sieve-de", returns: "2026-10-01"),
        away("away-left-company-de"),
        away("away-week-de", returns: "2026-08-17"),
        away("away-outlook-fr", returns: "2026-08-17"),
        away("away-gmail-fr", returns: "2026-08-17"),
        away("away-zimbra-fr", returns: "2026-08-10"),
        away("away-outlook-es", returns: "2026-08-17"),
        away("away-cpanel-es", returns: "2026-08-17"),
        away("away-sieve-es", returns: "2026-09-01"),
        away("away-outlook-it", returns: "2026-08-17"),
        away("away-apple-it", returns: "2026-08-14"),
        away("away-horde-it", returns: "2026-08-17"),
        away("away-outlook-pt", returns: "2026-08-17"),
        away("away-gmail-pt", returns: "2026-08-17"),
        away("away-outlook-nl", returns: "2026-08-17"),
        away("away-kerio-nl", returns: "2026-08-10"),
        away("away-sieve-nl", returns: "2026-08-17"),
        away("away-outlook-sv", returns: "2026-08-17"),
        away("away-gmail-sv", returns: "2026-08-17"),
        away("away-outlook-da", returns: "2026-08-17"),
        away("away-sieve-da", returns: "2026-08-17"),
        away("away-outlook-nb", returns: "2026-08-17"),
        away("away-gmail-nb", returns: "2026-08-17"),
        away("away-outlook-fi", returns: "2026-08-17"),
        away("away-sieve-fi", returns: "2026-08-17"),
        away("away-outlook-pl", returns: "2026-08-17"),
        away("away-gmail-pl", returns: "2026-08-17"),
        away("away-outlook-cs", returns: "2026-08-17"),
        away("away-sieve-cs", returns: "2026-08-10"),
        away("away-outlook-ru", returns: "2026-08-17"),
        away("away-cpanel-ru", returns: "2026-08-17"),
        away("away-outlook-tr", returns: "2026-08-17"),
        away("away-gmail-tr", returns: "2026-08-17"),
        away("away-outlook-ja", returns: "2026-08-17"),
        away("away-sieve-ja", returns: "2026-08-11"),
        away("away-outlook-zh", returns: "2026-08-17"),
        away("away-sieve-zh", returns: "2026-08-11"),
        away("away-outlook-ko", returns: "2026-08-17"),
        away("away-gmail-ko", returns: "2026-08-17"),
        away("away-outlook-hu", returns: "2026-08-17"),
        away("away-outlook-ro", returns: "2026-08-17"),
        away("away-outlook-html-en", returns: "2026-08-17"),
        away("away-quotes-our-mail-en"),
        away("away-fair-date-de"),
        away("away-past-date-en"),
        receipt("receipt-zendesk-en"),
        receipt("receipt-freshdesk-en"),
        receipt("receipt-rt-en"),
        receipt("receipt-otrs-de"),
        receipt("receipt-jira-en"),
        receipt("receipt-contact-form-fr"),
        receipt("receipt-cpanel-es"),
        receipt("receipt-outlook-rule-it"),
        receipt("receipt-plain-nl"),
        receipt("receipt-precedence-en"),
        receipt("receipt-ezmlm-en"),
        receipt("receipt-by-day-en"),
        receipt("receipt-sv"),
        receipt("receipt-pl"),
        receipt("receipt-ja"),
        receipt("receipt-post-en"),
        person(
            "person-gmail-en", intent: .interested,
            text: "Sounds good, let's talk on Thursday.\n\nAda"),
        person(
            "person-outlook-en", intent: .notInterested,
            text: "We already have a vendor for this, so we'll pass.\n\nBen"),
        away("away-generated-message-en", returns: "2026-08-17"),
        person(
            "person-notes-table-en", text: "We count by hand. I will show it to our planner."),
        person("person-pgp-signed-en", text: "We count by hand. I will show it to our planner."),
        person(
            "person-message-begins-pt",
            text: "Esta mensagem chegou ontem. Mostro ao nosso planejador.\n\nAda"),
        person(
            "person-suppresses-away-en",
            text: "I'm on vacation until Friday. I will show it to our planner.\n\nAda"),
        person("person-iphone-en", intent: .question, text: "What does it cost?"),
        person(
            "person-blackberry-en", intent: .notNow, notBefore: "2026-10-01", text: "Try me in Q4."),
        person(
            "person-yahoo-en", intent: .wrongPerson, text: "I'm not the right person for this."),
        person(
            "person-zoho-en", intent: .referral, referredTo: "petra.holmgaard@customer.example",
            text:
                "Please talk to Petra Holmgaard, petra.holmgaard@customer.example - she runs the warehouse."
        ),
        person("person-interleaved-en", intent: .interested, text: "Yes.\n\nFriday works for me."),
        person("person-signature-en", intent: .interested, text: "Tell me more."),
        person(
            "person-disclaimer-en", intent: .notNow, notBefore: "2027-03-01",
            text: "Not at this time. Check back in March.\n\nAda"),
        person("person-banner-en", intent: .interested, text: "Happy to chat, how about Tuesday?"),
        person(
            "person-gmail-html-en", intent: .interested, text: "Would love to, call me on Friday."),
        person("person-outlook-html-en", intent: .notInterested, text: "No thanks.\n\nAda"),
        person("person-outlook-web-html-de", intent: .interested, text: "Das klingt interessant."),
        person(
            "person-thunderbird-html-fr", intent: .notNow, notBefore: "2026-09-01",
            text: "Pas maintenant, recontactez-moi en septembre."),
        person("person-yahoo-html-es", intent: .interested, text: "Me interesa, llámeme mañana."),
        person("person-apple-html-it", intent: .notInterested, text: "Non siamo interessati."),
        person(
            "person-gmail-de", intent: .referral, referredTo: "kesselring@kunde.example",
            text: "Bitte wenden Sie sich an Frau Kesselring (kesselring@kunde.example)."),
        person(
            "person-outlook-de", intent: .notNow, notBefore: "2026-10-01",
            text:
                "Derzeit kein Bedarf, melden Sie sich im Oktober.\n\nMit freundlichen Grüßen\nJonas Ölmann"
        ),
        person("person-iphone-de", intent: .question, text: "Was kostet das?"),
        person("person-gmail-fr", intent: .interested, text: "Avec plaisir, discutons-en."),
        person(
            "person-outlook-fr", intent: .wrongPerson, text: "Je ne suis pas la bonne personne."),
        person("person-gmail-es", intent: .notInterested, text: "No nos interesa, gracias."),
        person("person-outlook-es", intent: .referral, text: "Hable con Petra Holmgaard."),
        person(
            "person-gmail-it", intent: .notNow, notBefore: "2026-09-01",
            text: "Al momento no, mi ricontatti a settembre."),
        person("person-outlook-it", intent: .question, text: "Quanto costa?"),
        person("person-gmail-pt", intent: .interested, text: "Tenho interesse, podemos falar?"),
        person("person-outlook-pt", intent: .wrongPerson, text: "Não sou a pessoa certa."),
        person("person-gmail-nl", intent: .interested, text: "Klinkt goed, bel me morgen."),
        person("person-apple-nl", intent: .notInterested, text: "Geen interesse."),
        person(
            "person-gmail-sv", intent: .notNow, notBefore: "2026-10-01",
            text: "Inte just nu, hör av dig i oktober."),
        person("person-outlook-sv", intent: .referral, text: "Kontakta min kollega Petra."),
        person("person-gmail-da", intent: .interested, text: "Det lyder spændende, fortæl mere."),
        person("person-outlook-nb", intent: .notInterested, text: "Nei takk."),
        person("person-gmail-fi", intent: .interested, text: "Olemme kiinnostuneita."),
        person(
            "person-gmail-pl", intent: .interested, text: "Jestem zainteresowany, proszę o ofertę."),
        person("person-outlook-pl", intent: .wrongPerson, text: "Nie zajmuję się tym."),
        person("person-gmail-cs", intent: .notInterested, text: "Nemáme zájem."),
        person(
            "person-outlook-ru", intent: .referral, referredTo: "petra@klient-ru.example",
            text: "Обратитесь к моей коллеге: petra@klient-ru.example"),
        person("person-gmail-tr", intent: .interested, text: "İlgileniyoruz, beni arayın."),
        person("person-gmail-ja", intent: .interested, text: "興味があります。資料を送ってください。"),
        person("person-outlook-zh", intent: .notInterested, text: "我们不需要。"),
        person("person-gmail-ko", intent: .interested, text: "관심이 있습니다."),
        person(
            "person-talks-of-ticket-en",
            text:
                "Please open a support ticket for that; once our desk has received your request they call back."
        ),
        person(
            "person-talks-of-absence-en", intent: .interested,
            text: "I am out of the office next week, so let's talk on Thursday."),
        person(
            "person-says-undeliverable-en", intent: .interested,
            text: "Your mail came back as undeliverable twice, but I'm interested."),
        person("person-opt-out-only-quoted-en", text: "Received, thank you."),
        person(
            "person-answers-autoreply-en", intent: .question,
            text: "Did you get my automatic reply? I'm back now."),
        person(
            "person-list-post-en",
            text: "I will be out of the office next week, with limited access to email."),
        person(
            "person-newsletter-en",
            text:
                "New this month: how automatic replies work.\n\nThis is an automated message to our readers."
        ),
        person("person-auto-submitted-no-en", intent: .interested, text: "Call me at ten."),
        person("person-suppress-field-en", intent: .interested, text: "Give me a call."),
        person(
            "person-colleague-announces-en", intent: .question, text: "Who takes over his tasks?"),
        person("person-invitation-en", intent: .question, text: "Shall we?"),
        person(
            "person-stop-this-thread-en", intent: .unsubscribe,
            text: "Please remove me from this thread, Ben reads it."),
        person("person-forwards-en", text: "FYI"),
        optOut("opt-out-one-word-en"),
        optOut("opt-out-one-word-de"),
        optOut("opt-out-one-word-fr"),
        optOut("opt-out-one-word-nl"),
        optOut("opt-out-one-word-ja"),
        optOut("opt-out-one-word-pt"),
        optOut("opt-out-sentence-en"),
        optOut("opt-out-sentence-de"),
        optOut("opt-out-sentence-fr"),
        optOut("opt-out-sentence-es"),
        optOut("opt-out-sentence-it"),
        optOut("opt-out-sentence-sv"),
        optOut("opt-out-sentence-da"),
        optOut("opt-out-sentence-fi"),
        optOut("opt-out-sentence-pl"),
        optOut("opt-out-sentence-cs"),
        optOut("opt-out-sentence-ru"),
        optOut("opt-out-sentence-tr"),
        optOut("opt-out-with-signature-en"),
        optOut("opt-out-by-mailto-en"),
        optOut("opt-out-html-en"),
        calendar("calendar-accepted-en"),
        calendar("calendar-declined-en"),
        calendar("calendar-tentative-en"),
        calendar("calendar-counter-en"),
        calendar("calendar-accepted-outlook-de"),
    ]
}
