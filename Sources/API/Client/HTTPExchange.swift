import CCurl
import Glibc

/// One HTTP request over a Unix socket by libcurl, from connecting to the last byte.
struct HTTPExchange {
    let socket: String
    /// Path and query, percent-encoded.
    let target: String
    /// What to post; nil for GET.
    let body: [UInt8]?
    let contentType: String
    let limits: Client.Limits

    func perform() throws(ClientError) -> (status: Int, bytes: [UInt8]) {
        guard socket.utf8.count <= SocketPath.maximumBytes else {
            throw .unreachable(
                socket: socket, cause: "the path is longer than \(SocketPath.maximumBytes) bytes")
        }
        guard let handle = curl_easy_init() else {
            throw .unreachable(socket: socket, cause: "libcurl has no memory")
        }
        defer { curl_easy_cleanup(handle) }
        let headers = requestHeaders
        defer { curl_slist_free_all(headers) }
        let sink = ReplySink(limit: limits.replyBytes)
        configure(handle, headers: headers, sink: sink)
        // libcurl does not copy the body: it must live until the transfer is over.
        let code = (body ?? []).withUnsafeBufferPointer { bytes in
            if body != nil {
                _ = shim_set_long(handle, CURLOPT_POST, 1)
                _ = shim_set_offset(
                    handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
                _ = shim_set_pointer(
                    handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                )
            }
            return withExtendedLifetime(sink) { curl_easy_perform(handle) }
        }
        guard code == CURLE_OK else { throw failure(code, handle, sink) }
        return (Self.number(handle, CURLINFO_RESPONSE_CODE), sink.bytes)
    }

    private var requestHeaders: UnsafeMutablePointer<curl_slist>? {
        // An empty Expect keeps libcurl from waiting a second for "100 Continue".
        let lines = ["Accept: application/json", "Content-Type: \(contentType)", "Expect:"]
        return lines.reduce(nil) { curl_slist_append($0, $1) }
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, headers: UnsafeMutablePointer<curl_slist>?,
        sink: ReplySink
    ) {
        _ = shim_set_string(handle, CURLOPT_UNIX_SOCKET_PATH, socket)
        _ = shim_set_string(handle, CURLOPT_URL, "http://localhost\(target)")
        _ = shim_set_string(handle, CURLOPT_PROTOCOLS_STR, "http")
        // Whatever http_proxy says: the daemon is on this machine.
        _ = shim_set_string(handle, CURLOPT_NOPROXY, "*")
        _ = shim_set_string(handle, CURLOPT_USERAGENT, "thirdtouch")
        _ = shim_set_list(handle, CURLOPT_HTTPHEADER, headers)
        _ = shim_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = shim_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds)
        _ = shim_set_long(handle, CURLOPT_TIMEOUT_MS, limits.totalMilliseconds)
        _ = shim_set_pointer(
            handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(sink).toOpaque())
        _ = shim_set_write_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, _, count, sink in
            guard let bytes, let sink else { return 0 }
            let reply = Unmanaged<ReplySink>.fromOpaque(sink).takeUnretainedValue()
            return reply.take(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
    }

    private func failure(
        _ code: CURLcode, _ handle: UnsafeMutableRawPointer, _ sink: ReplySink
    ) -> ClientError {
        let words = String(cString: curl_easy_strerror(code))
        if sink.isOverfull { return .tooLarge(limitBytes: limits.replyBytes) }
        if code == CURLE_COULDNT_CONNECT {
            let systemError = Int32(Self.number(handle, CURLINFO_OS_ERRNO))
            switch systemError {
            case EACCES, EPERM: return .notAllowed(socket: socket)
            case ENOENT: return .unreachable(socket: socket, cause: "there is no such file")
            case ECONNREFUSED: return .unreachable(socket: socket, cause: "nobody listens there")
            default: return .unreachable(socket: socket, cause: words)
            }
        }
        if code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY {
            return .garbled(status: 0, cause: words)
        }
        return .interrupted(socket: socket, cause: words)
    }

    private static func number(_ handle: UnsafeMutableRawPointer, _ key: CURLINFO) -> Int {
        var value = 0
        _ = shim_get_long(handle, key, &value)
        return value
    }
}

/// Takes the reply's bytes, up to a limit.
private final class ReplySink {
    private(set) var bytes: [UInt8] = []
    private(set) var isOverfull = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// False when the reply is larger than allowed: libcurl then gives up.
    func take(_ more: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + more.count <= limit else {
            isOverfull = true
            return false
        }
        bytes.append(contentsOf: more)
        return true
    }
}
