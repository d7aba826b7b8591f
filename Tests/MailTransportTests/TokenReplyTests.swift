import MailTransport
import Sequencing
import Testing

@testable import MailTransport

/// What is made of a token endpoint's answer, and which endpoints are asked at all.
struct TokenReplyTests {
    struct Row: Sendable {
        var says: String
        var status = 200
        var body: String
        var token: IssuedToken?
        var kind: TokenFailure.Kind?
        /// A part of the failure's words.
        var words = ""
    }

    static let rows: [Row] = [
        Row(
            says: "a whole answer",
            body: #"{"access_token":"a1","token_type":"Bearer","expires_in":3599,"x":[1]}"#,
            token: IssuedToken(accessToken: "a1", lifetime: .seconds(3599))),
        Row(
            says: "a rotated refresh token",
            body:
                #"{"access_token":"a1","token_type":"bearer","expires_in":60,"refresh_token":"r2"}"#,
            token: IssuedToken(accessToken: "a1", lifetime: .seconds(60), refreshToken: "r2")),
        Row(
            says: "seconds as a text", body: #"{"access_token":"a1","expires_in":"120"}"#,
            token: IssuedToken(accessToken: "a1", lifetime: .seconds(120))),
        Row(
            says: "no lifetime", body: #"{"access_token":"a1"}"#,
            token: IssuedToken(accessToken: "a1", lifetime: .minutes(10))),
        Row(
            says: "a lifetime below nothing", body: #"{"access_token":"a1","expires_in":-5}"#,
            token: IssuedToken(accessToken: "a1", lifetime: .zero)),
        Row(
            says: "an endless lifetime", body: #"{"access_token":"a1","expires_in":1e300}"#,
            token: IssuedToken(accessToken: "a1", lifetime: .days(1))),
        Row(
            says: "a withdrawn consent", status: 400, body: #"{"error":"invalid_grant"}"#,
            kind: .refused,
            words:
                "invalid_grant: the consent was withdrawn or has run out; connect the mailbox again"
        ),
        Row(
            says: "a provider's own words", status: 400,
            body: #"{"error":"invalid_grant","error_description":"AADSTS70008:\r\nexpired r1!"}"#,
            kind: .refused, words: "the provider says: AADSTS70008:expired (password)!"),
        Row(
            says: "an unknown client", status: 401, body: #"{"error":"invalid_client"}"#,
            kind: .refused, words: "client secret"),
        Row(
            says: "a scope beyond the consent", status: 400, body: #"{"error":"invalid_scope"}"#,
            kind: .refused, words: "scope"),
        Row(
            says: "an error that nobody specified", status: 400, body: #"{"error":"weird"}"#,
            kind: .refused, words: "weird: look it up"),
        Row(
            says: "a busy provider", status: 400, body: #"{"error":"temporarily_unavailable"}"#,
            kind: .unavailable, words: "temporarily_unavailable"),
        Row(says: "too many questions", status: 429, body: "{}", kind: .unavailable, words: "429"),
        Row(says: "a broken provider", status: 503, body: "<p>", kind: .unavailable, words: "503"),
        Row(says: "a redirect", status: 302, body: "", kind: .refused, words: "final URL"),
        Row(says: "a page", body: "<html>", kind: .unavailable, words: "no token reply"),
        Row(says: "nothing", body: "", kind: .unavailable, words: "no token reply"),
        Row(says: "an empty object", body: "{}", kind: .unavailable, words: "without a token"),
        Row(
            says: "a token in a refusal's clothes", status: 403, body: #"{"access_token":"a1"}"#,
            kind: .unavailable, words: "403"),
        Row(
            says: "an empty token", body: #"{"access_token":""}"#, kind: .unavailable,
            words: "characters"),
        Row(
            says: "a token that ends its line", body: #"{"access_token":"a\r\nb"}"#,
            kind: .unavailable, words: "characters"),
        Row(
            says: "a token of another type", body: #"{"access_token":"a","token_type":"mac"}"#,
            kind: .unavailable, words: "bearer"),
        Row(
            says: "a number for a token", body: #"{"access_token":17}"#, kind: .unavailable,
            words: "no token reply"),
    ]

    @Test("Every answer is a token, a refusal with advice, or an outage", arguments: rows)
    func reply(_ row: Row) {
        let reply = TokenReply.read(
            status: row.status, body: Array(row.body.utf8), secrets: ["r1", nil])
        switch reply {
        case .success(let token): #expect(token == row.token, "\(row.says)")
        case .failure(let failure):
            #expect(row.token == nil, "\(row.says): \(failure.words)")
            #expect(failure.kind == row.kind, "\(row.says)")
            #expect(failure.words.contains(row.words), "\(row.says): \(failure.words)")
        }
    }

    @Test("A question is one form, and no field can end another")
    func form() throws {
        let client = try OAuthClient(
            tokenURL: "https://provider.example/token", clientID: "id&x=1", clientSecret: "ß +",
            scope: "a b")
        #expect(
            client.refreshForm("r/1")
                == "grant_type=refresh_token&refresh_token=r%2F1&client_id=id%26x%3D1"
                + "&client_secret=%C3%9F%20%2B&scope=a%20b")
    }

    @Test("Tokens go over https, or to a loopback host, and to no URL with more in it")
    func addresses() throws {
        for url in [
            "https://provider.example/token", "https://provider.example:8443/a/b?c=d",
            "http://127.0.0.1:9/token", "http://localhost/token", "http://[::1]:9/token",
        ] {
            _ = try OAuthClient(tokenURL: url, clientID: "id")
        }
        #expect(throws: OAuthRefusal.plainTextBeyondLoopback("provider.example")) {
            try OAuthClient(tokenURL: "http://provider.example/token", clientID: "id")
        }
        for url in [
            "", "provider.example", "ftp://provider.example/", "https://", "file:///etc/passwd",
            "https://user@provider.example/", "https://provider.example/#a", "https://a b/",
            "https://provider.example/\r\nx",
        ] {
            #expect(throws: OAuthRefusal.tokenURL(url)) {
                try OAuthClient(tokenURL: url, clientID: "id")
            }
        }
        for provider in OAuthProvider.allCases {
            guard let url = provider.tokenURL else { continue }
            _ = try OAuthClient(tokenURL: url, clientID: "id", scope: provider.scope)
        }
        #expect(throws: OAuthRefusal.control) {
            try OAuthClient(tokenURL: "https://a.example/", clientID: "id", clientSecret: "a\nb")
        }
        #expect(throws: OAuthRefusal.noClientID) {
            try OAuthClient(tokenURL: "https://a.example/", clientID: "")
        }
    }
}
