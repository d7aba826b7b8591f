import Sequencing

/// What the columns of other programs' exports are called, in English and German.
enum ColumnNames {
    /// The name by which the columns of leads are known here: `email`, `first_name`, `country`, …; nil for
    /// titles that say nothing of a lead.
    static func field(for title: String) -> String? {
        let name = folded(title)
        if let known = otherNames[name] { return known }
        return isColumn(name) ? name : nil
    }

    /// Whether a column may be mapped to this.
    static func isColumn(_ name: String) -> Bool {
        ["email", "country", "zone", "role", "tier", "owner"].contains(name)
            || LeadField.isKnown(name) && !LeadField.isOfRep(name)
    }

    /// All that a column may be, for help and messages.
    static let all =
        ["email"] + LeadField.known.filter { !LeadField.isOfRep($0) }
        + ["zone", "role", "tier", "owner", "custom_NAME"]

    /// Small letters; what separates words is one `_`.
    private static func folded(_ title: String) -> String {
        title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
    }

    private static let otherNames = [
        "e_mail": "email", "email_address": "email", "e_mail_address": "email", "mail": "email",
        "e_mail_adresse": "email", "email_adresse": "email", "mailadresse": "email",
        "work_email": "email", "business_email": "email",
        "firstname": "first_name", "given_name": "first_name", "forename": "first_name",
        "vorname": "first_name",
        "lastname": "last_name", "family_name": "last_name", "surname": "last_name",
        "nachname": "last_name", "familienname": "last_name",
        "company_name": "company", "organization": "company", "organisation": "company",
        "account": "company", "account_name": "company", "firma": "company",
        "firmenname": "company", "unternehmen": "company",
        "job_title": "title", "jobtitle": "title", "position": "title", "funktion": "title",
        "berufsbezeichnung": "title",
        "phone_number": "phone", "mobile": "phone", "telephone": "phone", "telefon": "phone",
        "telefonnummer": "phone", "mobiltelefon": "phone", "tel": "phone",
        "linkedin_url": "linkedin", "linkedin_profile": "linkedin",
        "country_code": "country", "land": "country", "ländercode": "country",
        "town": "city", "stadt": "city", "ort": "city",
        "time_zone": "zone", "timezone": "zone", "zeitzone": "zone",
        "url": "website", "web": "website", "webseite": "website", "homepage": "website",
        "subject": "topic", "interest": "topic", "thema": "topic", "interesse": "topic",
        "lead_owner": "owner", "rep": "owner", "betreuer": "owner", "zuständig": "owner",
        "buying_role": "role", "rolle": "role",
        "account_tier": "tier", "lead_tier": "tier", "customer_tier": "tier", "klasse": "tier",
        "kundenklasse": "tier", "abc_klasse": "tier", "einstufung": "tier",
    ]
}
