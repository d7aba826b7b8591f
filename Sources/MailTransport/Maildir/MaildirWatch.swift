internal import Glibc

/// Readable when a message came into one of the watched folders (inotify).
final class MaildirWatch {
    let descriptor: Int32
    private var watched = Set<String>()

    init() throws {
        descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else {
            throw MaildirError(operation: "watch", path: "", code: errno)
        }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Watches a folder from now on; once is enough.
    func add(_ folder: String) throws {
        guard !watched.contains(folder) else { return }
        let events = UInt32(IN_MOVED_TO | IN_CREATE)
        guard inotify_add_watch(descriptor, folder, events) >= 0 else {
            throw MaildirError(operation: "watch", path: folder, code: errno)
        }
        watched.insert(folder)
    }

    /// Forgets what happened so far.
    func drain() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }
}
