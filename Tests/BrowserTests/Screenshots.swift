import Foundation
import Support
import Testing

/// The pictures of docs/screenshots: scripts/screenshots makes them, people look at them.
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["THIRDTOUCH_SCREENSHOTS"] != nil))
struct Screenshots {
    @Test("Every view, light and dark, on a phone and on paper")
    func all() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["THIRDTOUCH_SCREENSHOTS"])
        let format = ProcessInfo.processInfo.environment["THIRDTOUCH_PICTURES"] ?? "webp"
        let office = try Office.shared.get()
        let door = try Browser()
        let browser = try office.visitor()
        try browser.open("\(office.address)/work")
        let lead = try browser.text("document.querySelector('.worklist tbody th a').pathname")
        let views = [
            ("summary", "/"), ("work", "/work"), ("reps", "/reps"), ("reasons", "/reasons"),
            ("lead", lead), ("settings", "/settings"),
        ]
        func save(_ browser: Browser, _ name: String, isWhole: Bool = false) throws {
            let picture = try browser.picture(format: format, isWhole: isWhole)
            #expect(picture.count > 1000)
            try picture.write(to: URL(filePath: "\(folder)/\(name).\(format)"))
        }
        try door.open(office.link())
        try save(door, "log-in")
        for (name, path) in views {
            try browser.setWindow(width: 1280, height: 900)
            for scheme in ["light", "dark"] {
                try browser.setMedia(scheme: scheme)
                try browser.open(office.address + path)
                try save(browser, "\(name)-\(scheme)")
            }
            try browser.setMedia(scheme: "light")
            try browser.setWindow(width: 390, height: 844, isPhone: true)
            try browser.open(office.address + path)
            try save(browser, "\(name)-phone")
        }
        try browser.setWindow(width: 794, height: 1123)
        try browser.setMedia(medium: "print")
        try browser.open("\(office.address)/")
        try save(browser, "summary-print")
    }
}
