import Glibc

/// The sequence files of a folder, in the order of their names.
struct SequenceFolder {
    let path: String

    struct File {
        var path: String
        /// One file that can't be read does not keep the others away.
        var text: Result<String, Fault>
    }

    /// A folder or file that can't be read.
    struct Fault: Error, CustomStringConvertible {
        var path: String
        var cause: String

        var description: String { "\(path) can't be read: \(cause)" }
    }

    func files() throws(Fault) -> [File] {
        guard let folder = opendir(path) else { throw Self.fault(path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { name in
            let path = "\(path)/\(name)"
            do throws(Fault) {
                return File(path: path, text: .success(try TextFile.read(path)))
            } catch {
                return File(path: path, text: .failure(error))
            }
        }
    }

    private static func fault(_ path: String) -> Fault {
        Fault(path: path, cause: String(cString: strerror(errno)))
    }
}

/// A whole text file, at most 1 MB.
enum TextFile {
    static func read(_ path: String) throws(SequenceFolder.Fault) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SequenceFolder.Fault(path: path, cause: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else {
                throw SequenceFolder.Fault(path: path, cause: String(cString: strerror(errno)))
            }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
            guard bytes.count <= 1 << 20 else {
                throw SequenceFolder.Fault(path: path, cause: "it is larger than 1 MB")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SequenceFolder.Fault(path: path, cause: "it is no UTF-8 text")
        }
        return text
    }
}
