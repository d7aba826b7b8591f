internal import Foundation
internal import Glibc
internal import Sequencing

/// Where a mailbox's refresh token is kept: the file that a person wrote, and the daemon's own copy
/// for rotated ones when that file can't be written (systemd's credentials are read-only).
///
/// The copy names the token that it descends from, so that a person's new token always wins.
package struct RefreshTokenFile: Sendable {
    let path: String
    /// In the state folder; made when it is needed.
    let copyPath: String

    package init(path: String, copyPath: String) {
        self.path = path
        self.copyPath = copyPath
    }

    static let largestBytes = 2 * TokenReply.longestTokenBytes

    func load() throws(TokenFailure) -> String {
        let written: String
        switch Self.lines(of: path) {
        case .success(let lines):
            guard let token = lines.first, TokenReply.isToken(token) else {
                throw .noToken(path, "has no token in its first line")
            }
            written = token
        case .failure(let refusal): throw .noToken(path, refusal.words(as: "read"))
        }
        if case .success(let copy) = Self.lines(of: copyPath), copy.count >= 2,
            TokenReply.isToken(copy[0]), copy[1] == Self.name(of: written)
        {
            return copy[0]
        }
        return written
    }

    /// Keeps a rotated token where it outlives the daemon; throws when neither place takes it.
    func keep(_ token: String) throws(TokenFailure) {
        do throws(FileError) {
            try Self.replace(path, with: "\(token)\n")
            // The file speaks for itself again.
            unlink(copyPath)
        } catch {
            try keepCopy(token, refusal: error)
        }
    }

    private func keepCopy(_ token: String, refusal: FileError) throws(TokenFailure) {
        guard case .success(let lines) = Self.lines(of: path), let written = lines.first else {
            throw .noToken(path, "can't be read any more")
        }
        do throws(FileError) {
            let folder = (copyPath as NSString).deletingLastPathComponent
            if mkdir(folder, 0o700) != 0, errno != EEXIST { throw FileError() }
            try Self.replace(copyPath, with: "\(token)\n\(Self.name(of: written))\n")
        } catch {
            throw .noToken(
                path,
                "\(refusal.words(as: "written")), nor \(copyPath): \(error.words(as: "written"))")
        }
    }

    /// Tells a token from others without showing it.
    private static func name(of token: String) -> String {
        "from \(String(UInt64(stableHashOf: token), radix: 16))"
    }

    private static func lines(of path: String) -> Result<[String], FileError> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(FileError()) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: largestBytes)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { return .failure(FileError()) }
        let text = String(decoding: buffer.prefix(count), as: UTF8.self)
        return .success(text.split(whereSeparator: \.isNewline).map(String.init))
    }

    /// Whole or not at all, and only for the daemon's user to read.
    private static func replace(_ path: String, with text: String) throws(FileError) {
        // A link stays a link: what it points to is replaced.
        let target = realpath(path, nil).map { resolved in
            defer { free(resolved) }
            return String(cString: resolved)
        }
        let file = target ?? path
        let folder = (file as NSString).deletingLastPathComponent
        let fresh = "\(file).new"
        // What a crash left behind.
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileError() }
        let bytes = Array(text.utf8)
        let isWritten =
            write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let failure = FileError()
        close(descriptor)
        guard isWritten else {
            unlink(fresh)
            throw failure
        }
        guard rename(fresh, file) == 0 else {
            let failure = FileError()
            unlink(fresh)
            throw failure
        }
        let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if place >= 0 {
            fsync(place)
            close(place)
        }
    }

    /// The reason that the system gives, as of the moment when the value is made.
    private struct FileError: Error {
        let code = errno

        func words(as verb: String) -> String {
            "can't be \(verb): \(String(cString: strerror(code)))"
        }
    }
}

extension TokenFailure {
    fileprivate static func noToken(_ path: String, _ cause: String) -> TokenFailure {
        TokenFailure(kind: .unavailable, words: "the refresh token file \(path) \(cause)")
    }
}
