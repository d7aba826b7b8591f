internal import Foundation
internal import Glibc

/// The real binaries, as they lie beside the test program.
package enum Programs {
    package static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path
    package static var daemon: String { "\(folder)/thirdtouchd" }
    package static var commandLine: String { "\(folder)/thirdtouch" }

    /// What a program said and how it ended.
    package struct Ending: Sendable {
        package var status: Int32
        package var output: String
        package var errors: String
    }

    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Ending {
        let folder = try TemporaryFolder(named: "program")
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Files, not pipes: a program that says much must not wait for a reader.
        let files = try ["out", "err"].map { name in
            let path = try folder.write("", to: name)
            return try FileHandle(forWritingTo: URL(filePath: path))
        }
        process.standardOutput = files[0]
        process.standardError = files[1]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Ending(
            status: process.terminationStatus,
            output: TextFile.contents(of: folder.path("out")),
            errors: TextFile.contents(of: folder.path("err")))
    }
}

/// Asks again until the answer is there, for things that another program does in its own time.
package func eventually<Value>(
    within seconds: Double = 15, _ what: String, _ question: () throws -> Value?
) throws -> Value {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
        if let value = try question() { return value }
        usleep(20_000)
    }
    throw LaunchError("waited \(seconds) s in vain for: \(what)")
}
