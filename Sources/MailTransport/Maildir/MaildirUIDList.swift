internal import Foundation
internal import Glibc
internal import Sequencing

/// Which UID a message of a Maildir has; kept in the folder, and durable before a message is
/// delivered.
///
/// The file is `thirdtouch-uids`: a first line `thirdtouch-uids 1 <uidvalidity> <uidnext>`, then
/// one line `<uid> <base name>` for each message, in UID order. Without it, or when it can't be
/// read, the folder begins anew with another UIDVALIDITY.
struct MaildirUIDList: Equatable {
    private(set) var uidValidity: UInt32
    private(set) var uidNext: UInt32
    /// Base names (the file name before `:2,`) by UID.
    private(set) var names: [UInt32: String]

    static let fileName = "thirdtouch-uids"

    init(uidValidity: UInt32) {
        self.uidValidity = uidValidity
        uidNext = 1
        names = [:]
    }

    /// Gives every new name the next UID, in the order given, and forgets those that are gone.
    ///
    /// Returns whether something changed.
    mutating func update(present: [String]) -> Bool {
        let known = Set(names.values)
        let here = Set(present)
        let before = self
        names = names.filter { here.contains($0.value) }
        for name in present where !known.contains(name) {
            names[uidNext] = name
            uidNext += 1
        }
        return self != before
    }

    /// Reads the list of a folder; nil when there is none or it is damaged.
    static func load(from folder: String) throws -> MaildirUIDList? {
        let path = "\(folder)/\(fileName)"
        guard access(path, F_OK) == 0 else { return nil }
        guard let text = FileManager.default.contents(atPath: path) else {
            throw MaildirError(operation: "read", path: path, code: EIO)
        }
        return MaildirUIDList(parsing: String(decoding: text, as: UTF8.self))
    }

    func store(in folder: String) throws {
        let temporary = "\(folder)/tmp/\(Self.fileName)-\(getpid())"
        unlink(temporary)
        _ = try MaildirFiles.write(Array(text.utf8), toNew: temporary)
        try MaildirFiles.move(temporary, to: "\(folder)/\(Self.fileName)")
        try MaildirFiles.synchronize(folder: folder)
    }

    var text: String {
        let lines = names.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
        return "\(Self.fileName) 1 \(uidValidity) \(uidNext)\n" + lines.joined()
    }

    init?(parsing text: String) {
        // The last line has to be whole.
        guard text.hasSuffix("\n") else { return nil }
        var lines = text.split(separator: "\n")[...]
        let head = lines.popFirst()?.split(separator: " ") ?? []
        guard head.count == 4, head[0] == Self.fileName, head[1] == "1",
            let validity = UInt32(head[2]), let next = UInt32(head[3]), validity > 0, next > 0
        else { return nil }
        (uidValidity, uidNext, names) = (validity, next, [:])
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let uid = UInt32(parts[0]), uid > 0, uid < next else {
                return nil
            }
            names[uid] = String(parts[1])
        }
    }
}
