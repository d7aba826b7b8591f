import Glibc

/// The folder `set-aside` of a state folder: messages as files, for people to look at.
struct Shelf: Sendable {
    static let mostFiles = 1000
    static let mostBytes = 512 << 20

    let folder: String
    private let mostFiles: Int
    private let mostBytes: Int

    init(
        stateFolder: String, mostFiles: Int = Shelf.mostFiles, mostBytes: Int = Shelf.mostBytes
    ) {
        folder = "\(stateFolder)/set-aside"
        self.mostFiles = mostFiles
        self.mostBytes = mostBytes
    }

    /// Writes a file that only its owner can read, durable, and returns its name; nil when there is
    /// no room. A file of that name is replaced.
    func put(_ bytes: [UInt8], named name: String) throws -> String? {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw fault("make", folder) }
        let others = names.filter { $0 != name }
        let used = others.reduce(0) { $0 + size(of: $1) }
        guard others.count < mostFiles, used + bytes.count <= mostBytes else { return nil }
        let path = "\(folder)/\(name)"
        // Never through a link, and never into a file that is being read.
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault("create", path) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault("write", path) }
            offset += count
        }
        guard fsync(descriptor) == 0 else { throw fault("synchronize", path) }
        return name
    }

    /// Takes a file away; one that is gone already is as good.
    func remove(_ name: String) { unlink("\(folder)/\(name)") }

    /// Empty as long as there is no such folder.
    var names: [String] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private func size(of name: String) -> Int {
        var status = stat()
        return stat("\(folder)/\(name)", &status) == 0 ? Int(status.st_size) : 0
    }

    private func fault(_ operation: String, _ path: String) -> StoreError {
        let code = errno
        return code == ENOSPC || code == EDQUOT
            ? .diskFull(file: path)
            : .inputOutput(file: path, cause: "\(operation): \(String(cString: strerror(code)))")
    }
}
