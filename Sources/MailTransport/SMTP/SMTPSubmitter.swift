internal import CCurl
internal import Glibc
package import Logging
package import Sequencing

/// Hands messages to one SMTP server over one connection that is kept open between them.
///
/// The commit point lies inside libcurl's read callback: libcurl writes the final dot only after
/// the callback has answered 0. The size is never announced to libcurl, because it would then take
/// the last byte as the end and write the dot without asking again.
package final class SMTPSubmitter: MailSubmitter {
    private let server: SMTPServer
    private let limits: SMTPLimits
    private let logger: Logger
    private var session: Session?

    /// A handle with its kept connection, and what it logs in with.
    private struct Session {
        let handle: CurlHandle
        let login: Login
    }

    package init(server: SMTPServer, limits: SMTPLimits = SMTPLimits(), logger: Logger) {
        self.server = server
        self.limits = limits
        self.logger = logger
    }

    package func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        let envelope: SMTPEnvelope
        do {
            envelope = try SMTPEnvelope(
                sender: message.sender.text, recipient: message.recipient.text)
        } catch {
            return .refused(reply: "the address holds a character that would end an SMTP command")
        }
        do throws(TokenFailure) {
            return try submit(message.bytes, envelope, atCommitPoint)
        } catch {
            switch error.kind {
            case .refused: return .unsent(.authentication(reply: error.words))
            case .unavailable: return .unsent(.connection(cause: error.words))
            }
        }
    }

    private func submit(
        _ bytes: [UInt8], _ envelope: SMTPEnvelope, _ atCommitPoint: () -> Bool
    ) throws(TokenFailure) -> SubmissionVerdict {
        var session = try readySession()
        var attempt = transfer(bytes, envelope, over: session, atCommitPoint)
        if attempt.lostAKeptConnection {
            logger.info("The server closed the kept connection; the message goes over a new one")
            close()
            session = try readySession()
            attempt = transfer(bytes, envelope, over: session, atCommitPoint)
        }
        if attempt.wasRefusedLogin, server.access.credential.mistrust(session.login) {
            logger.info("The server refused an access token; the message goes with a new one")
            close()
            session = try readySession()
            attempt = transfer(bytes, envelope, over: session, atCommitPoint)
        }
        logger.debug(
            "A message was submitted",
            metadata: [
                "smtp.reply": "\(attempt.reply ?? "")", "curl.code": "\(attempt.code.rawValue)",
            ])
        return attempt.verdict
    }

    package func close() { session = nil }

    private func transfer(
        _ bytes: [UInt8], _ envelope: SMTPEnvelope, over session: Session,
        _ atCommitPoint: () -> Bool
    ) -> SMTPAttempt {
        withoutActuallyEscaping(atCommitPoint) { atCommitPoint in
            let reading = MessageReading(bytes: bytes, atCommitPoint: atCommitPoint)
            return transfer(reading, envelope, over: session)
        }
    }

    private func transfer(
        _ reading: MessageReading, _ envelope: SMTPEnvelope, over session: Session
    ) -> SMTPAttempt {
        let handle = session.handle
        var recipients = curl_slist_append(nil, envelope.recipient)
        defer {
            // The handle outlives the list and the reading: it must not point at them.
            handle.check(shim_set_list(handle.pointer, CURLOPT_MAIL_RCPT, nil))
            handle.set(CURLOPT_READDATA, pointer: nil)
            curl_slist_free_all(recipients)
            recipients = nil
        }
        handle.set(CURLOPT_MAIL_FROM, envelope.sender)
        handle.check(shim_set_list(handle.pointer, CURLOPT_MAIL_RCPT, recipients))
        handle.set(CURLOPT_READDATA, pointer: Unmanaged.passUnretained(reading).toOpaque())
        let code = withExtendedLifetime(reading) { handle.perform() }
        return SMTPAttempt(
            code: code,
            reply: handle.transcript.words(for: session.login),
            end: reading.end,
            usedKeptConnection: handle.newConnections == 0)
    }

    /// The kept connection, or a new handle.
    ///
    /// A server that hangs up leaves a farewell or the end of the stream to read: an idle
    /// connection that has something to say is not used again.
    private func readySession() throws(TokenFailure) -> Session {
        if let socket = session?.handle.activeSocket,
            Readiness.awaitInput(on: socket, until: Deadline(after: .zero)) == .readable
        {
            close()
        }
        // libcurl makes new connections on its own: never with a token that has run out.
        let login = try server.access.credential.login()
        if let session, session.login == login { return session }
        let session = Session(handle: makeHandle(login), login: login)
        self.session = session
        return session
    }

    private func makeHandle(_ login: Login) -> CurlHandle {
        let handle = CurlHandle()
        server.access.apply(to: handle, login: login, connectTimeout: limits.connect)
        handle.set(CURLOPT_URL, server.access.url(scheme: "smtp", path: server.heloName))
        handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        handle.set(CURLOPT_UPLOAD, true)
        let seconds = Int(limits.answer.components.seconds)
        handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
        handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        handle.set(CURLOPT_LOW_SPEED_TIME, seconds)
        let hand: curl_read_callback = { buffer, size, count, context in
            guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
            let reading = Unmanaged<MessageReading>.fromOpaque(context).takeUnretainedValue()
            return reading.hand(
                to: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        handle.check(shim_set_read_callback(handle.pointer, CURLOPT_READFUNCTION, hand))
        return handle
    }
}

/// The bytes of one message on their way into libcurl.
private final class MessageReading {
    private let bytes: [UInt8]
    private let atCommitPoint: () -> Bool
    private var offset = 0
    private(set) var end = SMTPAttempt.End.notReached

    init(bytes: [UInt8], atCommitPoint: @escaping () -> Bool) {
        self.bytes = bytes
        self.atCommitPoint = atCommitPoint
    }

    /// Fills the buffer; at the end of the message asks the commit point, once, and answers 0 or
    /// the abort.
    func hand(to buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - offset)
        if count > 0 {
            buffer.copyBytes(from: bytes[offset..<offset + count])
            offset += count
            return count
        }
        // libcurl may ask again after the end.
        if end == .notReached { end = atCommitPoint() ? .committed : .aborted }
        return end == .committed ? 0 : Int(CURL_READFUNC_ABORT)
    }
}
