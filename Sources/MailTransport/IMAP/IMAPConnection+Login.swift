internal import CCurl
internal import Sequencing

extension IMAPConnection {
    /// Connects and logs in; a token that the server refuses is replaced once.
    static func logIn(
        to server: IMAPServer, limits: IMAPLimits
    ) throws -> (handle: CurlHandle, socket: Int32) {
        let credential = server.access.credential
        var login = try Self.login(credential)
        while true {
            let handle = CurlHandle()
            server.access.apply(to: handle, login: login, connectTimeout: limits.connect)
            handle.set(CURLOPT_URL, server.access.url(scheme: "imap", path: ""))
            handle.set(CURLOPT_PROTOCOLS_STR, "imap,imaps")
            handle.set(CURLOPT_CONNECT_ONLY, 1)
            handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, Int(limits.answer.components.seconds))
            let code = handle.perform()
            if code == CURLE_OK, let socket = handle.activeSocket { return (handle, socket) }
            // A fresh token is not mistrusted: the second round is the last.
            guard code == CURLE_LOGIN_DENIED, credential.mistrust(login) else {
                throw failure(code, reply: handle.transcript.words(for: login))
            }
            login = try Self.login(credential)
        }
    }

    private static func login(_ credential: MailCredential) throws(SweepFailure) -> Login {
        do {
            return try credential.login()
        } catch {
            switch error.kind {
            case .refused: throw .authentication(reply: error.words)
            case .unavailable: throw .connection(cause: error.words)
            }
        }
    }

    private static func failure(_ code: CURLcode, reply: String?) -> SweepFailure {
        if code == CURLE_LOGIN_DENIED { return .authentication(reply: reply ?? code.words) }
        let words = [code.words, reply].compactMap(\.self).joined(separator: "; server: ")
        return .connection(cause: words)
    }
}
