import Foundation
import Glibc

/// What tells one state of a file from another: its identity, size and time of change.
struct FileStamp: Equatable, Sendable {
    let isFile: Bool
    let sizeBytes: Int
    private let device: UInt64
    private let inode: UInt64
    private let modifiedAtSeconds: Int
    private let modifiedAtNanoseconds: Int

    /// Nil when there is nothing at the path. Links are followed.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        isFile = status.st_mode & S_IFMT == S_IFREG
        sizeBytes = Int(status.st_size)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        modifiedAtSeconds = status.st_mtim.tv_sec
        modifiedAtNanoseconds = status.st_mtim.tv_nsec
    }

    var modified: String { "\(modifiedAtSeconds).\(modifiedAtNanoseconds)" }
}

/// Finds the zones among the files of a zoneinfo folder.
enum ZoneFolder {
    /// Copies of the same zones, and names that only this machine means.
    private static let passedOver: Set<String> = ["posix", "right", "posixrules", "localtime"]
    private static let magic = Array("TZif".utf8)

    /// In alphabetical order; empty when the folder can't be read.
    static func names(in folder: String) -> [String] {
        var found: [String] = []
        collect(folder, prefix: "", depth: 0, into: &found)
        return found.sorted()
    }

    private static func collect(
        _ folder: String, prefix: String, depth: Int, into found: inout [String]
    ) {
        // No names for a folder that can't be listed, because a zone asked for says so itself.
        let items = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for item in items where depth > 0 || !passedOver.contains(item) {
            let path = "\(folder)/\(item)"
            guard let stamp = FileStamp(path: path) else { continue }
            if !stamp.isFile {
                // America/Argentina/Ushuaia is as deep as zones are.
                if depth < 2 {
                    collect(path, prefix: "\(prefix)\(item)/", depth: depth + 1, into: &found)
                }
            } else if isZone(path) {
                found.append(prefix + item)
            }
        }
    }

    private static func isZone(_ path: String) -> Bool {
        guard let file = fopen(path, "rb") else { return false }
        defer { fclose(file) }
        var start = [UInt8](repeating: 0, count: magic.count)
        return fread(&start, 1, magic.count, file) == magic.count && start == magic
    }
}
