internal import CCurl
internal import Sequencing

/// How long a token endpoint may take and how much it may say.
package struct TokenLimits: Sendable {
    package var connect: Duration = .seconds(10)
    /// From the first byte sent to the last byte heard.
    package var answer: Duration = .seconds(30)
    package var replyBytes = 64 << 10

    package init() {}
}

/// A provider's token endpoint (RFC 6749 section 3.2), asked over a connection of its own.
///
/// Follows no redirect: the refresh token goes where the configuration says, or nowhere.
struct TokenEndpoint: Sendable {
    let client: OAuthClient
    let limits: TokenLimits

    /// Blocks for as long as the limits allow.
    func ask(with refreshToken: String) -> Result<IssuedToken, TokenFailure> {
        let handle = CurlHandle()
        let reply = ReplyBytes(limit: limits.replyBytes)
        configure(handle, reply)
        handle.set(CURLOPT_COPYPOSTFIELDS, client.refreshForm(refreshToken))
        // An empty Expect keeps libcurl from waiting for "100 Continue".
        let lines = ["Accept: application/json", "Expect:"]
        let headers = lines.reduce(nil) { curl_slist_append($0, $1) }
        defer { curl_slist_free_all(headers) }
        handle.check(shim_set_list(handle.pointer, CURLOPT_HTTPHEADER, headers))
        let code = withExtendedLifetime(reply) { handle.perform() }
        guard code == CURLE_OK else { return .failure(failure(code, reply)) }
        var status = 0
        _ = shim_get_long(handle.pointer, CURLINFO_RESPONSE_CODE, &status)
        return TokenReply.read(
            status: status, body: reply.bytes, secrets: [refreshToken, client.clientSecret])
    }

    private func configure(_ handle: CurlHandle, _ reply: ReplyBytes) {
        handle.set(CURLOPT_URL, client.tokenURL)
        handle.set(CURLOPT_PROTOCOLS_STR, client.isPlainText ? "http" : "https")
        handle.set(CURLOPT_FOLLOWLOCATION, false)
        handle.set(CURLOPT_NOSIGNAL, true)
        handle.set(CURLOPT_PROXY, "")
        handle.set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connect.wholeMilliseconds))
        handle.set(CURLOPT_TIMEOUT_MS, Int(limits.answer.wholeMilliseconds))
        if let file = client.trustedCAFile { handle.set(CURLOPT_CAINFO, file) }
        let hear: curl_write_callback = { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let reply = Unmanaged<ReplyBytes>.fromOpaque(context).takeUnretainedValue()
            return reply.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        handle.check(shim_set_write_callback(handle.pointer, CURLOPT_WRITEFUNCTION, hear))
        handle.set(CURLOPT_WRITEDATA, pointer: Unmanaged.passUnretained(reply).toOpaque())
    }

    private func failure(_ code: CURLcode, _ reply: ReplyBytes) -> TokenFailure {
        reply.isOverLimit
            ? .outOfOrder("its answer has more than \(limits.replyBytes) bytes")
            : .outOfOrder(code.words)
    }
}

/// An answer as it comes in.
private final class ReplyBytes {
    private let limit: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isOverLimit = false

    init(limit: Int) { self.limit = limit }

    /// Anything but the whole count ends the transfer.
    func take(_ piece: UnsafeRawBufferPointer) -> Int {
        guard bytes.count + piece.count <= limit else {
            isOverLimit = true
            return 0
        }
        bytes.append(contentsOf: piece)
        return piece.count
    }
}
