internal import Foundation
internal import Glibc

/// A TCP server that follows a script, for what no real server does on cue.
///
/// Each connection takes the next script, the last one again when there are no more.
///
/// `@unchecked` because the server's thread and the test both touch it: `lock` guards what changes.
package final class ScriptedServer: @unchecked Sendable {
    package enum Act: Sendable {
        /// Sends text; write CRLF where the protocol wants it.
        case say(String)
        /// Reads up to a line's end.
        case hearLine
        /// Reads up to the end of an SMTP message: CRLF, dot, CRLF.
        case hearMessage
        /// Reads at least this many bytes.
        case hear(bytes: Int)
        /// Sends RST instead of FIN and ends the connection.
        case reset
        /// Says nothing until the client goes away.
        case stayMute
    }

    package let port: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var scripts: [[Act]]
    private var heard: [UInt8] = []
    private var connections = 0

    package init(_ scripts: [Act]...) throws {
        self.scripts = scripts
        (listener, port) = try Loopback.listen()
        let listener = listener
        let thread = Thread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                guard let script = self?.nextScript() else {
                    _ = Glibc.close(client)
                    return
                }
                Self.play(script, on: client) { bytes in self?.remember(bytes) }
            }
        }
        thread.start()
    }

    deinit { stop() }

    /// Refuses further connections.
    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Everything that clients sent so far.
    package var heardText: String { lock.withLock { String(decoding: heard, as: UTF8.self) } }

    package var connectionCount: Int { lock.withLock { connections } }

    private func nextScript() -> [Act] {
        lock.withLock {
            connections += 1
            return scripts.count > 1 ? scripts.removeFirst() : scripts.first ?? []
        }
    }

    private func remember(_ bytes: ArraySlice<UInt8>) { lock.withLock { heard += bytes } }

    private static func play(
        _ script: [Act], on client: Int32, remember: (ArraySlice<UInt8>) -> Void
    ) {
        defer { _ = Glibc.close(client) }
        var pending: [UInt8] = []
        /// Reads until `end` finds the end of what is awaited; false when the client is gone.
        func hear(_ end: ([UInt8]) -> Int?) -> Bool {
            while true {
                if let count = end(pending) {
                    pending.removeFirst(count)
                    return true
                }
                var buffer = [UInt8](repeating: 0, count: 65536)
                let count = recv(client, &buffer, buffer.count, 0)
                guard count > 0 else { return false }
                remember(buffer[..<count])
                pending += buffer[..<count]
            }
        }
        for act in script {
            switch act {
            case .say(let text):
                let bytes = Array(text.utf8)
                guard send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
                else { return }
            case .hearLine:
                guard hear({ $0.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } }) else { return }
            case .hearMessage:
                guard hear({ $0.endOfSMTPMessage }) else { return }
            case .hear(let bytes):
                guard hear({ $0.count >= bytes ? bytes : nil }) else { return }
            case .stayMute:
                _ = hear { _ in nil }
            case .reset:
                var choice = linger(l_onoff: 1, l_linger: 0)
                let size = socklen_t(MemoryLayout<linger>.size)
                setsockopt(client, SOL_SOCKET, SO_LINGER, &choice, size)
                return
            }
        }
    }
}

extension [UInt8] {
    /// The count of bytes up to and with the line that is a lone dot.
    fileprivate var endOfSMTPMessage: Int? {
        let mark = Array("\r\n.\r\n".utf8)
        guard count >= mark.count else { return nil }
        return (0...count - mark.count).first { Array(self[$0..<$0 + mark.count]) == mark }
            .map { $0 + mark.count }
    }
}
