import ArgumentParser
import Commands
import Sequencing
import Testing

/// Every command that the report proposes is one that `thirdtouch` takes, whatever reason it is for.
struct ProposedCommandTests {
    /// Reasons for which nobody can run a command of ours, and the one that random facts can't have.
    private static let elsewhere: Set<TouchGapReason> = [.capReached]

    /// An installation's own fields are given in another way than ours.
    private static var held: [TouchGap.Finding] {
        let facts = TouchGapTests.facts(
            state: .held(
                step: TouchGapTests.step,
                reason: .mergeFieldMissing(fields: ["custom_size", "city"])))
        return [
            TouchGap.assess(
                facts, now: TouchGapTests.now, policy: TouchGap.Policy(),
                calendar: TouchGapTests.calendar
            ).primary
        ].compactMap(\.self)
    }

    private static func answer(to blank: CommandTemplate.Blank) -> String {
        switch blank {
        case .rep: "erik"
        case .sequence: "inbound-handoff"
        case .address: "kim@customer.example"
        case .outcome: "no-need"
        case .day: "2026-12-01"
        case .file: "/etc/hostname"
        case .value: "1"
        case .choice(let words): words[0]
        }
    }

    @Test("Each command of each reason parses, once a person has filled its blanks in")
    func parses() throws {
        var commands: [TouchGapReason: Set<String>] = [:]
        for seed in 1...UInt64(40) {
            var random = RandomFacts(seed: seed, hasTroubles: true)
            for _ in 0..<500 {
                let assessment = TouchGap.assess(
                    random.next(), now: TouchGapTests.now, policy: TouchGap.Policy(),
                    calendar: TouchGapTests.calendar)
                for finding in [assessment.primary].compactMap(\.self) + assessment.secondary {
                    commands[finding.reason, default: []].insert(finding.command)
                }
            }
        }
        for line in Self.held.map(\.command) {
            commands[.mergeFieldMissing, default: []].insert(line)
        }
        let missing = TouchGapReason.allCases.filter { commands[$0] == nil }
        #expect(Set(missing).isSubset(of: Self.elsewhere), "\(missing)")
        for (reason, lines) in commands {
            for line in lines where !line.hasPrefix("systemctl status ") {
                let template = try #require(CommandTemplate(line), "\(reason): \(line)")
                let arguments = template.arguments(template.blanks.map(Self.answer))
                #expect(throws: Never.self, "\(reason): \(line)") {
                    let command = try Thirdtouch.parseAsRoot(arguments)
                    #expect(command is any ContextCommand, "\(line)")
                }
            }
        }
    }
}
