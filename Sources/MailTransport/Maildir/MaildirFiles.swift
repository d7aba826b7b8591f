internal import Foundation
internal import Glibc

/// A file operation that failed, with the system's code.
struct MaildirError: Error, Equatable, CustomStringConvertible {
    var operation: String
    var path: String
    var code: Int32

    var description: String { "\(operation) \(path): \(String(cString: strerror(code)))" }
}

/// Durable file operations (the Maildir rules: write in tmp, rename into place).
enum MaildirFiles {
    static func makeFolders(at path: String) throws {
        for folder in [path, "\(path)/tmp", "\(path)/new", "\(path)/cur"] {
            guard mkdir(folder, 0o700) != 0, errno != EEXIST else { continue }
            throw MaildirError(operation: "make", path: folder, code: errno)
        }
    }

    /// Writes a file that must not be there yet, makes it durable and returns what the system says
    /// of it.
    static func write(_ bytes: [UInt8], toNew path: String) throws -> stat {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw MaildirError(operation: "create", path: path, code: errno)
        }
        defer { _ = Glibc.close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { rest in
                Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw removing(path, "write") }
            offset += count
        }
        var status = stat()
        guard fsync(descriptor) == 0, fstat(descriptor, &status) == 0 else {
            throw removing(path, "synchronize")
        }
        return status
    }

    static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else {
            throw MaildirError(operation: "rename to", path: target, code: errno)
        }
    }

    static func synchronize(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw MaildirError(operation: "open", path: folder, code: errno)
        }
        defer { _ = Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw MaildirError(operation: "synchronize", path: folder, code: errno)
        }
    }

    /// The names in a folder in byte order, without hidden ones; empty when there is no such
    /// folder.
    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            guard errno == ENOENT else {
                throw MaildirError(operation: "list", path: folder, code: errno)
            }
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw MaildirError(operation: "list", path: folder, code: errno) }
        return names.sorted()
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func removing(_ path: String, _ operation: String) -> MaildirError {
        let code = errno
        unlink(path)
        return MaildirError(operation: operation, path: path, code: code)
    }
}
