internal import Glibc

/// Ports and sockets on 127.0.0.1.
package enum Loopback {
    /// A port that nobody listens on now.
    package static func freePort() throws -> UInt16 {
        let (listener, port) = try listen()
        _ = Glibc.close(listener)
        return port
    }

    /// A listening socket on a port chosen by the kernel.
    static func listen() throws -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw LaunchError("socket", code: errno) }
        var address = loopback(port: 0)
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

    /// Waits until something accepts connections on `port`; throws after ten seconds, with `logPath`'s text.
    package static func awaitListener(on port: UInt16, logPath: String) throws {
        for _ in 0..<1000 {
            if accepts(port) { return }
            usleep(10_000)
        }
        throw LaunchError("nothing listens on \(port): \(TextFile.contents(of: logPath))")
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
