internal import Foundation
internal import Glibc

/// A Maildir that a test delivers into: write in tmp, rename into new.
package struct TestMaildir: Sendable {
    package let path: String
    private let uid: uid_t?
    private let gid: gid_t?

    /// Makes the folders if they are not there yet.
    package init(path: String) throws { try self.init(path: path, owner: nil) }

    init(path: String, owner: (uid: uid_t, gid: gid_t)?) throws {
        self.path = path
        (uid, gid) = (owner?.uid, owner?.gid)
        for name in ["tmp", "new", "cur"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(name)", withIntermediateDirectories: true)
            try own("\(path)/\(name)")
        }
        try own(path)
        let parent = URL(filePath: path).deletingLastPathComponent().path
        if owner != nil { try own(parent) }
    }

    /// Puts a message into `new` and returns its file name.
    ///
    /// - Parameter arrivedAt: the second (Unix time) at which it came, if that is not now.
    @discardableResult
    package func deliver(_ bytes: [UInt8], arrivedAt: Int? = nil) throws -> String {
        let second = arrivedAt ?? Int(Date().timeIntervalSince1970)
        let name = "\(second).\(UUID().uuidString).test"
        try Data(bytes).write(to: URL(filePath: "\(path)/tmp/\(name)"))
        if let arrivedAt {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: TimeInterval(arrivedAt))],
                ofItemAtPath: "\(path)/tmp/\(name)")
        }
        try own("\(path)/tmp/\(name)")
        guard rename("\(path)/tmp/\(name)", "\(path)/new/\(name)") == 0 else {
            throw LaunchError("rename", code: errno)
        }
        return name
    }

    /// The messages in `new`, by file name.
    package var newMails: [String: [UInt8]] {
        let folder = "\(path)/new"
        return TextFile.names(in: folder).reduce(into: [:]) { mails, name in
            mails[name] = FileManager.default.contents(atPath: "\(folder)/\(name)").map {
                [UInt8]($0)
            }
        }
    }

    private func own(_ path: String) throws {
        guard let uid, let gid, chown(path, uid, gid) != 0 else { return }
        throw LaunchError("chown \(path)", code: errno)
    }
}
