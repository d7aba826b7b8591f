import Foundation
import MailMessage
package import Sequencing

/// Says what the rules see in any message, without a daemon, a database or a network.
package struct MessageTest {
    /// Files and folders; `-` is standard input.
    package var sources: [String]
    package var isJSON: Bool
    /// For notices without a Date, and to tell a past day from a coming one.
    package var now: Instant
    /// Of the reader, east of UTC.
    package var zoneOffsetSeconds: Int

    /// With this machine's clock and zone.
    package init(sources: [String], isJSON: Bool) {
        self.init(
            sources: sources, isJSON: isJSON, now: SystemClock().now(),
            zoneOffsetSeconds: TimeZone.current.secondsFromGMT())
    }

    package init(sources: [String], isJSON: Bool, now: Instant, zoneOffsetSeconds: Int) {
        self.sources = sources
        self.isJSON = isJSON
        self.now = now
        self.zoneOffsetSeconds = zoneOffsetSeconds
    }

    /// Hands over the lines to print, message by message; complaints about files go to `complain`.
    ///
    /// Returns how many could not be read at all.
    package func run(
        print: (String) -> Void, complain: (String) -> Void
    ) throws -> Int {
        var unread = 0
        var isFirst = true
        try MessageSource.each(of: sources) { found in
            switch found.bytes {
            case .failure(let failure):
                unread += 1
                complain("\(failure)")
            case .success(let bytes):
                let report = report(on: bytes, named: found.name)
                if isJSON {
                    print(try report.json())
                } else {
                    if !isFirst { print("") }
                    report.lines().forEach { print($0) }
                }
                isFirst = false
            }
        }
        return unread
    }

    private func report(on bytes: [UInt8], named name: String) -> MessageReport {
        do {
            let message = try MessageParser.parse(bytes)
            return MessageReport(
                file: name,
                reading: ReplyRules.read(
                    message, now: now, leadZoneOffsetSeconds: zoneOffsetSeconds))
        } catch {
            return MessageReport(file: name, unreadable: "\(error)")
        }
    }
}
