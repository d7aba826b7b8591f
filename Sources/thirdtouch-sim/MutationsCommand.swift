#if DEBUG
import ArgumentParser
import Foundation
import Simulation

/// `thirdtouch-sim mutations`, in debug builds alone.
struct MutationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutations",
        abstract: "Show that each deliberate mistake is caught.",
        discussion: """
            Plays every mutation of the engine's surroundings, seed after seed, until a promise is broken. Ends \
            with 2 when one survives.

            Examples:
              thirdtouch-sim mutations
              thirdtouch-sim mutations --only forgets-cap --seeds 1..5
            """)

    @Option(help: "The seeds within which each must be caught, as in 1..20.")
    var seeds = SeedRange(range: 1...20)

    @Option(help: "Simulated days of each world.")
    var days = 40

    @Option(help: "Leads in each world.")
    var leads = 8

    @Option(help: "One mutation alone.")
    var only: Mutation?

    func run() throws {
        let run = try WorldSize.worldRun()
        let campaign = MutationCampaign(seeds: seeds.range, days: days, leads: leads)
        var survivors = 0
        for mutation in only.map({ [$0] }) ?? Mutation.allCases {
            let line = try campaign.play(mutation, on: run)
            if line.violation == nil { survivors += 1 }
            let promise = line.violation?.promise ?? "SURVIVED"
            print("| \(mutation.rawValue) | \(promise) | \(line.seeds) |")
        }
        guard survivors == 0 else {
            print("\(survivors) were not caught")
            throw ExitCode(2)
        }
    }
}

extension Mutation: ExpressibleByArgument {}
#endif
