internal import Foundation
internal import Glibc

/// A provider's token endpoint on loopback (RFC 6749 section 6) that misbehaves on demand, and the
/// introspection by which a mail server asks it about tokens (RFC 7662).
///
/// `@unchecked` because its threads and the test both touch it: `lock` guards what changes.
package final class TokenServer: @unchecked Sendable {
    /// How the next questions are answered.
    package enum Manner: Sendable {
        case issue(lifetimeSeconds: Int)
        /// An error of RFC 6749 section 5.2.
        case refuse(code: String, words: String)
        /// Any answer at all.
        case say(status: String, headers: String, body: String)
        /// Takes the question and says nothing.
        case stayMute
    }

    package let port: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var manner = Manner.issue(lifetimeSeconds: 3600)
    private var isRotating = false
    private var refreshToken: String
    private var goodTokens: Set<String> = []
    private var issuedTokens: [String] = []
    private var forms: [[String: String]] = []

    /// Every token that was ever issued, and every refresh token, holds this text.
    package static let canary = "c4n4ry"

    package init(refreshToken: String = "\(canary)-refresh-0") throws {
        self.refreshToken = refreshToken
        (listener, port) = try Loopback.listen()
        let listener = listener
        Thread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Thread { [weak self] in self?.serve(client) }.start()
            }
        }.start()
    }

    deinit { stop() }

    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    package var tokenURL: String { "http://127.0.0.1:\(port)/token" }

    package func answer(_ manner: Manner) { lock.withLock { self.manner = manner } }

    /// From now on each answer brings a new refresh token and ends the one before.
    package func rotate() { lock.withLock { isRotating = true } }

    /// Mail servers take none of the tokens any more that were issued so far.
    package func revokeTokens() { lock.withLock { goodTokens = [] } }

    /// The fields of every question so far.
    package var questions: [[String: String]] { lock.withLock { forms } }

    package var issued: [String] { lock.withLock { issuedTokens } }

    package var currentRefreshToken: String { lock.withLock { refreshToken } }

    /// What a Dovecot needs in its configuration to take this server's tokens.
    package func dovecotSettings(in folder: TemporaryFolder, mechanisms: String) throws -> String {
        let file = try folder.write(
            """
            introspection_mode = auth
            introspection_url = http://127.0.0.1:\(port)/introspect
            username_attribute = username
            username_format = %u
            active_attribute = active
            active_value = true

            """, to: "oauth2.conf")
        return """
            auth_mechanisms = plain login \(mechanisms)
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = \(file)
            }

            """
    }

    private func serve(_ client: Int32) {
        defer { _ = Glibc.close(client) }
        guard let request = Self.request(from: client) else { return }
        let answer =
            request.target == "/token" ? token(for: request.body) : introspection(of: request)
        guard let answer else {
            // Mute until the client goes away.
            var byte: UInt8 = 0
            while recv(client, &byte, 1, 0) > 0 {}
            return
        }
        let bytes = Array(answer.utf8)
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Nil to stay mute.
    private func token(for body: String) -> String? {
        lock.withLock {
            let fields = body.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
            let form = Dictionary(
                fields.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") },
                uniquingKeysWith: { $1 }
            ).mapValues { $0.removingPercentEncoding ?? $0 }
            forms.append(form)
            switch manner {
            case .stayMute: return nil
            case .say(let status, let headers, let body):
                return Self.reply(status, headers: headers, body: body)
            case .refuse(let code, let words): return Self.refusal(code, words)
            case .issue(let lifetime):
                guard form["refresh_token"] == refreshToken else {
                    return Self.refusal("invalid_grant", "Token has been expired or revoked.")
                }
                return issue(lifetime)
            }
        }
    }

    private func issue(_ lifetimeSeconds: Int) -> String {
        let token = "\(Self.canary)-access-\(port)-\(issuedTokens.count + 1)"
        issuedTokens.append(token)
        goodTokens.insert(token)
        var body =
            #"{"access_token":"\#(token)","token_type":"Bearer","expires_in":\#(lifetimeSeconds)"#
        if isRotating {
            refreshToken = "\(Self.canary)-refresh-\(issuedTokens.count)"
            body += #","refresh_token":"\#(refreshToken)""#
        }
        return Self.reply("200 OK", body: body + "}")
    }

    private func introspection(of request: Request) -> String {
        let isGood = lock.withLock { goodTokens.contains(request.bearer) }
        return isGood
            ? Self.reply("200 OK", body: #"{"active":"true","username":"nora"}"#)
            : Self.reply("401 Unauthorized", body: #"{"active":"false"}"#)
    }

    private static func refusal(_ code: String, _ words: String) -> String {
        reply(
            "400 Bad Request", body: #"{"error":"\#(code)","error_description":"\#(words)"}"#)
    }

    private static func reply(_ status: String, headers: String = "", body: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(headers)"
            + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    private struct Request {
        var target: String
        var bearer = ""
        var body: String
    }

    /// Nil when the client goes away first.
    private static func request(from client: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let head = text.range(of: "\r\n\r\n") {
                let lines = text[..<head.lowerBound].components(separatedBy: "\r\n")
                func field(_ name: String) -> String? {
                    lines.first { $0.lowercased().hasPrefix("\(name): ") }
                        .map { String($0.dropFirst(name.utf8.count + 2)) }
                }
                let body = String(text[head.upperBound...])
                if body.utf8.count >= Int(field("content-length") ?? "0") ?? 0 {
                    let words = (lines.first ?? "").split(separator: " ")
                    let bearer = (field("authorization") ?? "").split(separator: " ").last
                    return Request(
                        target: words.count > 1 ? String(words[1]) : "",
                        bearer: bearer.map(String.init) ?? "", body: body)
                }
            }
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0, bytes.count < 1 << 20 else { return nil }
            bytes += buffer[..<count]
        }
    }
}
