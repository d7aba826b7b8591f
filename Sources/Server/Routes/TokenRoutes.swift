import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addTokenRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.tokens) { asked in
            try asked.caller.mustBeAdmin("see tokens")
            return try await parts.views { views in
                Page(oneMore: try views.store.tokens().map { TokenView($0) }, limit: 10_000)
            }
        }
        router.handle(Routes.addToken) { asked in
            try asked.caller.mustBeAdmin("make tokens")
            let name = asked.body.name
            let isName =
                (1...60).contains(name.utf8.count)
                && name.unicodeScalars.allSatisfy {
                    $0.isASCIILetterOrDigit || $0 == "-" || $0 == "." || $0 == "_"
                }
            guard isName else {
                throw APIError(
                    .usage, "“\(name)” is no name of a token",
                    advice: "use up to 60 letters, digits, -, . and _")
            }
            guard !asked.body.scopes.isEmpty else {
                throw APIError(
                    .usage, "a token without a scope may do nothing",
                    advice: "name one of: "
                        + TokenScope.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return try await parts.views { views in
                var generator = SystemRandomNumberGenerator()
                let secret = TokenSecret(using: &generator)
                let row = try views.store.addToken(
                    named: name, hash: secret.hash, scopes: Set(asked.body.scopes),
                    now: views.engine.now, by: asked.caller.name)
                return NewTokenView(token: TokenView(row), secret: secret.text)
            }
        }
        router.handle(Routes.revokeToken) { asked in
            try asked.caller.mustBeAdmin("revoke tokens")
            let name = try asked.parameter("name")
            return try await parts.views { views in
                TokenView(
                    try views.store.revokeToken(
                        named: name, now: views.engine.now, by: asked.caller.name))
            }
        }
    }
}

extension TokenView {
    init(_ row: TokenRow) {
        self.init(
            name: row.name, scopes: TokenScope.allCases.filter(row.scopes.contains),
            createdAt: Timestamp(row.createdAt), createdBy: row.createdBy,
            lastUsedAt: Timestamp(row.lastUsedAt), revokedAt: Timestamp(row.revokedAt),
            revokedBy: row.revokedBy)
    }
}
