package import Sequencing

extension IMAPInbox {
    package func waitForNews(timeout: Duration) -> InboxNews {
        let deadline = Deadline(after: timeout)
        // A cancel that is pending already needs no connection.
        let first = Readiness.awaitInput(
            on: nil, canceller: waitCanceller, until: Deadline(after: .zero))
        let news: InboxNews
        do {
            news = first == .cancelled ? .cancelled : try awaitNews(until: deadline)
        } catch {
            news = .failed(settle(error))
        }
        if news == .cancelled { waitCanceller.consume() }
        return news
    }

    private func awaitNews(until deadline: Deadline) throws -> InboxNews {
        let connection = try connected()
        let state = try connection.open(
            "INBOX", after: sweptInbox.map(FolderCursor.init(inbox:)))
        // What came between the sweep and now is news already.
        if let swept = sweptInbox,
            (swept.uidValidity, swept.uidNext) != (state.uidValidity, state.uidNext)
        {
            return .somethingChanged
        }
        var count = MessageCount(known: state.messageCount)
        while true {
            let news =
                connection.capabilities.contains("IDLE")
                ? try idle(over: connection, &count, until: deadline)
                : try poll(over: connection, &count, until: deadline)
            if let news { return news }
        }
    }

    /// One IDLE (RFC 2177); nil when it only has to be begun anew.
    private func idle(
        over connection: IMAPConnection, _ count: inout MessageCount, until deadline: Deadline
    ) throws -> InboxNews? {
        let tag = try connection.begin("IDLE")
        let renewal = Deadline(after: min(limits.idle, deadline.remaining))
        while true {
            let response = try connection.nextResponse(within: limits.answer)
            if case .continuation = response { break }
            if case .tagged(_, let status) = response {
                throw SweepFailure.connection(cause: "IDLE: \(status.kind.rawValue) \(status.text)")
            }
            try count.note(response)
            guard !renewal.isOver else {
                throw SweepFailure.connection(cause: "IDLE: the server talks and does not begin")
            }
        }
        var end: InboxNews?
        waiting: while !count.hasGrown {
            // A server that never falls silent must not keep the other folders from being read.
            let isCancelled =
                Readiness.awaitInput(
                    on: nil, canceller: waitCanceller, until: Deadline(after: .zero))
                == .cancelled
            if isCancelled || renewal.isOver {
                end = isCancelled ? .cancelled : deadline.isOver ? .nothing : nil
                break
            }
            switch try connection.awaitResponse(canceller: waitCanceller, until: renewal) {
            case .response(let response): try count.note(response)
            case .cancelled:
                end = .cancelled
                break waiting
            case .timedOut:
                end = deadline.isOver ? .nothing : nil
                break waiting
            }
        }
        let wasLeft = try leaveIdle(tag, over: connection, &count, cancelled: end == .cancelled)
        if !wasLeft { close() }
        if end == .cancelled { return .cancelled }
        return count.hasGrown ? .somethingChanged : end
    }

    /// Sends DONE and reads to the end of IDLE; false when a cancel must not wait for a silent
    /// server.
    private func leaveIdle(
        _ tag: String, over connection: IMAPConnection, _ count: inout MessageCount, cancelled: Bool
    ) throws -> Bool {
        do {
            try connection.send("DONE\r\n")
            for _ in 0..<limits.responsesAfterIdle {
                let response = try connection.nextResponse(within: limits.endOfIdle)
                if case .tagged(tag, _) = response {
                    connection.forget(tag)
                    return true
                }
                try count.note(response)
            }
            throw SweepFailure.malformedResponse(cause: "IDLE has no end")
        } catch {
            guard cancelled else { throw error }
            return false
        }
    }

    /// One question to a server without IDLE; nil when it has to be asked again.
    private func poll(
        over connection: IMAPConnection, _ count: inout MessageCount, until deadline: Deadline
    ) throws -> InboxNews? {
        let pause = Deadline(after: min(limits.poll, deadline.remaining))
        switch Readiness.awaitInput(on: nil, canceller: waitCanceller, until: pause) {
        case .cancelled: return .cancelled
        case .readable, .writable, .timedOut: break
        }
        var noted = count
        try connection.run("NOOP") { try noted.note($0) }
        count = noted
        if count.hasGrown { return .somethingChanged }
        return deadline.isOver ? .nothing : nil
    }
}

/// How many messages the open folder holds, followed through what the server says on its own.
private struct MessageCount {
    var known: Int
    var hasGrown = false

    mutating func note(_ response: IMAPResponse) throws {
        switch response {
        case .exists(let count):
            if count > known { hasGrown = true }
            known = count
        case .expunge: known -= 1
        case .status(let status) where status.kind == .bye:
            throw SweepFailure.connection(cause: "the server says BYE \(status.text)")
        case .tagged: throw SweepFailure.malformedResponse(cause: "the answer to no command")
        case .status, .continuation, .fetch, .list, .search, .extendedSearch, .namespace,
            .capability, .other:
            break
        }
    }
}

extension FolderCursor {
    /// INBOX read to its end.
    fileprivate init(inbox state: FolderState) {
        self.init(folder: "INBOX", state: state, lastUID: state.uidNext - 1)
    }
}
