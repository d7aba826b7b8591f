package import Foundation

/// A text that a test asserts whole, kept in Tests/Fixtures.
///
/// `THIRDTOUCH_REGENERATE=1 swift test` writes what was found instead; read the difference before
/// it is committed.
package struct GoldenFile {
    package let url: URL

    /// `name` is below Tests/Fixtures, as in `help/enroll.txt`.
    package init(_ name: String, file: String = #filePath) {
        url = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures").appending(path: name)
    }

    package static var isRegenerating: Bool {
        ProcessInfo.processInfo.environment["THIRDTOUCH_REGENERATE"] == "1"
    }

    /// The expected text; what was found, when files are being written anew.
    package func text(found: String) throws -> String {
        if Self.isRegenerating {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(found.utf8).write(to: url)
        }
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }
}
