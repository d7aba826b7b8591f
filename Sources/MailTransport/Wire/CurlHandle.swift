internal import CCurl
internal import Glibc
internal import Sequencing

/// One libcurl easy handle, confined to its owner's queue; keeps its connection between transfers.
final class CurlHandle {
    /// `CURL *`: an untyped pointer in C as well.
    let pointer: UnsafeMutableRawPointer
    let transcript = Transcript()

    init() {
        precondition(Self.libraryIsReady, "libcurl could not be initialised")
        guard let handle = curl_easy_init() else { fatalError("libcurl is out of memory") }
        pointer = handle
        recordServerLines()
    }

    /// Says goodbye (QUIT, LOGOUT) without hearing the answer: a mute server would hold us for
    /// minutes.
    deinit {
        if let activeSocket { shutdown(activeSocket, Int32(SHUT_RD)) }
        curl_easy_cleanup(pointer)
    }

    /// `curl_global_init` must run once, before any other call, on one thread.
    private static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    func set(_ option: CURLoption, _ value: Int) { check(shim_set_long(pointer, option, value)) }

    func set(_ option: CURLoption, _ value: Bool) { set(option, value ? 1 : 0) }

    func set(_ option: CURLoption, _ value: String) {
        check(shim_set_string(pointer, option, value))
    }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        check(shim_set_pointer(pointer, option, value))
    }

    func perform() -> CURLcode {
        transcript.begin()
        return curl_easy_perform(pointer)
    }

    /// The kept connection's socket, nil when there is none.
    var activeSocket: Int32? {
        var socket: curl_socket_t = -1
        guard shim_get_socket(pointer, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK, socket >= 0
        else { return nil }
        return socket
    }

    /// How many connections the last transfer had to make: 0 when it used the kept one.
    var newConnections: Int {
        var count = 0
        _ = shim_get_long(pointer, CURLINFO_NUM_CONNECTS, &count)
        return count
    }

    private func recordServerLines() {
        let record: curl_debug_callback = { _, kind, text, size, context in
            guard let text, let context else { return 0 }
            let transcript = Unmanaged<Transcript>.fromOpaque(context).takeUnretainedValue()
            let line = UnsafeRawBufferPointer(start: text, count: size)
            switch kind {
            case CURLINFO_HEADER_IN: transcript.note(answer: line)
            case CURLINFO_HEADER_OUT: transcript.note(command: line)
            default: break
            }
            return 0
        }
        set(CURLOPT_DEBUGDATA, pointer: Unmanaged.passUnretained(transcript).toOpaque())
        check(shim_set_debug_callback(pointer, CURLOPT_DEBUGFUNCTION, record))
        set(CURLOPT_VERBOSE, true)
    }

    /// An option can only be refused when libcurl was built without it: a wrong installation.
    func check(_ code: CURLcode, line: UInt = #line) {
        guard code != CURLE_OK else { return }
        fatalError("libcurl refuses an option: \(code.words)", line: line)
    }

    /// The last line a server said, without its line end and without controls.
    ///
    /// Of our own lines nothing is kept: they hold the password.
    final class Transcript {
        private(set) var lastServerLine: String?
        /// What follows `334` or `+`: a server's part of a SASL exchange, base64.
        private(set) var lastChallenge: String?
        /// When libcurl gives a connection up it says QUIT, and the 221 must not pass for the
        /// answer to what came before.
        private var isSayingGoodbye = false
        private static let longestLineBytes = 1000

        func begin() {
            (lastServerLine, lastChallenge) = (nil, nil)
            isSayingGoodbye = false
        }

        func note(command: UnsafeRawBufferPointer) {
            isSayingGoodbye = command.starts(with: "QUIT".utf8)
        }

        func note(answer: UnsafeRawBufferPointer) {
            guard !isSayingGoodbye else { return }
            let shown = answer.prefix(Self.longestLineBytes)
            let line = String(decoding: shown, as: UTF8.self).withoutControls
            lastServerLine = line
            for mark in ["334 ", "+ "] where line.hasPrefix(mark) {
                lastChallenge = String(line.dropFirst(mark.count))
            }
        }
    }
}

extension CURLcode {
    var words: String { "\(String(cString: curl_easy_strerror(self))) (curl \(rawValue))" }

    /// TLS was not offered, could not be made, or the certificate is not trusted.
    var isAboutTLS: Bool {
        [
            CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_SSL_ENGINE_INITFAILED,
        ].contains(self)
    }
}

extension String {
    /// The text of a foreign line as it may go into a log, a terminal or a table.
    var withoutControls: String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: unicodeScalars.filter { !$0.isControl })
        return String(scalars)
    }

    func withoutSecret(_ secret: String?) -> String {
        guard let secret, !secret.isEmpty else { return self }
        return split(separator: secret, omittingEmptySubsequences: false)
            .joined(separator: "(password)")
    }
}
