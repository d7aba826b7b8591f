internal import Foundation
internal import Sequencing

/// An access token as a provider issued it (RFC 6749 section 5.1).
struct IssuedToken: Equatable {
    var accessToken: String
    var lifetime: Duration
    /// A new refresh token that takes the place of the one that was used.
    var refreshToken: String?
}

/// Why there is no access token. Its words hold no secret.
package struct TokenFailure: Error, Equatable, Sendable {
    enum Kind: Equatable {
        /// The provider says no: asking again the same way does not help.
        case refused
        /// No answer, or none that can be understood: it may help later.
        case unavailable
    }

    let kind: Kind
    /// What failed, and what to do.
    let words: String
}

/// A token endpoint's answer, read.
enum TokenReply {
    /// RFC 6749 only recommends `expires_in`: without it a token is taken for short-lived.
    static let usualLifetime: Duration = .minutes(10)
    static let longestLifetime: Duration = .days(1)
    /// Microsoft's tokens have about 2,500 bytes; a SASL line (RFC 4954) holds no more than 12,288.
    static let longestTokenBytes = 8192

    private struct Fields: Decodable {
        var accessToken: String?
        var tokenType: String?
        var lifetime: Lifetime?
        var refreshToken: String?
        var error: String?
        var words: String?

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case tokenType = "token_type"
            case lifetime = "expires_in"
            case refreshToken = "refresh_token"
            case error
            case words = "error_description"
        }
    }

    /// Seconds: a number, or with some providers a text that holds one.
    private struct Lifetime: Decodable {
        var seconds: Double?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {  // why: a number is no text
                seconds = Double(text)
            } else {
                seconds = try container.decode(Double.self)
            }
        }
    }

    static func read(
        status: Int, body: [UInt8], secrets: [String?]
    ) -> Result<IssuedToken, TokenFailure> {
        switch status {
        case 300..<400: return .failure(.misdirected(status))
        case 429, 500...: return .failure(.outOfOrder("it answers with HTTP \(status)"))
        default: break
        }
        let fields: Fields
        do {
            fields = try JSONDecoder().decode(Fields.self, from: Data(body))
        } catch {
            return .failure(.outOfOrder("HTTP \(status) with an answer that is no token reply"))
        }
        if let code = fields.error {
            return .failure(refusal(code, words: fields.words, secrets: secrets))
        }
        guard status == 200, let token = fields.accessToken else {
            return .failure(.outOfOrder("HTTP \(status) without a token and without an error"))
        }
        return issued(token, fields)
    }

    private static func issued(
        _ token: String, _ fields: Fields
    ) -> Result<IssuedToken, TokenFailure> {
        guard isToken(token), fields.refreshToken.map(isToken) ?? true else {
            return .failure(.outOfOrder("it issued a token with characters that no token may have"))
        }
        if let type = fields.tokenType, type.lowercased() != "bearer" {
            return .failure(.outOfOrder("it issued a token that is no bearer token"))
        }
        var lifetime = usualLifetime
        if let seconds = fields.lifetime?.seconds, seconds.isFinite {
            let longest = Double(longestLifetime.components.seconds)
            lifetime = .seconds(Int64(min(max(seconds, 0), longest)))
        }
        return .success(
            IssuedToken(
                accessToken: token, lifetime: lifetime, refreshToken: fields.refreshToken))
    }

    /// Printable ASCII (RFC 6749 appendix A): nothing that could end the line it is sent in.
    static func isToken(_ text: String) -> Bool {
        (1...longestTokenBytes).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// The codes of RFC 6749 section 5.2, each with what to do.
    private static func refusal(
        _ code: String, words: String?, secrets: [String?]
    ) -> TokenFailure {
        let code = shown(code, secrets, limit: 40)
        let advice =
            switch code {
            case "invalid_grant":
                "the consent was withdrawn or has run out; connect the mailbox again"
            case "invalid_client": "the provider does not know client-id with this client secret"
            case "unauthorized_client": "the provider lets this client-id use no refresh tokens"
            case "invalid_scope": "the consent does not cover scope"
            case "unsupported_grant_type", "invalid_request": "token-url is no token endpoint"
            // Not of section 5.2, but said by some that are busy.
            case "temporarily_unavailable", "server_error":
                ""
            default: "look it up with the provider"
            }
        guard !advice.isEmpty else { return .outOfOrder("it says \(code)") }
        let detail = words.map { "; the provider says: \(shown($0, secrets, limit: 300))" } ?? ""
        return TokenFailure(kind: .refused, words: "\(code): \(advice)\(detail)")
    }

    /// A provider's words as they may be shown.
    private static func shown(_ text: String, _ secrets: [String?], limit: Int) -> String {
        let clean = secrets.reduce(text.withoutControls) { $0.withoutSecret($1) }
        return String(clean.prefix(limit))
    }
}

extension TokenFailure {
    static func outOfOrder(_ cause: String) -> TokenFailure {
        TokenFailure(kind: .unavailable, words: "the token endpoint is out of order: \(cause)")
    }

    fileprivate static func misdirected(_ status: Int) -> TokenFailure {
        TokenFailure(
            kind: .refused,
            words: "token-url redirects (HTTP \(status)), and a refresh token follows no "
                + "redirect; write the final URL")
    }
}
