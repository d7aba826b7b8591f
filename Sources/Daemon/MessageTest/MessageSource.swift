import Foundation

/// Where `message test` finds messages: files, folders, standard input.
enum MessageSource {
    /// One message, or why it could not be read.
    struct Found {
        /// As it was named, with the path inside a folder; `-` for standard input.
        var name: String
        var bytes: Result<[UInt8], MessageTestFailure>
    }

    /// Hands over every message in order: the arguments', and inside a folder by path. Folders are walked to
    /// their ends; hidden files are left out.
    static func each(of arguments: [String], _ body: (Found) throws -> Void) throws {
        for argument in arguments {
            if argument == "-" {
                try body(Found(name: "-", bytes: standardInput()))
                continue
            }
            for file in try files(at: argument) {
                try body(Found(name: file, bytes: load(file)))
            }
        }
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw MessageTestFailure("\(path): there is no such file or folder")
        }
        guard isFolder.boolValue else { return [path] }
        guard let walk = FileManager.default.enumerator(atPath: path) else {
            throw MessageTestFailure("\(path): the folder can't be read")
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        return walk.compactMap { $0 as? String }
            .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
            .map { prefix + $0 }
            .filter { file in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }.sorted()
    }

    private static func load(_ file: String) -> Result<[UInt8], MessageTestFailure> {
        do {
            return .success([UInt8](try Data(contentsOf: URL(filePath: file))))
        } catch {
            return .failure(MessageTestFailure("\(file): \(error.localizedDescription)"))
        }
    }

    private static func standardInput() -> Result<[UInt8], MessageTestFailure> {
        do {
            let data = try FileHandle.standardInput.readToEnd() ?? Data()
            return .success([UInt8](data))
        } catch {
            return .failure(
                MessageTestFailure("standard input: \(error.localizedDescription)"))
        }
    }
}

/// Why a message could not be looked at.
package struct MessageTestFailure: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
