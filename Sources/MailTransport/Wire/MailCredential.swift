internal import Foundation
internal import Sequencing

/// How a mailbox gets into its servers.
package enum MailCredential: Sendable {
    case none
    case password(user: String, password: String)
    /// Access tokens of a provider's grant in place of a password: OAUTHBEARER (RFC 7628) where the
    /// server offers it, else XOAUTH2.
    case grant(user: String, OAuthGrant)

    /// A missing or empty name is no credential.
    init(username: String?, password: String?) {
        self =
            switch username {
            case .some(let user) where !user.isEmpty:
                .password(user: user, password: password ?? "")
            case .some, .none: .none
            }
    }

    /// A control character could end the line that it is sent in.
    var holdsControls: Bool {
        let texts =
            switch self {
            case .none: [String]()
            case .password(let user, let password): [user, password]
            case .grant(let user, _): [user]
            }
        return texts.contains { $0.unicodeScalars.contains(where: \.isControl) }
    }

    /// What one connection logs in with. Blocks while a provider is asked for a token.
    func login() throws(TokenFailure) -> Login {
        switch self {
        case .none: .none
        case .password(let user, let password): .password(user: user, password: password)
        case .grant(let user, let grant): .token(user: user, token: try grant.accessToken())
        }
    }

    /// A server refused `login`; true when another one may be better.
    func mistrust(_ login: Login) -> Bool {
        guard case .grant(_, let grant) = self, case .token(_, let token) = login else {
            return false
        }
        return grant.mistrust(token)
    }
}

/// A credential as one connection uses it.
enum Login: Equatable {
    case none
    case password(user: String, password: String)
    case token(user: String, token: String)

    /// A server's words as they may be shown: what they repeat of ours is taken out.
    ///
    /// The reason for which a token is refused comes before them, in base64 (RFC 7628 section
    /// 3.2.2, and Google's and Microsoft's XOAUTH2): it is added.
    func readable(_ reply: String, challenge: String? = nil) -> String {
        let words = redacted(reply)
        guard case .token = self, let challenge,
            let reason = Data(base64Encoded: challenge), reason.first == UInt8(ascii: "{")
        else { return words }
        return "\(words) \(redacted(String(decoding: reason, as: UTF8.self).withoutControls))"
    }

    private func redacted(_ text: String) -> String {
        secrets.reduce(text) { $0.withoutSecret($1) }
    }

    /// The secret as it is, and as SASL sends it.
    private var secrets: [String] {
        func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        return switch self {
        case .none: []
        case .password(let user, let password):
            [password, encoded("\0\(user)\0\(password)"), encoded(password)]
                .filter { !$0.isEmpty }
        case .token(_, let token): [token] + Self.encodings(of: token)
        }
    }

    /// How a text looks inside a longer one that is base64: by where it begins, without the
    /// characters that its neighbours share.
    private static func encodings(of text: String) -> [String] {
        (0..<3).map { offset in
            let padded = Data(repeating: 0, count: offset) + Data(text.utf8)
            let encoded = padded.base64EncodedString().prefix { $0 != "=" }
            return String(encoded.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(1))
        }
    }
}

extension CurlHandle.Transcript {
    /// The server's last words to somebody who logged in like this, nil when it said nothing.
    func words(for login: Login) -> String? {
        lastServerLine.map { login.readable($0, challenge: lastChallenge) }
    }
}
