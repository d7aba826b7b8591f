import MailTransport
import PlainYAML

extension ConfigurationReader {
    /// Nil when the mailbox uses passwords, and when mistakes were noted.
    func oauth(_ map: Mapping) -> DaemonConfiguration.OAuth? {
        guard let map = map.mapping("oauth") else { return nil }
        let provider = provider(map)
        let clientID = map.requiredText(
            "client-id", advice: "add the id that the provider gave to this installation")
        let refreshTokenFile = map.requiredText(
            "refresh-token-file", advice: "write the token into a file of mode 0600 and name that")
        refuseSecret("client-secret", map)
        refuseSecret("refresh-token", map)
        var tokenURL = map.optionalText("token-url") ?? provider?.tokenURL
        if provider == .custom, tokenURL == nil {
            tokenURL = map.requiredText("token-url", advice: "add the provider's token endpoint")
        }
        let oauth = DaemonConfiguration.OAuth(
            tokenURL: tokenURL ?? "", clientID: clientID,
            clientSecretFile: map.optionalText("client-secret-file"),
            refreshTokenFile: refreshTokenFile,
            scope: map.optionalText("scope") ?? provider?.scope,
            caFile: map.optionalText("ca-file"))
        map.refuseUnknownKeys()
        guard !oauth.tokenURL.isEmpty, !clientID.isEmpty else { return oauth }
        do {
            _ = try OAuthClient(
                tokenURL: oauth.tokenURL, clientID: clientID, scope: oauth.scope,
                caFile: oauth.caFile)
        } catch {
            let key =
                switch error {
                case .tokenURL, .plainTextBeyondLoopback: "token-url"
                case .noClientID: "client-id"
                case .control: "scope"
                }
            map.note(key, "\(error)")
        }
        return oauth
    }

    private func provider(_ map: Mapping) -> OAuthProvider? {
        let names = OAuthProvider.allCases.map(\.rawValue).joined(separator: ", ")
        let word = map.requiredText("provider", advice: "add one of: \(names)")
        guard !word.isEmpty else { return nil }
        guard let provider = OAuthProvider(rawValue: word) else {
            map.note("provider", "“\(word)” is no known provider", advice: "use one of: \(names)")
            return nil
        }
        return provider
    }

    /// Secrets stand in files of their own.
    func refuseSecret(_ key: String, _ map: Mapping) {
        guard map.has(key) else { return }
        map.note(
            key, "secrets do not belong into this file",
            advice: "write it into a file of mode 0600 and name that: \(key)-file: PATH")
    }
}
