import Foundation
import Support
import Testing

/// What systemd hears of the daemon's life (sd_notify(3)).
@Suite(.serialized) struct ServiceManagerTests {
    private func started() throws -> (NotifySocket, RunningDaemon) {
        let folder = try TemporaryFolder(named: "daemon")
        let manager = try NotifySocket(path: folder.path("notify.sock"))
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder), folder: folder,
            environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "400000"])
        return (manager, daemon)
    }

    @Test("Ready, alive, reloading and stopping are said, in that order")
    func life() throws {
        let (manager, daemon) = try started()
        #expect(try manager.next { !$0.contains("WATCHDOG") }.contains("READY=1"))
        // The socket takes connections by then: `READY=1` is no promise, it is a report.
        #expect(try daemon.ask("status").status == 0)
        for _ in 0..<3 { #expect(try manager.next { _ in true } == "WATCHDOG=1") }
        daemon.signal(SIGHUP)
        let reloading = try manager.next { !$0.contains("WATCHDOG") }
        #expect(reloading.contains("RELOADING=1"))
        #expect(reloading.contains("MONOTONIC_USEC="))
        #expect(try manager.next { !$0.contains("WATCHDOG") }.contains("READY=1"))
        #expect(daemon.stop() == 0, "\(daemon.log)")
        #expect(try manager.next { !$0.contains("WATCHDOG") }.contains("STOPPING=1"))
    }

    @Test("A daemon that is stopped by SIGSTOP is not alive")
    func hanging() throws {
        let (manager, daemon) = try started()
        daemon.signal(SIGSTOP)
        defer { daemon.signal(SIGCONT) }
        manager.drain()
        #expect(throws: LaunchError.self) { try manager.next(within: 1) { _ in true } }
    }
}

/// The service manager's end of the notification socket.
private final class NotifySocket {
    let path: String
    private let descriptor: Int32

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw LaunchError("socket", code: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw LaunchError("bind", code: errno) }
    }

    deinit { close(descriptor) }

    /// The next datagram that is wanted; throws when none comes in time.
    func next(within seconds: Int = 10, _ isWanted: (String) -> Bool) throws -> String {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        while true {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw LaunchError("nothing came", code: errno) }
            let text = String(decoding: buffer.prefix(count), as: UTF8.self)
            if isWanted(text) { return text }
        }
    }

    /// Throws away what has come already.
    func drain() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 {}
    }
}
