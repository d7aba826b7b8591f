internal import Foundation
internal import Glibc

/// Postfix's smtp-sink: a real SMTP server in plain text that keeps what it is given, and
/// misbehaves on demand.
package final class SMTPSink: Sendable {
    package let port: UInt16
    private let folder: TemporaryFolder
    private let process: ServerProcess

    /// - Parameters:
    ///   - flags: smtp-sink's own, for example `["-f", "RCPT"]` to refuse every recipient.
    ///   - keepsMail: false for load, where writing each mail to a file would be what is measured.
    package init(flags: [String] = [], keepsMail: Bool = true) throws {
        folder = try TemporaryFolder(named: "smtp-sink")
        let mails = try folder.makeFolder("mails", openToAll: true)
        let rights = getuid() == 0 ? ["-u", "nobody"] : []
        let log = folder.path("log")
        (process, port) = try Loopback.attempting {
            let port = try Loopback.freePort()
            let process = try ServerProcess(
                "/usr/sbin/smtp-sink",
                rights + (keepsMail ? ["-d", "\(mails)/%M."] : []) + flags
                    + ["127.0.0.1:\(port)", "64"],
                logPath: log, ending: .atOnce)
            try Loopback.awaitListener(on: port, logPath: log)
            return (process, port)
        }
    }

    /// Ends the server; connections that are kept to it break.
    package func stop() { process.stop() }

    /// The mails that were taken, in no order.
    package var mails: [SunkMail] {
        let folder = folder.path("mails")
        return TextFile.names(in: folder).compactMap { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)").flatMap(SunkMail.init)
        }
    }
}

/// A mail as smtp-sink wrote it down.
package struct SunkMail: Equatable, Sendable {
    package var sender: String
    package var recipient: String
    /// The message as it was sent, with CRLF line ends; trace headers of the way are taken off.
    package var bytes: [UInt8]

    /// Nil while the mail is still coming in.
    init?(_ dump: Data) {
        // smtp-sink ends a complete mail with an empty line of its own.
        var lines = dump.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 2, lines.popLast()?.isEmpty == true, lines.popLast()?.isEmpty == true
        else { return nil }
        var fields: [String: String] = [:]
        while let line = lines.first {
            let text = String(decoding: line, as: UTF8.self)
            let isTrace = text.hasPrefix("X-") || text.hasPrefix("Received: ")
            guard isTrace || text.hasPrefix("\t") else { break }
            let parts = text.split(separator: ": ", maxSplits: 1)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
            lines.removeFirst()
        }
        func address(_ field: String) -> String {
            let inner = fields[field]?.split(separator: ">").first?.split(separator: "<").last
            return inner.map(String.init) ?? ""
        }
        sender = address("X-Mail-Args")
        recipient = address("X-Rcpt-Args")
        bytes = lines.flatMap { $0 + Array("\r\n".utf8) }
    }
}
