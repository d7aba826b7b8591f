import Glibc
import Synchronization

/// One daemon per state folder: an exclusive `flock` on a file in it, held until it is released.
///
/// The kernel gives it up when the process dies, so a crash leaves nothing to clean.
final class StateFolderLock: Sendable {
    private let descriptor: Mutex<Int32?>

    init(folder: String) throws(StoreError) {
        let path = "\(folder)/thirdtouchd.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .folderUnusable(folder: folder, cause: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var buffer = [UInt8](repeating: 0, count: 16)
            let count = max(0, pread(descriptor, &buffer, buffer.count, 0))
            close(descriptor)
            let text = String(decoding: buffer.prefix(count), as: UTF8.self)
            throw .folderInUse(
                folder: folder, byProcess: text.split(separator: "\n").first.flatMap { Int32($0) })
        }
        let line = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, line, line.count, 0)
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Lets another daemon in; once is enough.
    ///
    /// Closing alone would not do: a program that is just being started holds a copy of each descriptor until its `exec`, and
    /// the lock stays while any copy is open (flock(2)).
    func release() {
        let held = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        guard let held else { return }
        flock(held, LOCK_UN)
        close(held)
    }
}
