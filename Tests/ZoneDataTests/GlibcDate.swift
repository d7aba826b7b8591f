import Foundation

/// The machine's own answer: `date` reads the same files through glibc.
///
/// In a process of its own, so that no test changes the time zone of the one in which all run.
struct GlibcDate {
    let zone: String

    /// Seconds east of UTC at each moment, in their order.
    func offsets(at seconds: [Int64]) throws -> [Int] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/date")
        process.arguments = ["-f", "-", "+%::z"]
        process.environment = ["TZ": ":\(zone)", "LC_ALL": "C"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // At most 64 KB, the size of a pipe: it can be written whole before anything is read.
        let lines = seconds.map { "@\($0)\n" }.joined()
        precondition(lines.utf8.count < 65_536)
        input.fileHandleForWriting.write(Data(lines.utf8))
        try input.fileHandleForWriting.close()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self).split(separator: "\n").map(Self.seconds)
    }

    /// Reads `+05:30:00`.
    private static func seconds(_ text: Substring) -> Int {
        let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
        let size = parts.reduce(0) { $0 * 60 + $1 }
        return text.hasPrefix("-") ? -size : size
    }
}
