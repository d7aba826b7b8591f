import API
import Foundation
import Glibc

/// Hands the terminal and the process over to another program of the installation.
enum Handover {
    /// Beside this program's own file, or else along PATH.
    static func find(
        _ program: String, besides own: String? = ownPath, environment: [String: String]
    ) throws(CommandFailure) -> String {
        let sibling = own.map { URL(filePath: $0).deletingLastPathComponent().path }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let candidates = ([sibling].compactMap { $0 } + folders).map { "\($0)/\(program)" }
        if let found = candidates.first(where: { access($0, X_OK) == 0 }) { return found }
        throw CommandFailure(
            .refused,
            "\(program) is neither beside thirdtouch nor on your PATH, so this can't run.",
            advice: "install the package whole, or run scripts/demo in the sources")
    }

    /// With symbolic links resolved; nil where /proc is not mounted.
    static var ownPath: String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// Returns only by throwing.
    static func become(_ path: String, _ arguments: [String]) throws(CommandFailure) {
        var pointers = arguments.map { strdup($0) } + [nil]
        execv(path, &pointers)
        let cause = String(cString: strerror(errno))
        pointers.forEach { free($0) }
        throw CommandFailure(
            .refused, "\(path) could not be run: \(cause).", advice: "ls -l \(path)")
    }
}
