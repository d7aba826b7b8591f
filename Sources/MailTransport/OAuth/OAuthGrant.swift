internal import Dispatch
internal import Glibc
package import Logging
internal import Synchronization

/// A mailbox's consent at a provider, from which its connections draw access tokens.
///
/// A mailbox's lane and its watcher share one grant: with one refresh token that may be rotated at
/// every use, two that ask at once would lose it. Access tokens live in memory only.
package final class OAuthGrant: Sendable {
    private let endpoint: TokenEndpoint
    private let file: RefreshTokenFile
    private let uptime: @Sendable () -> Duration
    private let logger: Logger
    private let state = Mutex(GrantState.unasked)
    /// Rotated, and neither place took it: it is all that is left of the consent.
    private let unkept = Mutex<String?>(nil)
    /// Who asks the provider waits here for the one before, whose answer may serve both.
    private let queue = DispatchQueue(label: "thirdtouch.oauth-grant")

    package init(
        client: OAuthClient, file: RefreshTokenFile, limits: TokenLimits = TokenLimits(),
        logger: Logger,
        uptime: @escaping @Sendable () -> Duration = { OAuthGrant.systemUptime() }
    ) {
        endpoint = TokenEndpoint(client: client, limits: limits)
        self.file = file
        self.logger = logger
        self.uptime = uptime
    }

    /// A token that is good for some minutes at least. Blocks while the provider is asked.
    func accessToken() throws(TokenFailure) -> String {
        // queue.sync has no typed throws: the reason for the Result.
        let drawn: Result<String, TokenFailure> = queue.sync { draw() }
        switch drawn {
        case .success(let token): return token
        case .failure(let failure): throw failure
        }
    }

    /// A mail server refused `token`; true when the next one may be better.
    func mistrust(_ token: String) -> Bool {
        let now = uptime()
        return state.withLock { $0.mistrust(token, now: now) }
    }

    /// On the queue.
    private func draw() -> Result<String, TokenFailure> {
        let now = uptime()
        if let token = state.withLock({ $0.token(at: now) }) { return .success(token) }
        do throws(TokenFailure) {
            let unkept = unkept.withLock { $0 }
            let refreshToken = if let unkept { unkept } else { try file.load() }
            if let failure = state.withLock({ $0.rest(at: now, refreshToken: refreshToken) }) {
                throw failure
            }
            return .success(try renew(with: refreshToken))
        } catch {
            return .failure(error)
        }
    }

    private func renew(with refreshToken: String) throws(TokenFailure) -> String {
        let reply = endpoint.ask(with: refreshToken)
        if case .success(let issued) = reply, let rotated = issued.refreshToken,
            rotated != refreshToken
        {
            keep(rotated)
        }
        let now = uptime()
        state.withLock { $0.note(reply, to: refreshToken, now: now) }
        switch (reply, state.withLock { $0 }) {
        case (.success(let issued), _): return issued.accessToken
        case (.failure(let failure), .good(let token, _, _, _)):
            logger.info(
                "A new access token could not be had yet; the old one still serves",
                metadata: ["oauth.cause": "\(failure.words)"])
            return token
        case (.failure(let failure), _):
            // What a person has written into the file since may do better.
            if failure.kind == .refused { unkept.withLock { $0 = nil } }
            throw failure
        }
    }

    private func keep(_ rotated: String) {
        do throws(TokenFailure) {
            try file.keep(rotated)
            unkept.withLock { $0 = nil }
        } catch {
            unkept.withLock { $0 = rotated }
            logger.error(
                """
                A rotated refresh token could not be kept; after a restart the mailbox has to be \
                connected again
                """,
                metadata: ["oauth.cause": "\(error.words)"])
        }
    }

    /// Since the machine's start, counting sleep: tokens run out in it as well.
    package static func systemUptime() -> Duration {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
    }
}
