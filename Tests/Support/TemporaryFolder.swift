package import Foundation
internal import Glibc

/// A folder of its own for one test, removed when the value is gone.
///
/// Other users may enter it: servers started by root give up their rights and read it as nobody.
package final class TemporaryFolder: Sendable {
    package let path: String

    package var url: URL { URL(filePath: path, directoryHint: .isDirectory) }

    package init(named name: String = "test") throws {
        let parent = URL(filePath: NSTemporaryDirectory()).path
        var template = Array("\(parent)/thirdtouch-\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw LaunchError("mkdtemp", code: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard chmod(path, 0o755) == 0 else { throw LaunchError("chmod", code: errno) }
    }

    deinit {
        // A failed removal leaves a folder in the temporary directory; no test depends on it, which
        // is the reason not to trap.
        try? FileManager.default.removeItem(atPath: path)
    }

    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes a folder below this one and returns its path.
    @discardableResult
    package func makeFolder(_ name: String, openToAll: Bool = false) throws -> String {
        let folder = path(name)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        if openToAll, chmod(folder, 0o777) != 0 { throw LaunchError("chmod", code: errno) }
        return folder
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let file = path(name)
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }
}

/// What kept a test's server from starting.
package struct LaunchError: Error, CustomStringConvertible {
    package var what: String
    package var code: Int32

    package init(_ what: String, code: Int32 = 0) {
        self.what = what
        self.code = code
    }

    package var description: String {
        code == 0 ? what : "\(what): \(String(cString: strerror(code)))"
    }
}
