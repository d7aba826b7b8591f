internal import Foundation
internal import Sequencing

/// Who asks a provider for access tokens, and where (RFC 6749 section 6).
package struct OAuthClient: Sendable {
    let tokenURL: String
    let clientID: String
    /// Nil for a public client. Never logged.
    let clientSecret: String?
    /// Nil asks for what the consent covers.
    let scope: String?
    /// PEM certificates to trust instead of the system's.
    let trustedCAFile: String?
    /// Plain HTTP, to a loopback host.
    let isPlainText: Bool

    /// Refuses plain text to other machines, and anything in the URL that is no address.
    package init(
        tokenURL: String, clientID: String, clientSecret: String? = nil, scope: String? = nil,
        caFile: String? = nil
    ) throws(OAuthRefusal) {
        isPlainText = try Self.isPlainText(tokenURL)
        guard !clientID.isEmpty else { throw .noClientID }
        for text in [clientID, clientSecret ?? "", scope ?? ""] {
            guard !text.unicodeScalars.contains(where: \.isControl) else { throw .control }
        }
        self.tokenURL = tokenURL
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scope = scope
        trustedCAFile = caFile
    }

    /// Whether the token goes over plain HTTP, which only a loopback host may have.
    private static func isPlainText(_ text: String) throws(OAuthRefusal) -> Bool {
        let isPrintable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPrintable, let parts = URLComponents(string: text), let scheme = parts.scheme,
            let host = parts.host.map({ $0.trimmingCharacters(in: ["[", "]"]) }),
            ServerAccess.isHostName(host), parts.user == nil, parts.password == nil,
            parts.fragment == nil
        else { throw .tokenURL(text) }
        switch scheme.lowercased() {
        case "https": return false
        case "http" where ServerAccess.isLoopback(host): return true
        case "http": throw .plainTextBeyondLoopback(host)
        default: throw .tokenURL(text)
        }
    }

    /// The body of a request for a new access token (application/x-www-form-urlencoded).
    func refreshForm(_ refreshToken: String) -> String {
        var fields = [
            ("grant_type", "refresh_token"), ("refresh_token", refreshToken),
            ("client_id", clientID),
        ]
        if let clientSecret { fields.append(("client_secret", clientSecret)) }
        if let scope { fields.append(("scope", scope)) }
        return fields.map { "\($0)=\(Self.percentEncoded($1))" }.joined(separator: "&")
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCIILetterOrDigit || "-._~".unicodeScalars.contains(scalar) {
                encoded.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
}

/// Providers whose token endpoints are known.
package enum OAuthProvider: String, CaseIterable, Sendable {
    case google, microsoft, custom

    /// Nil for a provider that the configuration has to describe.
    package var tokenURL: String? {
        switch self {
        // developers.google.com/identity/protocols/oauth2/web-server#offline
        case .google: "https://oauth2.googleapis.com/token"
        // learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
        case .microsoft: "https://login.microsoftonline.com/common/oauth2/v2.0/token"
        case .custom: nil
        }
    }

    /// What a mailbox needs; nil where the consent says it already.
    package var scope: String? {
        switch self {
        case .google, .custom: nil
        // Without offline_access Microsoft rotates no refresh token, and the old one runs out.
        case .microsoft:
            "https://outlook.office.com/IMAP.AccessAsUser.All "
                + "https://outlook.office.com/SMTP.Send offline_access"
        }
    }
}

/// Why a provider's settings are refused before anything is sent.
package enum OAuthRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    case tokenURL(String)
    case plainTextBeyondLoopback(String)
    case noClientID
    case control

    package var description: String {
        switch self {
        case .tokenURL(let text):
            "“\(text.withoutControls)” is not the https URL of a token endpoint"
        case .plainTextBeyondLoopback(let host):
            "plain text to \(host) would show the mailbox's tokens to the network; use https"
        case .noClientID: "the client id is empty"
        case .control: "the client id, client secret or scope holds a control character"
        }
    }
}
