import Sequencing

/// A line of a table as it goes into the database: where its values lie among the texts of its chunk.
struct ImportLine: Sendable {
    /// Where the columns are that mean more than a merge field, if the table has them.
    struct Shape {
        let columns: [String]
        let company: Int?
        let phone: Int?
        let profile: Int?

        init(_ columns: [String]) {
            self.columns = columns
            company = columns.firstIndex(of: "company")
            phone = columns.firstIndex(of: "phone")
            profile = columns.firstIndex(of: "linkedin")
        }
    }

    /// Of the file, from 1.
    let number: Int
    let key: ImportTexts.Place
    let email: ImportTexts.Place
    let country: ImportTexts.Place?
    let zone: ImportTexts.Place?
    let role: ImportTexts.Place
    let tier: ImportTexts.Place?
    /// What the account of its domain is called where it has to be made.
    let company: ImportTexts.Place?
    let fields: ImportTexts.Place
    let phoneSign: ImportTexts.Place?
    let profileSign: ImportTexts.Place?
    /// How many bytes of the key are the domain.
    private let domainLength: Int

    init(_ lead: ImportedLead, _ shape: Shape, in texts: inout ImportTexts) {
        number = lead.line
        let (canonical, domain) = (lead.email.canonical, lead.email.domain)
        key = texts.add(canonical)
        email = canonical == lead.email.text ? key : texts.add(lead.email.text)
        domainLength = domain.utf8.count
        country = texts.add(lead.country)
        zone = texts.add(lead.zone)
        role = texts.add(lead.role.rawValue)
        tier = texts.add(lead.tier?.rawValue)
        company = texts.add(shape.company.flatMap { lead.values[$0] })
        fields = texts.add(object: zip(shape.columns, lead.values))
        phoneSign = texts.add(
            shape.phone.flatMap { lead.values[$0] }.flatMap(PersonSigns.phone))
        profileSign = texts.add(
            shape.profile.flatMap { lead.values[$0] }.flatMap(PersonSigns.profile))
    }

    /// The end of its key.
    var domain: ImportTexts.Place { (key.upperBound - domainLength)..<key.upperBound }
    /// The same with the @ before it, as it stands in the list of suppressions.
    var domainKey: ImportTexts.Place { (domain.lowerBound - 1)..<domain.upperBound }
}
