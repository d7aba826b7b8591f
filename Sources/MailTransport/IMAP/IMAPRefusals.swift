/// Which messages a server has refused in a row of sweeps. Confined to its inbox's thread.
final class IMAPRefusals {
    private struct Message: Hashable {
        var folder: String
        var uid: UInt32
    }

    private struct Refused {
        var times: Int
        var words: String
    }

    private var messages: [Message: Refused] = [:]
    private var carefulFolders: Set<String> = []
    /// More at once are no bad messages but a bad server, and are not counted.
    private static let most = 1000

    /// Counts a refusal of a message, in the server's words.
    func note(_ uid: UInt32, in folder: String, words: String) {
        let message = Message(folder: folder, uid: uid)
        guard messages[message] != nil || messages.count < Self.most else { return }
        messages[message] = Refused(times: times(uid, in: folder) + 1, words: words)
    }

    func times(_ uid: UInt32, in folder: String) -> Int {
        messages[Message(folder: folder, uid: uid)]?.times ?? 0
    }

    /// What the server said the last time.
    func words(_ uid: UInt32, in folder: String) -> String? {
        messages[Message(folder: folder, uid: uid)]?.words
    }

    /// From now on one message of the folder is asked for at a time: one of them ends the session.
    func beCareful(in folder: String) { carefulFolders.insert(folder) }

    func isCareful(in folder: String) -> Bool { carefulFolders.contains(folder) }

    /// All was read, or its UIDs mean other messages now.
    func forget(_ folder: String) {
        carefulFolders.remove(folder)
        messages = messages.filter { $0.key.folder != folder }
    }
}
