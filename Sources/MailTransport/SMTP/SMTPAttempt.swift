internal import CCurl
internal import Sequencing

/// What was seen of one attempt, and what follows from it: docs/states, “Delivery”.
struct SMTPAttempt {
    let code: CURLcode
    /// The server's last line in this attempt. libcurl's RESPONSE_CODE may be that of the message
    /// before.
    let reply: String?
    let end: End
    let usedKeptConnection: Bool

    /// How far the body came.
    enum End { case notReached, committed, aborted }

    var verdict: SubmissionVerdict {
        switch end {
        case .aborted: .unsent(.abortedAtCommitPoint)
        case .committed: verdictAfterTheDot
        case .notReached: verdictBeforeTheDot
        }
    }

    /// The connection was kept from an earlier message and turned out dead before anything was
    /// asked of it.
    ///
    /// Nothing was committed, so that the message may go over a new connection at once.
    var lostAKeptConnection: Bool {
        guard usedKeptConnection, end == .notReached, code != CURLE_OK else { return false }
        return reply == nil || replyCode == 421
    }

    /// The server did not let us in; nothing of the message was sent.
    var wasRefusedLogin: Bool {
        guard case .unsent(.authentication) = verdict else { return false }
        return true
    }

    private var verdictAfterTheDot: SubmissionVerdict {
        // 354 is the last answer as long as none came to the dot.
        guard let reply, let replyCode, replyCode != 354 else {
            return .inDoubt(cause: "no answer to the final dot: \(code.words)")
        }
        return switch replyCode {
        case 200..<300: .accepted(reply: reply)
        case 400..<500: .deferred(reply: reply)
        case 500..<600: .refused(reply: reply)
        default: .inDoubt(cause: "the answer to the final dot has no meaning: \(reply)")
        }
    }

    private var verdictBeforeTheDot: SubmissionVerdict {
        // Success without having asked for the end would be a libcurl that sends dots on its own.
        if code == CURLE_OK { return .inDoubt(cause: "sent without a commit point") }
        if code == CURLE_LOGIN_DENIED {
            return .unsent(.authentication(reply: reply ?? code.words))
        }
        if code.isAboutTLS { return .unsent(.tls(cause: code.words)) }
        // curl 55 is its word for MAIL, RCPT or DATA refused, and for a failed write as well.
        guard code == CURLE_SEND_ERROR, let reply, let replyCode else {
            let words = [code.words, reply].compactMap(\.self).joined(separator: "; server: ")
            return .unsent(.connection(cause: words))
        }
        return switch replyCode {
        // RFC 4954 section 6: the server wants a better login, not another recipient.
        case 530, 534, 535, 538: .unsent(.authentication(reply: reply))
        case 400..<500: .deferred(reply: reply)
        case 500..<600: .refused(reply: reply)
        default: .unsent(.connection(cause: "\(code.words); server: \(reply)"))
        }
    }

    /// The three digits before a space or the line's end (RFC 5321 section 4.2).
    private var replyCode: Int? {
        guard let reply, reply.utf8.count == 3 || reply.utf8.dropFirst(3).first == UInt8(ascii: " ")
        else { return nil }
        return Int(reply.prefix(3))
    }
}
