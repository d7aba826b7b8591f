import Foundation

/// A program of others, or in C, that does comparable work; compiled when a benchmark starts.
struct Anchor {
    private let program: String
    private let arguments: [String]

    /// The sources lie beside this file; the benchmarks run from the repository's root.
    private static let folder = "Benchmarks/Anchors"

    /// From C, at the compiler's best.
    init(c source: String, packages: [String] = [], into folder: ScratchFolder) throws {
        program = "\(folder.path)/\(source)"
        let flags =
            packages.isEmpty
            ? "" : "$(pkg-config --cflags --libs \(packages.joined(separator: " ")))"
        let command = "gcc -O2 -o '\(program)' '\(Self.folder)/\(source).c' \(flags)"
        _ = try Self.output(of: "/bin/sh", ["-c", command])
        arguments = []
    }

    /// Made by scripts/bench: the system's Python with DuckDB beside it.
    private static let pythonWithDuckDB = ".build-bench/bin/python3"

    static var hasDuckDB: Bool { FileManager.default.fileExists(atPath: pythonWithDuckDB) }

    init(python source: String) {
        program = Self.hasDuckDB ? Self.pythonWithDuckDB : "/usr/bin/python3"
        arguments = ["\(Self.folder)/\(source).py"]
    }

    /// The one number that it prints.
    func run(_ words: String...) throws -> Double {
        let output = try Self.output(of: program, arguments + words)
        guard let number = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw AnchorFailure(program: program, cause: "it printed no number: \(output)")
        }
        return number
    }

    private static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw AnchorFailure(
                program: program, cause: "it ended with \(process.terminationStatus)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why there is nothing to compare with.
struct AnchorFailure: Error, CustomStringConvertible {
    var program: String
    var cause: String
    var description: String { "\(program): \(cause)" }
}
