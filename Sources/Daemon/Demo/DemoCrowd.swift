import Sequencing
import Simulation
import Store

/// More people than a script has room for, made up from a seed: the same number gives the same year.
///
/// For a page that looks like a sales team's: companies with several people, sources of different worth, and
/// reps of different diligence (`DemoTeam`).
struct DemoCrowd: Sendable {
    struct Member: Sendable {
        var lead: NewLead
        var reaction: LeadReaction
        /// Nil for a lead that its rep never takes on.
        var sequence: String?
        var arrivesAt: Instant
        /// From arriving to being enrolled.
        var enrollsAfter: Duration
    }

    let members: [Member]

    /// `count` people over `days` from `start`, more of them towards the end, as teams grow.
    init(count: Int, from start: Instant, days: Int) {
        var random = SeededRandom(seed: 20_260_302, of: "crowd")
        var companies: [Company] = []
        members = (0..<count).map { number in
            if companies.isEmpty || random.chance(percent: 45) {
                companies.append(Company(number: companies.count, random: &random))
            }
            // One of the last few: a company's people come soon after each other.
            let company = companies.suffix(6).randomElement(using: &random) ?? companies[0]
            let share = Double(number) / Double(max(1, count))
            let day = Int(
                Double(days) * (1 - (1 - share) * (1 - share) * 0.55 - (1 - share) * 0.45))
            let hour = Int.random(in: 1...9, using: &random)
            return Self.member(
                number, of: company, at: start + .days(min(days - 1, max(0, day))) + .hours(hour),
                random: &random)
        }
    }

    private struct Company: Sendable {
        var name: String
        var domain: String
        var place: Place
        var topic: String
        var tier: LeadTier?

        init(number: Int, random: inout SeededRandom) {
            let (first, second) = (DemoCrowd.firstHalves, DemoCrowd.secondHalves)
            let half = first[number % first.count]
            name = half + second[(number / first.count + number * 7) % second.count]
            // The number keeps two companies of one name apart.
            domain = "\(name.lowercased())\(number < first.count ? "" : "-\(number)").example"
            place = DemoCrowd.places.randomElement(using: &random) ?? DemoCrowd.places[0]
            topic = DemoCrowd.topics.randomElement(using: &random) ?? ""
            tier = LeadTier(rawValue: DemoCrowd.tiers[number % DemoCrowd.tiers.count])
        }
    }

    private struct Place: Sendable {
        var country: String
        var zone: String
    }

    private static func member(
        _ number: Int, of company: Company, at instant: Instant, random: inout SeededRandom
    ) -> Member {
        let first = firstNames.randomElement(using: &random) ?? ""
        let last = lastNames[(number * 11 + number / 7) % lastNames.count]
        let role = roles.randomElement(using: &random) ?? .unknown
        var fields = [
            "first_name": first, "last_name": last, "company": company.name,
            "topic": company.topic, "title": titles[role] ?? "",
        ]
        if fields["title"] == "" { fields["title"] = nil }
        if random.chance(percent: 85) { fields["phone"] = "+00 555 \(10_000 + number)" }
        if random.chance(percent: 60) {
            fields["linkedin"] = "https://linkedin.example/in/\(first)-\(last)-\(number)"
                .lowercased()
        }
        // Nobody writes to a company without a name: such leads are held until somebody adds it.
        if random.chance(percent: 3) { fields["company"] = nil }
        let source = sources.randomElement(using: &random) ?? "website"
        let owner =
            random.chance(percent: 3) ? nil : DemoTeam.reps.randomElement(using: &random)?.name
        let habits = DemoTeam.habits(of: owner)
        let isTaken = owner != nil && random.chance(percent: habits.enrollsPercent)
        return Member(
            lead: NewLead(
                email: DemoCast.address("\(first).\(last)\(number)@\(company.domain)".lowercased()),
                fields: fields, country: company.place.country, zone: company.place.zone,
                role: role, tier: company.tier, owner: owner, source: source),
            reaction: reaction(of: source, random: &random),
            sequence: isTaken ? sequence(for: source) : nil, arrivesAt: instant,
            enrollsAfter: random.seconds(600...habits.slowestEnrollSeconds))
    }

    private static func sequence(for source: String) -> String {
        switch source {
        case "purchased-list": "cold-outbound"
        case "old-customers": "re-engagement"
        default: "inbound-handoff"
        }
    }

    private static func reaction(
        of source: String, random: inout SeededRandom
    ) -> LeadReaction {
        let warmth = source == "purchased-list" ? 6 : source == "demo-request" ? 45 : 24
        let roll = Int.random(in: 0..<100, using: &random)
        let message = Int.random(in: 1...3, using: &random)
        let after = random.seconds(1200...200_000)
        switch roll {
        case ..<warmth:
            return .answers(
                message: message, after: after,
                text: answers.randomElement(using: &random) ?? "Yes.")
        case ..<(warmth + 5): return .bouncesHard
        case ..<(warmth + 8): return .optsOut(message: message, after: after)
        case ..<(warmth + 14): return .outOfOffice(days: Int.random(in: 3...21, using: &random))
        default: return .silent
        }
    }

    private static let sources = [
        "website", "website", "webinar", "webinar", "trade-fair", "demo-request", "purchased-list",
        "old-customers",
    ]
    /// Few companies are worth much; of the last ones nobody has said.
    private static let tiers = ["B", "C", "A", "C", "B", "C", ""]
    private static let topics = [
        "flow meters", "leak detection", "dosing pumps", "pressure sensors", "pump control",
    ]
    private static let roles: [BuyingRole] = [
        .champion, .economicBuyer, .technicalBuyer, .technicalBuyer, .influencer, .user, .user,
        .procurement, .unknown,
    ]
    private static let titles: [BuyingRole: String] = [
        .champion: "Head of Operations", .economicBuyer: "Managing Director",
        .technicalBuyer: "Process Engineer", .influencer: "Consultant", .user: "Plant Technician",
        .procurement: "Buyer",
    ]
    private static let places = [
        Place(country: "DE", zone: "Europe/Berlin"), Place(country: "NO", zone: "Europe/Oslo"),
        Place(country: "GB", zone: "Europe/London"), Place(country: "FR", zone: "Europe/Paris"),
        Place(country: "US", zone: "America/New_York"),
        Place(country: "US", zone: "America/Chicago"),
        Place(country: "PL", zone: "Europe/Warsaw"), Place(country: "IT", zone: "Europe/Rome"),
    ]
    private static let firstHalves = [
        "Nord", "Alt", "Quell", "Stein", "Birken", "Ost", "Wester", "Kiesel", "Hoch", "Linden",
        "Moor", "Fjord", "Harbour", "Copper", "Amber", "Silver", "Willow", "Granite", "Meadow",
        "Cedar",
    ]
    private static let secondHalves = [
        "werk", "field", "stream", "mark", "haven", "bridge", "grove", "wasser", "point", "mill",
        "crest",
    ]
    private static let firstNames = [
        "Ada", "Bela", "Cleo", "Dorn", "Elin", "Faro", "Greta", "Hanno", "Ilka", "Jorn", "Kaja",
        "Lino", "Mira", "Nils", "Orla", "Pavel", "Quinn", "Runa", "Sami", "Tilda", "Ugo", "Vera",
        "Wim", "Yara", "Zeno",
    ]
    private static let lastNames = [
        "Abendroth", "Birkholt", "Corven", "Dalgaard", "Ekwood", "Falkner", "Grimsby", "Holtmark",
        "Ingvald", "Jarrow", "Kestrel", "Lundqvist", "Marlowe", "Norrby", "Ostrow", "Pellworm",
        "Quist", "Ravenholt", "Stolberg", "Tarnow", "Ulfson", "Vantreight", "Wexley", "Yarwood",
        "Zandvoort",
    ]
    private static let answers = [
        "Thursday at ten suits me. Can you send an agenda?",
        "What does the two-inch model cost?",
        "Please call me next week, mornings are best.",
        "We have just signed with somebody else, so no need at the moment.",
        "Interesting. Could you talk to our process engineer about it?",
        "Not this quarter. Ask me again after the summer.",
    ]
}
