import HTTPTypes
import Hummingbird

/// What stands on every answer of the page, errors and refusals too (OWASP ASVS 5.0, chapter 3).
enum PageHeaders {
    /// Nothing from elsewhere, no script at all, no style but the one file, and nobody frames it.
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    private static let fields: [(String, String)] = [
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        // Not no-referrer: with that, browsers send forms with “Origin: null”.
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
        ("X-Robots-Tag", "noindex, nofollow"),
    ]

    static func add(to response: inout Response, isHTTPS: Bool) {
        for (name, value) in fields { set(name, value, in: &response) }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isHTTPS { set("Strict-Transport-Security", "max-age=31536000", in: &response) }
    }

    private static func set(_ name: String, _ value: String, in response: inout Response) {
        if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
}
