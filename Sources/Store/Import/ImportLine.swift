import Sequencing

/// A line of a table as it goes into the database.
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

    let lead: ImportedLead
    let key: String
    let domain: String
    /// What the account of its domain is called where it has to be made.
    let company: String?
    /// What `JSONText.encode` makes of a dictionary, at a tenth of its time: the columns are sorted.
    let fields: String
    let phoneSign: String?
    let profileSign: String?

    init(_ lead: ImportedLead, _ shape: Shape) {
        self.lead = lead
        key = lead.email.canonical
        domain = lead.email.domain
        company = shape.company.flatMap { lead.values[$0] }
        fields = JSONText.object(zip(shape.columns, lead.values))
        phoneSign = shape.phone.flatMap { lead.values[$0] }.flatMap(PersonSigns.phone)
        profileSign = shape.profile.flatMap { lead.values[$0] }.flatMap(PersonSigns.profile)
    }
}
