import Glibc

/// One daemon per state folder: an exclusive `flock` on a file in it, held as long as this lives.
///
/// The kernel gives it up when the process dies, so a crash leaves nothing to clean.
final class StateFolderLock: Sendable {
    private let descriptor: Int32

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
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
