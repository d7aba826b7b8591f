internal import Glibc

/// Ports and sockets on 127.0.0.1.
package enum Loopback {
    /// A port that nobody listens on now.
    ///
    /// From below the range that the kernel gives to outgoing connections, and at random, so that
    /// tests that run side by side seldom choose the same; `attempting` mends the rest.
    package static func freePort() throws -> UInt16 {
        while true {
            let port = UInt16.random(in: 20_000...32_000)
            do {
                let (listener, _) = try listen(on: port)
                _ = Glibc.close(listener)
                return port
            } catch let refusal as LaunchError where refusal.code == EADDRINUSE {
                continue
            }
        }
    }

    /// Starts a server anew, on other ports, when another program was quicker to take one.
    static func attempting<Server>(_ start: () throws -> Server) throws -> Server {
        for _ in 1...3 {
            do { return try start() } catch is PortTaken { continue }
        }
        return try start()
    }

    /// Nothing listened on the port in time.
    struct PortTaken: Error, CustomStringConvertible {
        var port: UInt16
        var log: String
        var description: String { "nothing listens on \(port): \(log)" }
    }

    /// A listening socket; port 0 lets the kernel choose.
    static func listen(on port: UInt16 = 0) throws -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw LaunchError("socket", code: errno) }
        var address = loopback(port: port)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withSocketAddress(&address) { bind(listener, $0, size) == 0 }
        let isNamed = withSocketAddress(&address) { getsockname(listener, $0, &size) == 0 }
        guard isBound, isNamed, Glibc.listen(listener, 16) == 0 else {
            let code = errno
            _ = Glibc.close(listener)
            throw LaunchError("bind", code: code)
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    /// Waits until something accepts connections on `port`; throws after ten seconds, with
    /// `logPath`'s text.
    package static func awaitListener(on port: UInt16, logPath: String) throws {
        for _ in 0..<2000 {
            if accepts(port) { return }
            usleep(5_000)
        }
        throw PortTaken(port: port, log: TextFile.contents(of: logPath))
    }

    package static func accepts(_ port: UInt16) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return false }
        defer { _ = Glibc.close(probe) }
        var address = loopback(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withSocketAddress(&address) { connect(probe, $0, size) == 0 }
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func withSocketAddress<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}

extension Loopback {
    /// Sends `text` to a port and reads until the other end closes, at most ten seconds.
    package static func exchange(_ text: String, port: UInt16) throws -> String {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard client >= 0 else { throw LaunchError("socket", code: errno) }
        defer { _ = Glibc.close(client) }
        var address = loopback(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard withSocketAddress(&address, { connect(client, $0, size) == 0 }) else {
            throw LaunchError("connect", code: errno)
        }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            client, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // Whoever refuses a body may close before all of it was sent.
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            answer += chunk.prefix(count)
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
