import Sequencing
import Simulation
import Store

/// The people of the demo: two reps, three sources, and leads with a will of their own.
struct DemoCast {
    struct Member {
        var lead: NewLead
        var reaction: LeadReaction
        /// Nil for a lead that is handed over and never enrolled.
        var sequence: String?
        /// Business hours after the start at which it is handed over.
        var arrivesAfterHours: Int
    }

    static let reps = [
        Rep(
            name: "dana", fullName: "Dana Whitlock",
            email: address("dana@northwind.example"), phone: "+49 30 5550 101",
            signature: "Dana Whitlock\nNorthwind Instruments", zone: "Europe/Berlin", team: "Europe"
        ),
        Rep(
            name: "omar", fullName: "Omar Feld", email: address("omar@northwind.example"),
            phone: "+1 212 555 0102", signature: "Omar Feld\nNorthwind Instruments",
            zone: "America/New_York", team: "Americas"),
    ]

    /// Reps do their calls and answers, but for those of the leads named here.
    static let neglected: Set<String> = [
        "petra.kolb@brightwater.example", "iris.tan@lumen.example",
    ]

    /// Paused by its rep on the second day, without a date.
    static let pausedByHand = "jonas.weber@altmark.example"

    static let members: [Member] = [
        member(
            "anna.larsen@fjordline.example", "Anna", "Larsen", "Fjordline", "flow meters", "dana",
            "webinar", "NO", "Europe/Oslo", "inbound-handoff", after: 0,
            .answers(
                message: 2, after: .hours(3),
                text: "Hello Dana,\n\nThursday at ten suits me. Can you send an agenda?\n\nAnna")),
        member(
            "ben.osei@fjordline.example", "Ben", "Osei", "Fjordline", "flow meters", "dana",
            "webinar", "NO", "Europe/Oslo", "cold-outbound", after: 1, .silent),
        member(
            "clara.voss@tannhof.example", "Clara", "Voss", "Tannhof", "leak detection", "dana",
            "website", "DE", "Europe/Berlin", "inbound-handoff", after: 2, .bouncesHard),
        member(
            "dario.conti@serravalle.example", "Dario", "Conti", "Serravalle", "pump control",
            "omar", "trade-fair", "IT", "Europe/Rome", "cold-outbound", after: 2,
            .outOfOffice(days: 9)),
        member(
            "eve.marsh@holloway.example", "Eve", "Marsh", "Holloway", "flow meters", "omar",
            "trade-fair", "US", "America/New_York", "cold-outbound", after: 3,
            .optsOut(message: 1, after: .hours(2))),
        member(
            "finn.abel@kestrel.example", "Finn", "Abel", nil, "pressure sensors", "dana", "website",
            "GB", "Europe/London", "cold-outbound", after: 4, .silent),
        member(
            "gita.rao@sundar.example", "Gita", "Rao", "Sundar", "dosing pumps", "omar", "webinar",
            "IN", "Asia/Kolkata", "cold-outbound", after: 4,
            .answers(
                message: 2, after: .hours(1), text: "Please call me next week, mornings are best.")),
        member(
            "hugo.lind@nordby.example", "Hugo", "Lind", "Nordby", "flow meters", "dana", "webinar",
            "SE", "Europe/Stockholm", "inbound-handoff", after: 5, .silent),
        member(
            "petra.kolb@brightwater.example", "Petra", "Kolb", "Brightwater", "leak detection",
            "omar", "website", "US", "America/Chicago", "re-engagement", after: 5, .silent),
        member(
            "iris.tan@lumen.example", "Iris", "Tan", "Lumen", "pressure sensors", "omar", "webinar",
            "US", "America/Los_Angeles", "inbound-handoff", after: 6,
            .answers(message: 1, after: .hours(20), text: "What does the two-inch model cost?")),
        member(
            "jonas.weber@altmark.example", "Jonas", "Weber", "Altmark", "dosing pumps", "dana",
            "trade-fair", "DE", "Europe/Berlin", "cold-outbound", after: 7, .silent),
        member(
            "kim.sato@hoshino.example", "Kim", "Sato", "Hoshino", "flow meters", "omar",
            "trade-fair", "JP", "Asia/Tokyo", "re-engagement", after: 7, .silent),
        member(
            "lea.brandt@quellwerk.example", "Lea", "Brandt", "Quellwerk", "leak detection", "dana",
            "trade-fair", "DE", "Europe/Berlin", nil, after: 8, .silent),
        member(
            "milo.grant@stonebay.example", "Milo", "Grant", "Stonebay", "pump control", "omar",
            "website", "US", "America/New_York", nil, after: 30, .silent),
    ]

    private static func member(
        _ email: String, _ first: String, _ last: String, _ company: String?, _ topic: String,
        _ owner: String, _ source: String, _ country: String, _ zone: String, _ sequence: String?,
        after hours: Int, _ reaction: LeadReaction
    ) -> Member {
        let handle = "\(first)-\(last)".lowercased()
        var fields = [
            "first_name": first, "last_name": last, "topic": topic,
            "phone": "+00 555 0\(100 + hours)",
            "linkedin": "https://linkedin.example/in/\(handle)",
        ]
        fields["company"] = company
        return Member(
            lead: NewLead(
                email: address(email), fields: fields, country: country, zone: zone, owner: owner,
                source: source), reaction: reaction, sequence: sequence, arrivesAfterHours: hours)
    }

    /// The addresses above are literals: a mistake in one is ours, the reason for the trap.
    static func address(_ text: String) -> EmailAddress {
        do {
            return try EmailAddress(text)
        } catch {
            preconditionFailure("the demo's address \(text) \(error)")
        }
    }
}
