internal import CCurl
internal import Sequencing

/// How a connection is protected.
package enum TransportSecurity: String, Codable, CaseIterable, Sendable {
    /// Nothing: allowed to a loopback host only.
    case none
    /// Begins in plain text and must become TLS before the password is sent.
    case startTLS
    /// TLS from the first byte (RFC 8314).
    case implicit
}

/// Where a mail server is and how to get in; the part that SMTP and IMAP have in common.
struct ServerAccess: Sendable {
    let host: String
    let port: UInt16
    let tls: TransportSecurity
    let credential: MailCredential
    let trustedCAFile: String?

    init(
        host: String, port: UInt16, tls: TransportSecurity, credential: MailCredential,
        trustedCAFile: String?
    ) throws(ServerRefusal) {
        guard Self.isHostName(host) else { throw .hostName(host) }
        guard tls != .none || Self.isLoopback(host) else { throw .plainTextBeyondLoopback(host) }
        guard port > 0 else { throw .port }
        guard !credential.holdsControls else { throw .controlInCredentials }
        self.host = host
        self.port = port
        self.tls = tls
        self.credential = credential
        self.trustedCAFile = trustedCAFile
    }

    func url(scheme: String, path: String) -> String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)\(tls == .implicit ? "s" : "")://\(name):\(port)/\(path)"
    }

    /// What both protocols set on their handle.
    func apply(to handle: CurlHandle, login: Login, connectTimeout: Duration) {
        handle.set(CURLOPT_NOSIGNAL, true)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(connectTimeout.wholeMilliseconds))
        handle.set(CURLOPT_TCP_KEEPALIVE, true)
        handle.set(CURLOPT_MAXCONNECTS, 1)
        handle.set(CURLOPT_PROXY, "")
        handle.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        handle.set(CURLOPT_USE_SSL, Int((tls == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let trustedCAFile { handle.set(CURLOPT_CAINFO, trustedCAFile) }
        switch login {
        // An empty name makes libcurl try to log in.
        case .none: break
        case .password(let user, let password):
            handle.set(CURLOPT_USERNAME, user)
            handle.set(CURLOPT_PASSWORD, password)
            // Otherwise libcurl tries GSSAPI first for any name that holds an @.
            handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        case .token(let user, let token):
            handle.set(CURLOPT_USERNAME, user)
            handle.set(CURLOPT_XOAUTH2_BEARER, token)
            // libcurl takes OAUTHBEARER of the two where both are offered.
            handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER;AUTH=XOAUTH2")
        }
    }

    static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// A host name or an address literal: nothing that could change the meaning of a URL.
    static func isHostName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 253
            && text.unicodeScalars.allSatisfy {
                $0.isASCIILetterOrDigit || "-.:_".contains(Character($0))
            }
    }
}

/// Why a server's settings are refused before anything is sent.
package enum ServerRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    case hostName(String)
    case port
    case plainTextBeyondLoopback(String)
    case controlInCredentials
    case heloName(String)

    package var description: String {
        switch self {
        case .hostName(let host): "“\(host.withoutControls)” is not a host name"
        case .port: "port 0 is not a port"
        case .plainTextBeyondLoopback(let host):
            "plain text to \(host) would show the password to the network; use startTLS or implicit"
        case .controlInCredentials: "the user name or password holds a control character"
        case .heloName(let name): "“\(name.withoutControls)” is not a name for EHLO"
        }
    }
}
