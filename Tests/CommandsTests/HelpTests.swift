import APISupport
import ArgumentParser
import Commands
import Testing

/// The help of every command, whole: it is the manual.
struct HelpTests {
    static let paths: [[String]] = walk(Thirdtouch.self, [])

    private static func walk(_ command: any ParsableCommand.Type, _ path: [String]) -> [[String]] {
        let below = command.configuration.subcommands.flatMap { sub in
            walk(sub, path + [sub._commandName])
        }
        return [path] + below
    }

    @Test("Help is the documented text, with an example", arguments: paths)
    func golden(_ path: [String]) throws {
        let console = Console.run(["help"] + path)
        #expect(console.exitCode == 0)
        let name = path.isEmpty ? "thirdtouch" : path.joined(separator: "-")
        #expect(console.output == (try GoldenFile("help/\(name).txt").text(found: console.output)))
        #expect(console.output.contains("Example"))
        if !path.isEmpty { #expect(console.output.contains("thirdtouch \(path[0])")) }
        // ArgumentParser never breaks the line of the usage.
        let lines = console.output.split(separator: "\n").filter { !$0.hasPrefix("USAGE:") }
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test("--help is the same as help", arguments: paths.filter { !$0.isEmpty })
    func flag(_ path: [String]) {
        #expect(Console.run(path + ["--help"]).output == Console.run(["help"] + path).output)
    }

    /// Those that work on files alone.
    private static let offline = [["sequence", "lint"], ["message", "test"]]

    @Test("Every command that asks the daemon has --json and --socket")
    func shared() {
        let leaves = Self.paths.filter { path in
            !Self.paths.contains { $0.count > path.count && Array($0.prefix(path.count)) == path }
        }
        #expect(leaves.count >= 22)
        for path in leaves where path != ["demo"] {
            let help = Console.run(path + ["--help"]).output
            #expect(help.contains("--json"), "\(path)")
            if !Self.offline.contains(path) { #expect(help.contains("--socket"), "\(path)") }
        }
    }

    @Test("Shells get their completions", arguments: ["bash", "zsh", "fish"])
    func completion(_ shell: String) {
        let console = Console.run(["--generate-completion-script", shell])
        #expect(console.exitCode == 0)
        #expect(console.output.contains("touch-gap"))
        #expect(console.output.contains("never-touched"))
    }
}
