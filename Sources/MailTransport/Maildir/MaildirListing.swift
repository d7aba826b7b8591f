internal import Foundation
internal import Glibc
internal import Sequencing

/// The messages of one Maildir folder and where each lies now.
struct MaildirListing {
    private let folder: String
    /// File paths below the folder by base name.
    private var places: [String: String] = [:]

    /// A program that renames files while they are listed can hide one: the folder is listed until
    /// it stands still, at most `attempts` times.
    private static let attempts = 20

    init(of folder: String) throws {
        self.folder = folder
        for _ in 0..<Self.attempts {
            let before = try Self.changeTimes(of: folder)
            places = try Self.list(folder)
            if try Self.changeTimes(of: folder) == before { return }
        }
        throw MaildirError(operation: "list (it never stands still)", path: folder, code: EBUSY)
    }

    /// In the order in which they get UIDs: Maildir names begin with the time.
    var baseNames: [String] { places.keys.sorted() }

    /// Reads a message, wherever it was moved in between; nil when it was deleted.
    mutating func read(
        _ name: String, uid: UInt32, of watched: WatchedFolder, limits: MaildirLimits
    ) throws -> SweptMessage? {
        for isSecondTry in [false, true] {
            if isSecondTry { places = try MaildirListing(of: folder).places }
            guard let place = places[name] else { return nil }
            let path = "\(folder)/\(place)"
            var status = stat()
            guard stat(path, &status) == 0 else {
                guard errno == ENOENT else {
                    throw MaildirError(operation: "read", path: path, code: errno)
                }
                continue
            }
            let size = Int(status.st_size)
            let time = status.st_mtim
            var message = SweptMessage(
                folder: watched.name, role: watched.role, uid: uid,
                arrivedAt: Instant(
                    milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000),
                bytes: nil, sizeBytes: size, isDraft: Self.isDraft(place))
            guard size <= limits.messageBytes else {
                message.head = try head(of: path, bytes: limits.headBytes)
                return message
            }
            guard let bytes = FileManager.default.contents(atPath: path) else { continue }
            message.bytes = [UInt8](bytes)
            return message
        }
        throw MaildirError(
            operation: "read (it moves or can't be opened)", path: name, code: EACCES)
    }

    /// When a message came; nil when it is gone. One that has moved is taken for new: it is read
    /// where it is now.
    func arrival(of name: String) throws -> Instant? {
        guard let place = places[name] else { return nil }
        var status = stat()
        guard stat("\(folder)/\(place)", &status) == 0 else {
            guard errno == ENOENT else {
                throw MaildirError(operation: "look at", path: "\(folder)/\(place)", code: errno)
            }
            return Instant(milliseconds: .max)
        }
        let time = status.st_mtim
        return Instant(
            milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// By the flag D behind `:2,` in the file's name.
    private static func isDraft(_ place: String) -> Bool {
        place.split(separator: ":").last.map { $0.hasPrefix("2,") && $0.contains("D") } ?? false
    }

    private func head(of path: String, bytes: Int) throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw MaildirError(operation: "read", path: path, code: errno)
        }
        defer { file.closeFile() }
        return try file.read(upToCount: bytes).map { [UInt8]($0) } ?? []
    }

    /// `new` first: a message that moves to `cur` in between is then seen twice, not missed.
    private static func list(_ folder: String) throws -> [String: String] {
        var places: [String: String] = [:]
        for part in ["new", "cur"] {
            for name in try MaildirFiles.names(in: "\(folder)/\(part)") {
                places[String(name.prefix { $0 != ":" })] = "\(part)/\(name)"
            }
        }
        return places
    }

    private static func changeTimes(of folder: String) throws -> [Int] {
        try ["new", "cur"].flatMap { part in
            var status = stat()
            guard stat("\(folder)/\(part)", &status) == 0 || errno == ENOENT else {
                throw MaildirError(operation: "look at", path: "\(folder)/\(part)", code: errno)
            }
            return [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        }
    }
}
