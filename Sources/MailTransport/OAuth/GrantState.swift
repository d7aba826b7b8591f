internal import Sequencing

/// What is known of a mailbox's consent. Moments are uptimes, so that no stepped clock matters.
///
/// Whatever happens, the provider is asked at most once per `askAt` or `renewAt`.
enum GrantState: Equatable {
    /// The provider is asked as soon as a token is wanted. Leaves by `note`.
    case unasked
    /// `token` is good until `expiresAt`; from `renewAt` on a new one is asked for. Leaves by
    /// `note`, and by `mistrust` when a mail server refuses the token.
    case good(token: String, issuedAt: Duration, renewAt: Duration, expiresAt: Duration)
    /// The provider said no to the refresh token with this hash; another one is tried at once.
    /// Leaves by `note`.
    case refused(TokenFailure, refreshTokenHash: UInt64, askAt: Duration)
    /// The provider could not be asked. Leaves by `note`.
    case unavailable(TokenFailure, failures: Int, askAt: Duration)

    /// Before its end, or a token could run out on its way to the mail server.
    static let renewalMargin: Duration = .minutes(5)
    /// A refused consent comes back by a person, who writes another token.
    static let refusalRest: Duration = .minutes(15)
    static let outageRests: [Duration] = [.seconds(5), .seconds(15), .seconds(60), .minutes(5)]
    /// A token younger than this that a mail server refuses is not the reason for the refusal.
    static let freshness: Duration = .seconds(60)

    /// The token that may be used without a question, if there is one.
    func token(at now: Duration) -> String? {
        switch self {
        case .good(let token, _, let renewAt, _): now < renewAt ? token : nil
        case .unasked, .refused, .unavailable: nil
        }
    }

    /// Why the provider must not be asked with this refresh token now; nil when it may be.
    func rest(at now: Duration, refreshToken: String) -> TokenFailure? {
        switch self {
        case .unasked, .good: nil
        case .refused(let failure, let hash, let askAt):
            now < askAt && hash == UInt64(stableHashOf: refreshToken) ? failure : nil
        case .unavailable(let failure, _, let askAt): now < askAt ? failure : nil
        }
    }

    /// Takes in what the provider answered.
    mutating func note(
        _ reply: Result<IssuedToken, TokenFailure>, to refreshToken: String, now: Duration
    ) {
        switch reply {
        case .success(let issued):
            // A short-lived token has a short margin.
            let margin = min(Self.renewalMargin, issued.lifetime / 4)
            self = .good(
                token: issued.accessToken, issuedAt: now, renewAt: now + issued.lifetime - margin,
                expiresAt: now + issued.lifetime)
        case .failure(let failure) where failure.kind == .refused:
            self = .refused(
                failure, refreshTokenHash: UInt64(stableHashOf: refreshToken),
                askAt: now + Self.refusalRest)
        case .failure(let failure): noteOutage(failure, now: now)
        }
    }

    private mutating func noteOutage(_ failure: TokenFailure, now: Duration) {
        switch self {
        // The old token serves until its end; the provider is asked again a little later.
        case .good(let token, let issuedAt, _, let expiresAt) where now < expiresAt:
            let renewAt = min(now + Self.outageRests[0], expiresAt)
            self = .good(
                token: token, issuedAt: issuedAt, renewAt: renewAt, expiresAt: expiresAt)
        case .unavailable(_, let failures, _):
            let rest = Self.outageRests[min(failures, Self.outageRests.count - 1)]
            self = .unavailable(failure, failures: failures + 1, askAt: now + rest)
        case .unasked, .good, .refused:
            self = .unavailable(failure, failures: 1, askAt: now + Self.outageRests[0])
        }
    }

    /// A mail server refused `token`; true when another one may help.
    mutating func mistrust(_ refusedToken: String, now: Duration) -> Bool {
        switch self {
        case .good(let token, let issuedAt, _, _):
            // Another user of the grant has a newer one already.
            guard token == refusedToken else { return true }
            guard now - issuedAt >= Self.freshness else { return false }
            self = .unasked
            return true
        case .unasked, .refused, .unavailable: return false
        }
    }
}
