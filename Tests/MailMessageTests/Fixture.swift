import Foundation
import MailMessage
import Sequencing

/// The mails of Tests/Fixtures, by name.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: folder.appending(path: "\(name).eml")))
    }

    static func message(_ name: String) throws -> ReceivedMessage {
        try MessageParser.parse(bytes(name))
    }

    static func names(in subfolder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: subfolder).path)
            .filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted()
    }
}
