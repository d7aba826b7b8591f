internal import Foundation

/// Files of test servers.
package enum TextFile {
    /// A log's text, empty when it can't be read: only shown in errors.
    package static func contents(of path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// The names in a folder, sorted; empty when there is no such folder.
    package static func names(in folder: String) -> [String] {
        // A missing folder holds no files: that is the answer, and the reason for `try?`.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
