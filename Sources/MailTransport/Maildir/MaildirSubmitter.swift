internal import Foundation
internal import Glibc
package import Logging
package import Sequencing

/// Delivers messages into a Maildir: written in `tmp`, and at the commit point renamed into `new`.
///
/// The file's name stands for the server's queue id. The envelope is not kept: the message's own
/// headers have to tell.
package final class MaildirSubmitter: MailSubmitter {
    private let path: String
    private let logger: Logger
    private var count = 0

    /// - Parameter path: the Maildir; its folders are made when they are not there.
    package init(path: String, logger: Logger) {
        self.path = path
        self.logger = logger
    }

    package func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        let file: (path: String, name: String)
        do {
            try MaildirFiles.makeFolders(at: path)
            file = try write(message.bytes)
        } catch {
            return .unsent(.connection(cause: "\(error)"))
        }
        guard atCommitPoint() else {
            unlink(file.path)
            return .unsent(.abortedAtCommitPoint)
        }
        do {
            try MaildirFiles.move(file.path, to: "\(path)/new/\(file.name)")
            try MaildirFiles.synchronize(folder: "\(path)/new")
        } catch {
            return .inDoubt(cause: "\(error)")
        }
        logger.debug("A message was submitted", metadata: ["maildir.file": "\(file.name)"])
        return .accepted(reply: file.name)
    }

    package func close() {}

    /// Writes the message durably into `tmp`; its final name begins with the file's own time.
    private func write(_ bytes: [UInt8]) throws -> (path: String, name: String) {
        count += 1
        let unique = "P\(getpid())Q\(count)R\(UInt32.random(in: 0...UInt32.max))"
        let temporary = "\(path)/tmp/\(unique)"
        let written = try MaildirFiles.write(bytes, toNew: temporary)
        let time = written.st_mtim
        return (temporary, "\(time.tv_sec).M\(time.tv_nsec / 1000)\(unique).thirdtouch")
    }
}
