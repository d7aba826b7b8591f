import Sequencing

/// The reps of the crowd, and how they work: the report is about the difference.
enum DemoTeam {
    /// What can be expected of a rep.
    struct Habits: Sendable {
        /// Leads that they take on at all.
        var enrollsPercent: Int
        var slowestEnrollSeconds: Int
        /// Chance that an open task is done in a look at the queue; there are two a day.
        var doesPercent: Int
        /// Chance that an ended lead is judged in a look at it; there is one a day.
        var judgesPercent: Int
    }

    static let reps: [Rep] =
        DemoCast.reps + [
            rep("ines", "Ines Roth", "Europe/Berlin", in: "Europe"),
            rep("jules", "Jules Marchand", "Europe/Paris", in: "Europe"),
            rep("priya", "Priya Nair", "Europe/London", in: "Europe"),
            rep("theo", "Theo Lang", "America/Chicago", in: "Americas"),
        ]

    static func habits(of rep: String?) -> Habits {
        switch rep {
        case "dana":
            Habits(
                enrollsPercent: 98, slowestEnrollSeconds: 20_000, doesPercent: 90, judgesPercent: 30
            )
        case "ines":
            Habits(
                enrollsPercent: 96, slowestEnrollSeconds: 60_000, doesPercent: 75, judgesPercent: 20
            )
        case "priya":
            Habits(
                enrollsPercent: 94, slowestEnrollSeconds: 90_000, doesPercent: 60, judgesPercent: 14
            )
        case "jules":
            Habits(
                enrollsPercent: 88, slowestEnrollSeconds: 250_000, doesPercent: 38, judgesPercent: 9
            )
        case "theo":
            Habits(
                enrollsPercent: 78, slowestEnrollSeconds: 400_000, doesPercent: 22, judgesPercent: 5
            )
        default:
            Habits(
                enrollsPercent: 90, slowestEnrollSeconds: 200_000, doesPercent: 50,
                judgesPercent: 12)
        }
    }

    private static func rep(
        _ name: String, _ fullName: String, _ zone: String, in team: String
    ) -> Rep {
        Rep(
            name: name, fullName: fullName, email: DemoCast.address("\(name)@northwind.example"),
            phone: "+00 555 0100", signature: "\(fullName)\nNorthwind Instruments", zone: zone,
            team: team)
    }
}
