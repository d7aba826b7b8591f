import API
import APISupport
import Commands
import Sequencing

/// One run of the command line with its own clock, zone, terminal and socket.
struct Console {
    var output = ""
    var errors = ""
    var exitCode: Int32

    /// In a zone one hour east of Greenwich, at the examples' moment; nobody can be asked unless there is an
    /// answer.
    static func run(
        _ arguments: [String], socket: String = "/nonexistent/socket",
        terminal: CommandContext.Terminal = .pipe, answer: String? = nil, keys: String? = nil,
        answers: [String] = []
    ) -> Console {
        let (output, errors) = (Tape(), Tape())
        let (typed, said) = (Tape(), Answers(answers))
        typed.text = keys ?? ""
        let context = CommandContext(
            environment: [SocketPath.environmentKey: socket], now: Example.now.instant,
            zone: .fixed(offsetSeconds: 3600, name: "CET"), terminal: terminal,
            write: { output.text += $0 }, writeError: { errors.text += $0 },
            ask: answer != nil || keys != nil
                ? { question in
                    errors.text += question
                    return answer ?? said.next
                } : nil,
            readKey: keys != nil
                ? { typed.text.isEmpty ? nil : typed.text.removeFirst() } : nil)
        let code = Thirdtouch.run(arguments, context)
        return Console(output: output.text, errors: errors.text, exitCode: code)
    }

    private final class Tape { var text = "" }

    private final class Answers {
        private var rest: [String]
        init(_ all: [String]) { rest = all }
        /// Nil when nobody says anything more.
        var next: String? { rest.isEmpty ? nil : rest.removeFirst() }
    }
}

extension CommandContext.Terminal {
    static let wide = Self(isTerminal: true, usesColor: false, width: 200)
    static let narrow = Self(isTerminal: true, usesColor: false, width: 80)
    static let colored = Self(isTerminal: true, usesColor: true, width: 120)
}

extension UnixHTTPServer {
    /// Answers `key` with a value.
    convenience init(_ key: String, _ value: some Encodable) throws {
        let text = String(decoding: try WireJSON.encode(value), as: UTF8.self)
        try self.init([key: .json(200, text)])
    }
}
