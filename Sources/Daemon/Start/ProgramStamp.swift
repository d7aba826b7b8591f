import Foundation

/// When the file of this program was written, and its size: another one judges by other rules, perhaps.
enum ProgramStamp {
    static let text: String = {
        let file = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        // Why the error is dropped: a program without a file was replaced while it runs, and is its own kind.
        let attributes = (try? FileManager.default.attributesOfItem(atPath: file)) ?? [:]
        let written = attributes[.modificationDate] as? Date
        return "\(written?.timeIntervalSince1970 ?? 0) \(attributes[.size] as? Int ?? 0)"
    }()
}
