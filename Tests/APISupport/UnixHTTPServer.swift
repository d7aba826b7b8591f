internal import Foundation
internal import Glibc

/// A daemon's stand-in: one real Unix socket, real HTTP/1.1, answers given beforehand.
///
/// For the client and the commands, whose other side is the wire. Each connection is answered once
/// and closed. Stops when it is released.
package final class UnixHTTPServer: @unchecked Sendable {
    package enum Answer: Sendable {
        /// A status and a JSON body.
        case json(Int, String)
        /// These bytes, whatever they are, then the end.
        case bytes([UInt8])
        /// A well-formed head, then a body of so many bytes.
        case flood(bytes: Int)
        /// Nothing: closes when the request was read.
        case nothing
    }

    package struct Request: Equatable, Sendable {
        package var method: String
        package var target: String
        package var body: String
    }

    package let path: String
    private let folder: URL
    private let listener: Int32
    // Unchecked because the server's thread and the test share these: `lock` guards them.
    private let lock = NSLock()
    private var answers: [String: Answer] = [:]
    private var received: [Request] = []

    package init(_ answers: [String: Answer] = [:]) throws {
        self.answers = answers
        folder = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "s").path
        listener = try UnixSocket.listen(at: path)
        let listener = listener
        let thread = Thread { [weak self] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                self?.serve(client)
                close(client)
            }
            close(listener)
        }
        thread.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        // The reason for ignoring a failure: an empty folder in /tmp harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Everything asked so far.
    package var requests: [Request] { lock.withLock { received } }

    /// `key` is the method and the target: `GET /v1/status`.
    package func answer(_ key: String, _ answer: Answer) { lock.withLock { answers[key] = answer } }

    private func serve(_ client: Int32) {
        guard let request = Self.read(client) else { return }
        let answer = lock.withLock {
            received.append(request)
            return answers["\(request.method) \(request.target)"]
        }
        switch answer {
        case .json(let status, let text):
            Self.write(Self.head(status, text.utf8.count) + text, client)
        case .bytes(let bytes): Self.write(bytes, client)
        case .flood(let count):
            Self.write(Self.head(200, count), client)
            let chunk = [UInt8](repeating: UInt8(ascii: " "), count: 65_536)
            var left = count
            while left > 0, Self.write(chunk.prefix(left), client) { left -= chunk.count }
        case .nothing: break
        case nil:
            let text = #"{"advice":"","code":"not-found","details":[],"message":"not scripted"}"#
            Self.write(Self.head(404, text.utf8.count) + text, client)
        }
    }

    private static func head(_ status: Int, _ length: Int) -> String {
        "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n"
            + "Connection: close\r\n\r\n"
    }

    private static func write(_ text: String, _ client: Int32) {
        _ = write(Array(text.utf8), client)
    }

    @discardableResult
    private static func write(_ bytes: some Collection<UInt8>, _ client: Int32) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func read(_ client: Int32) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                let lines = head.split(separator: "\r\n")
                let words = lines[0].split(separator: " ").map(String.init)
                let length = lines.lazy.compactMap { line in
                    line.lowercased().hasPrefix("content-length: ") ? Int(line.dropFirst(16)) : nil
                }.first
                if bytes.count - end.upperBound >= length ?? 0, words.count == 3 {
                    return Request(
                        method: words[0], target: words[1],
                        body: String(decoding: bytes[end.upperBound...], as: UTF8.self))
                }
            }
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk.prefix(count)
        }
    }
}

/// The socket calls that need `sockaddr_un`.
package enum UnixSocket {
    package struct Failure: Error { package var errno: Int32 }

    package static func bound(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Failure(errno: errno) }
        return descriptor
    }

    static func listen(at path: String) throws -> Int32 {
        let descriptor = try bound(at: path)
        guard Glibc.listen(descriptor, 16) == 0 else { throw Failure(errno: errno) }
        return descriptor
    }
}
