import Foundation
import Glibc

/// Why a file with a secret can't be used. Never says the secret.
package struct SecretFault: Error, Equatable, Sendable, CustomStringConvertible {
    package var file: String
    package var cause: String

    package var description: String { "the secret file \(file) \(cause)" }
}

/// Passwords and keys: files that only the daemon's user can read.
enum Secrets {
    /// A refresh token of Microsoft's has about 1,500.
    static let largestBytes = 16384

    /// The first line of a file; a relative name is looked for in systemd's credentials.
    static func password(
        inFile name: String, _ environment: [String: String]
    ) throws(SecretFault) -> String {
        let path = path(of: name, environment)
        let bytes = try read(path)
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
            throw SecretFault(file: path, cause: "has no secret in its first line")
        }
        return text
    }

    static func path(of name: String, _ environment: [String: String]) -> String {
        name.hasPrefix("/") ? name : "\(environment["CREDENTIALS_DIRECTORY"] ?? ".")/\(name)"
    }

    /// The 32 random bytes of that name in the state folder, made on first use: whole or not at all, whenever
    /// the process dies.
    static func key(named name: String, folder: String) throws(SecretFault) -> [UInt8] {
        let path = "\(folder)/\(name)"
        if access(path, F_OK) == 0 {
            let bytes = try read(path)
            guard bytes.count == 32 else {
                throw SecretFault(
                    file: path,
                    cause:
                        "is no key of 32 bytes; restore it from a backup, or delete it: answers to what "
                        + "was sent before are then known by stored Message-IDs alone")
            }
            return bytes
        }
        let key = random(count: 32)
        // The folder's lock keeps others away, so what lies there half made is our own.
        let draft = "\(path).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SecretFault(
                file: path, cause: "can't be made: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        guard write(descriptor, key, key.count) == key.count, fsync(descriptor) == 0,
            rename(draft, path) == 0
        else {
            throw SecretFault(
                file: path, cause: "can't be written: \(String(cString: strerror(errno)))")
        }
        return key
    }

    /// From the kernel's generator: nobody can guess them.
    static func random(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func read(_ path: String) throws(SecretFault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SecretFault(
                file: path, cause: "can't be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        // Why the error is dropped: a file whose mode nobody can tell is refused like an open one.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let mode = attributes?[.posixPermissions] as? Int ?? 0o777
        guard mode & 0o077 == 0 else {
            throw SecretFault(
                file: path, cause: "can be read by others; run: chmod 600 \(path)")
        }
        var buffer = [UInt8](repeating: 0, count: largestBytes)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else {
            throw SecretFault(
                file: path, cause: "can't be read: \(String(cString: strerror(errno)))")
        }
        return Array(buffer.prefix(count))
    }
}
