import Glibc

/// Files that are there whole or not at all, whenever the process or the machine dies.
enum DurableFile {
    /// Replaces the file at `path`, mode 0600.
    static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
        let draft = "\(path).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault("make", path) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0
        else { throw fault("write", path) }
        try move(draft, to: path)
    }

    /// Brings what is on its way to the disk, there.
    static func synchronize(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault("synchronize", path) }
    }

    /// Renames, and makes that durable.
    static func move(_ path: String, to target: String) throws(StoreError) {
        guard rename(path, target) == 0 else { throw fault("rename", target) }
        try synchronize(folder(of: target))
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func fault(_ operation: String, _ path: String) -> StoreError {
        let code = errno
        return code == ENOSPC || code == EDQUOT
            ? .diskFull(file: path)
            : .inputOutput(file: path, cause: "\(operation): \(String(cString: strerror(code)))")
    }
}
