import Glibc

/// Tells the service manager how we are (sd_notify(3)): a datagram to `$NOTIFY_SOCKET`, or nothing.
struct SystemdNotifier: Sendable {
    private let path: String?
    /// How often the watchdog wants to hear from us: half of what it allows; nil for no watchdog.
    let watchdogInterval: Duration?

    init(environment: [String: String]) {
        path = environment["NOTIFY_SOCKET"]
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        watchdogInterval = isOurs ? microseconds.map { .microseconds($0 / 2) } : nil
    }

    func ready() { send("READY=1\nSTATUS=sending and reading mail") }

    func reloading(monotonicMicroseconds: Int64) {
        send("RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)")
    }

    func stopping() { send("STOPPING=1\nSTATUS=finishing the messages in flight") }

    func alive() { send("WATCHDOG=1") }

    private func send(_ message: String) {
        guard let path, path.hasPrefix("/") || path.hasPrefix("@") else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        // "@" stands for the abstract namespace.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(message.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
