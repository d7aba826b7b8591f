import API
import Foundation

/// Files that people name on the command line.
enum FileText {
    static let maximumBytes = 1_048_576

    static let maximumTableBytes = 67_108_864

    /// UTF-8, at most 1 MiB unless more is allowed; `-` is standard input.
    static func read(
        _ path: String, limit: Int = maximumBytes
    ) throws(CommandFailure) -> String {
        let bytes: Data
        do {
            bytes =
                try path == "-"
                ? FileHandle.standardInput.readToEnd() ?? Data()
                : Data(contentsOf: URL(filePath: path))
        } catch {
            throw unreadable(path)
        }
        guard bytes.count <= limit else {
            throw CommandFailure(
                .refused, "\(path) is larger than \(limit >> 20) MiB, so it was not read.",
                advice: limit == maximumBytes ? "is it a sequence file?" : "split it")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(
                .refused, "\(path) is not UTF-8 text.",
                advice: "iconv -f LATIN1 -t UTF-8 \(path) writes it as UTF-8")
        }
        return text
    }

    static func unreadable(_ path: String) -> CommandFailure {
        CommandFailure(
            .refused, "The file \(path) can't be read, so nothing was done.",
            advice: "ls -l \(path) shows whether it is there and whose it is")
    }
}
