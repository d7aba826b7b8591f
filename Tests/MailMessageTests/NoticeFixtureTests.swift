import Foundation
import MailMessage
import Sequencing
import Testing

/// Every notice of Tests/Fixtures/notices: class, recipients with severity and status, original Message-ID.
@Suite struct NoticeFixtureTests {
    static let now = Instant(milliseconds: 1_786_000_000_000)
    static let folder = Fixture.folder.appending(path: "notices")

    static func read(_ name: String) throws -> (ReceivedMessage, ReplyReading) {
        let file = folder.appending(path: "\(name).eml")
        let message = try MessageParser.parse([UInt8](Data(contentsOf: file)))
        return (message, ReplyRules.read(message, now: now, leadZoneOffsetSeconds: 7200))
    }

    @Test("Each notice is read as its row says", arguments: NoticeRow.all)
    func noticeIsRead(row: NoticeRow) throws {
        let (_, reading) = try Self.read(row.name)
        #expect(ReplyKind(reading.replyClass) == row.kind)
        var recipients: [NoticeRow.Recipient] = []
        if case .bounce(let bounce) = reading.replyClass { recipients = bounce.recipients }
        #expect(recipients == row.recipients)
        #expect(reading.originalMessageID == row.originalMessageID)
    }

    @Test("Every notice has a row, and every row a notice") func everyNoticeHasARow() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.sorted() == NoticeRow.all.map { "\($0.name).eml" }.sorted())
    }

    @Test("A bounce is as bad as its worst recipient, and says by what it was seen")
    func wholeBounce() throws {
        for row in NoticeRow.all where row.kind == .bounce || row.kind == .delay {
            let (_, reading) = try Self.read(row.name)
            guard case .bounce(let bounce) = reading.replyClass else { continue }
            let order: [ReplyClass.Bounce.Severity] = [.hard, .soft, .delayed]
            let worst = order.first { severity in
                row.recipients.contains { $0.severity == severity }
            }
            #expect(bounce.severity == worst, "\(row.name)")
            #expect(!bounce.diagnostic.isEmpty, "\(row.name)")
            let finding = reading.findings.last
            #expect(finding?.rule == "bounce" && finding?.evidence?.isEmpty == false)
        }
    }

    @Test("Whom we mailed stays a key, also where another address failed")
    func originalRecipientIsAKey() throws {
        for (name, address) in [
            ("postfix-expanded-alias", "hq@nordlager.example"),
            ("sendmail-actual-recipient", "spool@gw.haven.example"),
            ("sun-messaging-server", "carol@sun.example"),
            ("arf-headers-only", "hdr@fbl.example"),
            ("complaint-hotmail-jmrp", "jm@outlookish.example"),
        ] {
            let (message, reading) = try Self.read(name)
            let keys = ReplyMatchKeys(from: message, class: reading.replyClass)
            #expect(keys.addresses.contains(address), "\(name)")
        }
    }

    @Test("Every notice cut off anywhere is read or refused") func truncations() throws {
        for row in NoticeRow.all {
            let file = Self.folder.appending(path: "\(row.name).eml")
            let bytes = [UInt8](try Data(contentsOf: file))
            for end in stride(from: 90, to: bytes.count, by: 211) {
                let message = try MessageParser.parse(Array(bytes[..<end]))
                let reading = ReplyRules.read(message, now: Self.now, leadZoneOffsetSeconds: 0)
                let keys = ReplyMatchKeys(from: message, class: reading.replyClass)
                #expect(keys.addresses.allSatisfy { $0 == $0.lowercased() })
                if row.kind == .person {
                    #expect(reading.replyClass == .person, "\(row.name) \(end)")
                }
            }
        }
    }
}
