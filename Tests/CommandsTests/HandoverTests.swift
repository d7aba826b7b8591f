import API
import APISupport
import Foundation
import Testing

@testable import Commands

struct HandoverTests {
    @Test("The daemon's program is found beside this one before PATH is asked")
    func sibling() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }  // why: a temporary folder
        for name in ["beside", "path"] {
            let place = folder.appending(path: name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let file = place.appending(path: "thirdtouchd").path
            let isMade = FileManager.default.createFile(
                atPath: file, contents: nil, attributes: [.posixPermissions: 0o755])
            #expect(isMade)
        }
        let variables = ["PATH": "/nonexistent:\(folder.path)/path"]
        let own = "\(folder.path)/beside/thirdtouch"
        let found = try Handover.find("thirdtouchd", besides: own, environment: variables)
        #expect(found == "\(folder.path)/beside/thirdtouchd")
        let elsewhere = try Handover.find("thirdtouchd", besides: "/x/y", environment: variables)
        #expect(elsewhere == "\(folder.path)/path/thirdtouchd")
    }

    @Test("Without the daemon's program the demo says what to do")
    func missing() {
        let error = #expect(throws: CommandFailure.self) {
            try Handover.find("thirdtouchd", besides: nil, environment: [:])
        }
        #expect(error?.status == .refused)
        #expect(error?.advice.isEmpty == false)
    }
}

struct TimeTextTests {
    @Test(
        "A span has its two largest units",
        arguments: [
            (0, "0 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (1440, "1 d"),
            (1445, "1 d"), (4561, "3 d 4 h"),
        ])
    func span(_ minutes: Int, _ words: String) {
        #expect(TextPage.span(minutes: minutes) == words)
    }

    @Test("The system's zone goes from local time to an instant and back")
    func systemZone() {
        let (local, name) = LocalZone.system.local(Example.now.instant)
        #expect(LocalZone.system.instant(local) == Example.now.instant)
        #expect(!name.isEmpty)
    }
}
