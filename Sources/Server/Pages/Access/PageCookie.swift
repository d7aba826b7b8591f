import HTTPTypes

/// The session's cookie.
///
/// `__Host-`: for this host alone, over https alone (browsers take loopback for as good as https), sent to no
/// subdomain. `Lax`, not `Strict`: a link to a work list in a mail or a chat must open it; it is sent with no
/// form from elsewhere, and nothing here changes by GET.
enum PageCookie {
    static let name = "__Host-thirdtouch"
    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Lax"

    /// Of 64 hexadecimal digits; nil for everything else. The first of that name counts.
    static func token(in headers: HTTPFields) -> String? {
        for field in headers[values: .cookie] {
            for part in field.split(separator: ";") {
                let halves = part.split(separator: "=", maxSplits: 1)
                guard halves.count == 2, halves[0].drop(while: { $0 == " " }) == name else {
                    continue
                }
                let value = String(halves[1])
                return isToken(value) ? value : nil
            }
        }
        return nil
    }

    static func isToken(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    /// For as long as the browser is open; the server ends it sooner.
    static func set(_ token: String) -> String { "\(name)=\(token); \(attributes)" }

    static let cleared = "\(name)=; \(attributes); Max-Age=0"
}
