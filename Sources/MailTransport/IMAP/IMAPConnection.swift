internal import CCurl
internal import Glibc
internal import Sequencing

/// One authenticated connection: libcurl brings it up, from then on the words are ours.
///
/// Commands may be sent before the ones before them are answered; the answers are taken in any
/// order. Every throw but a refused command leaves the connection in an unknown state, and so does
/// whoever does not finish what was begun; its owner drops it.
final class IMAPConnection {
    let limits: IMAPLimits
    private(set) var capabilities: Set<String> = []
    /// Whether EXAMINE tells UIDNEXT; believed until it does not.
    var foretellsUIDs = true
    /// The tags of the commands that the server has not ended yet.
    private(set) var unfinished: Set<String> = []
    /// How commands ended that were not asked for yet.
    private var ended: [String: IMAPStatus] = [:]
    private let handle: CurlHandle
    private let socket: Int32
    private var reader: IMAPReader
    private var commandCount = 0

    /// Connects, logs in and asks for the capabilities.
    init(server: IMAPServer, limits: IMAPLimits) throws {
        self.limits = limits
        reader = IMAPReader(limits: limits)
        (handle, socket) = try Self.logIn(to: server, limits: limits)
        _ = try run("CAPABILITY") { response in
            if case .capability(let names) = response { self.capabilities = Set(names) }
        }
    }

    /// Sends a command and hands every untagged response to `receive`; throws unless it ends with
    /// OK.
    func run(_ command: String, receive: (IMAPResponse) throws -> Void = { _ in }) throws {
        let tag = try begin(command)
        try finish(tag, named: command, receive: receive)
    }

    /// Sends a command without waiting for its end and returns its tag.
    func begin(_ command: String) throws -> String {
        commandCount += 1
        let tag = "T\(commandCount)"
        unfinished.insert(tag)
        try send("\(tag) \(command)\r\n")
        return tag
    }

    /// Reads up to the end of a command; `receive` gets what is said meanwhile, also of others.
    func finish(
        _ tag: String, named command: String, receive: (IMAPResponse) throws -> Void
    ) throws {
        for _ in 0..<limits.responsesPerCommand {
            guard let response = try next(of: tag, named: command) else { return }
            try receive(response)
        }
        throw SweepFailure.malformedResponse(cause: "an answer has no end")
    }

    /// What is said next before a command ends, also of others; nil at its end, which has to be OK.
    func next(of tag: String, named command: String) throws -> IMAPResponse? {
        while true {
            if let status = ended.removeValue(forKey: tag) {
                try Self.check(status, after: command)
                return nil
            }
            switch try nextResponse(within: limits.answer) {
            case .tagged(let tag, let status): try note(end: tag, status)
            case .status(let status) where status.kind == .bye:
                throw IMAPGoodbye(cause: "the server says BYE \(status.text)")
            case let response: return response
            }
        }
    }

    /// Notes the end of a command that was begun; throws for one that was not.
    func note(end tag: String, _ status: IMAPStatus) throws {
        guard unfinished.remove(tag) != nil else {
            throw SweepFailure.malformedResponse(cause: "the answer to no command")
        }
        ended[tag] = status
    }

    /// Forgets a command whose end was read by other means.
    func forget(_ tag: String) { unfinished.remove(tag) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let deadline = Deadline(after: limits.answer)
            var sent = 0
            let code = bytes[offset...].withUnsafeBytes { rest in
                curl_easy_send(handle.pointer, rest.baseAddress, rest.count, &sent)
            }
            switch code {
            case CURLE_OK: offset += sent
            case CURLE_AGAIN:
                guard Readiness.awaitOutput(on: socket, until: deadline) == .writable else {
                    throw SweepFailure.connection(cause: "the server takes no more commands")
                }
            default: throw SweepFailure.connection(cause: code.words)
            }
        }
    }

    /// The next response; throws when no byte comes for `patience`.
    func nextResponse(within patience: Duration) throws -> IMAPResponse {
        let frame = try reader.nextFrame { buffer in
            let deadline = Deadline(after: patience)
            while try self.receive(into: &buffer) == 0 {
                guard Readiness.awaitInput(on: self.socket, until: deadline) == .readable else {
                    throw SweepFailure.connection(cause: "the server does not answer")
                }
            }
        }
        return try IMAPResponse.parse(frame, depthLimit: limits.depth)
    }

    /// Waits for the next response of a server that may stay silent; a cancel or the deadline ends
    /// it.
    func awaitResponse(canceller: WaitCanceller, until deadline: Deadline) throws -> Awaited {
        while !reader.hasPendingBytes {
            // What TLS has decrypted already does not make the socket readable: ask libcurl first.
            if try reader.fillIfPossible(receive) { break }
            switch Readiness.awaitInput(on: socket, canceller: canceller, until: deadline) {
            case .readable, .writable: continue
            case .cancelled: return .cancelled
            case .timedOut: return .timedOut
            }
        }
        return .response(try nextResponse(within: limits.answer))
    }

    enum Awaited: Equatable {
        case response(IMAPResponse)
        case cancelled, timedOut
    }

    /// Appends what is there now; 0 when nothing is, throws when the connection is lost.
    private func receive(into buffer: inout [UInt8]) throws -> Int {
        try withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { space in
            var count = 0
            let code = curl_easy_recv(handle.pointer, space.baseAddress, space.count, &count)
            if code == CURLE_AGAIN { return 0 }
            guard code == CURLE_OK, count > 0 else {
                throw SweepFailure.connection(
                    cause: code == CURLE_OK ? "the server closed the connection" : code.words)
            }
            buffer.append(contentsOf: space[..<count])
            return count
        }
    }

    private static func check(_ status: IMAPStatus, after command: String) throws {
        let verb = command.prefix { $0 != " " }
        switch status.kind {
        case .ok: return
        case .bad: throw SweepFailure.malformedResponse(cause: "\(verb): BAD \(status.text)")
        case .no: throw IMAPRefusal(cause: "\(verb): NO \(status.text)")
        case .bye, .preauth:
            throw SweepFailure.connection(cause: "\(verb): \(status.kind.rawValue) \(status.text)")
        }
    }
}

/// The server understood a command and does not carry it out; the connection is as good as before.
struct IMAPRefusal: Error, Equatable {
    var cause: String

    /// By its code (RFC 5530, and what providers say of too much work): about the server, for now.
    var isPassing: Bool {
        let words = cause.uppercased()
        return ["UNAVAILABLE", "LIMIT", "INUSE", "OVERQUOTA", "THROTTLED", "AUTHORIZATIONFAILED"]
            .contains { words.contains("[\($0)") }
    }
}

/// The server has ended the session, with its words.
struct IMAPGoodbye: Error, Equatable {
    var cause: String
}
