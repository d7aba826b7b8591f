import Foundation
import Glibc
import Support

/// Debian's chromium without a window, led by its DevTools protocol over two named pipes.
///
/// `@unchecked` because of the pipes' buffers: one test at a time leads one browser.
final class Browser: @unchecked Sendable {
    /// For the answer to one command, loading a page included.
    static let patience: Int32 = 30

    private let folder: TemporaryFolder
    private let program: ServerProcess
    private let out: Int32
    private let back: Int32
    private var buffer: [UInt8] = []
    private var events: [[String: Any]] = []
    private var lastID = 0
    private var session: String?

    init() throws {
        folder = try TemporaryFolder(named: "browser")
        let pipes = [folder.path("to"), folder.path("from")]
        for pipe in pipes where mkfifo(pipe, 0o600) != 0 {
            throw LaunchError("mkfifo", code: errno)
        }
        // For reading and writing, so that neither end waits for the other to open.
        out = Glibc.open(pipes[0], O_RDWR | O_CLOEXEC)
        back = Glibc.open(pipes[1], O_RDWR | O_CLOEXEC)
        guard out >= 0, back >= 0 else { throw LaunchError("open", code: errno) }
        let fonts = try folder.write(Self.fonts, to: "fonts.conf")
        program = try ServerProcess(
            "/bin/bash",
            [
                "-c", "exec \"$0\" \"${@:3}\" 3<\"$1\" 4>\"$2\"", "/usr/bin/chromium", pipes[0],
                pipes[1], "--headless=new", "--remote-debugging-pipe", "--no-sandbox",
                "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--disable-background-networking", "--disable-component-update",
                "--user-data-dir=\(folder.path("profile"))", "about:blank",
            ], logPath: folder.path("log"),
            environment: ["FONTCONFIG_FILE": fonts, "TZ": "Europe/Berlin"], ending: .atOnce)
        let targets = try send("Target.getTargets")["targetInfos"] as? [[String: Any]] ?? []
        guard let page = targets.first(where: { $0["type"] as? String == "page" }),
            let target = page["targetId"] as? String
        else { throw LaunchError("chromium has no page: \(log)") }
        session =
            try send("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"]
            as? String
        try send("Page.enable")
        try send("Runtime.enable")
        try send("Log.enable")
        try setWindow(width: 1280, height: 800)
    }

    deinit {
        program.stop()
        close(out)
        close(back)
    }

    var log: String { TextFile.contents(of: folder.path("log")) }

    /// What a desktop's fontconfig says for `system-ui`, where this machine has such a font.
    private static let fonts = """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>
        <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
        \(["system-ui", "sans", "sans-serif"].map { family in
            """
            <match target="pattern"><test qual="any" name="family"><string>\(family)</string></test>
            <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>
            """
        }.joined())
        </fontconfig>
        """

    // MARK: What tests ask

    /// Opens an address and waits until the page has loaded.
    func open(_ address: String) throws {
        events.removeAll { $0["method"] as? String == "Page.loadEventFired" }
        let answer = try send("Page.navigate", ["url": address])
        if let problem = answer["errorText"] as? String {
            throw LaunchError("\(address): \(problem)")
        }
        try awaitLoad()
    }

    /// The value of an expression, as JSON has it.
    @discardableResult
    func evaluate(_ expression: String) throws -> Any? {
        let answer = try send(
            "Runtime.evaluate",
            ["expression": expression, "returnByValue": true, "awaitPromise": true])
        if let problem = answer["exceptionDetails"] as? [String: Any] {
            throw LaunchError("\(expression.prefix(200)): \(problem)")
        }
        return (answer["result"] as? [String: Any])?["value"]
    }

    func text(_ expression: String) throws -> String {
        try evaluate(expression) as? String ?? ""
    }

    func number(_ expression: String) throws -> Double {
        (try evaluate(expression) as? NSNumber)?.doubleValue ?? .nan
    }

    /// Does what leads to another page, and waits for that.
    func follow(_ expression: String) throws {
        events.removeAll { $0["method"] as? String == "Page.loadEventFired" }
        try evaluate("(() => { \(expression); return 1 })()")
        try awaitLoad()
    }

    func press(_ key: String) throws {
        for type in ["keyDown", "keyUp"] {
            var parameters: [String: Any] = ["type": type, "key": key, "code": key]
            if key == "Tab" { parameters["windowsVirtualKeyCode"] = 9 }
            if key == "Enter" {
                parameters["windowsVirtualKeyCode"] = 13
                parameters["text"] = "\r"
            }
            try send("Input.dispatchKeyEvent", parameters)
        }
    }

    func setWindow(width: Int, height: Int, isPhone: Bool = false) throws {
        try send(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": width, "height": height, "deviceScaleFactor": isPhone ? 2 : 1,
                "mobile": isPhone,
            ])
    }

    /// `scheme` is light or dark; `medium` is screen or print.
    func setMedia(scheme: String = "light", medium: String = "screen") throws {
        try send(
            "Emulation.setEmulatedMedia",
            [
                "media": medium,
                "features": [["name": "prefers-color-scheme", "value": scheme]],
            ])
    }

    /// What the browser complained of since the last call: broken policies, missing files.
    func complaints() -> [String] {
        defer { events = [] }
        return events.compactMap { event in
            let parameters = event["params"] as? [String: Any]
            switch event["method"] as? String {
            case "Log.entryAdded":
                return ((parameters?["entry"] as? [String: Any])?["text"]).map { "\($0)" }
            case "Runtime.exceptionThrown": return "\(parameters ?? [:])"
            default: return nil
            }
        }
    }

    /// The page as a picture: what the window shows, or the whole of it.
    func picture(format: String = "png", isWhole: Bool = false) throws -> Data {
        var parameters: [String: Any] = ["format": format, "captureBeyondViewport": isWhole]
        if format != "png" { parameters["quality"] = 82 }
        if isWhole {
            let size =
                try send("Page.getLayoutMetrics")["cssContentSize"] as? [String: Any] ?? [:]
            parameters["clip"] = [
                "x": 0, "y": 0, "width": size["width"] ?? 1280,
                "height": min((size["height"] as? NSNumber)?.doubleValue ?? 800, 4000), "scale": 1,
            ]
        }
        let answer = try send("Page.captureScreenshot", parameters)
        return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
    }

    // MARK: The protocol

    private func awaitLoad() throws {
        let end = Date().addingTimeInterval(Double(Self.patience))
        while Date() < end {
            if events.contains(where: { $0["method"] as? String == "Page.loadEventFired" }) {
                return
            }
            if let message = try nextMessage(within: 1000) { events.append(message) }
        }
        throw LaunchError("the page did not load: \(log.suffix(500))")
    }

    @discardableResult
    private func send(
        _ method: String, _ parameters: [String: Any] = [:]
    ) throws -> [String: Any] {
        lastID += 1
        var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
        if let session { message["sessionId"] = session }
        var rest = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
        while !rest.isEmpty {
            let count = write(out, rest, rest.count)
            guard count > 0 else { throw LaunchError("write", code: errno) }
            rest.removeFirst(count)
        }
        let end = Date().addingTimeInterval(Double(Self.patience))
        while Date() < end {
            guard let answer = try nextMessage(within: 1000) else { continue }
            guard (answer["id"] as? NSNumber)?.intValue == lastID else {
                events.append(answer)
                continue
            }
            if let problem = answer["error"] { throw LaunchError("\(method): \(problem)") }
            return answer["result"] as? [String: Any] ?? [:]
        }
        throw LaunchError("\(method) had no answer: \(log.suffix(500))")
    }

    /// The next message, each ended by a zero byte; nil when none came in time.
    private func nextMessage(within milliseconds: Int32) throws -> [String: Any]? {
        while true {
            if let end = buffer.firstIndex(of: 0) {
                let bytes = Data(buffer[..<end])
                buffer.removeSubrange(...end)
                return try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
            }
            var ready = pollfd(fd: back, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, milliseconds) > 0 else { return nil }
            var chunk = [UInt8](repeating: 0, count: 262_144)
            let count = read(back, &chunk, chunk.count)
            guard count > 0 else { throw LaunchError("chromium has gone: \(log.suffix(500))") }
            buffer += chunk.prefix(count)
        }
    }
}
