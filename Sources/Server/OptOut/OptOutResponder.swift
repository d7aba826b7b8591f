import Engine
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Store

/// From a request to its answer; every path is the token in its last part, whatever the proxy keeps before it.
struct OptOutResponder: Sendable {
    let currentEngine: @Sendable () -> Engine
    let logger: Logger
    /// One for all: behind the proxy every request comes from the same address.
    private let rate = RequestRate(mostAtOnce: 200, perSecond: 50)

    init(currentEngine: @escaping @Sendable () -> Engine, logger: Logger) {
        self.currentEngine = currentEngine
        self.logger = logger
    }

    func response(to request: Request) async -> Response {
        guard rate.admits() else {
            return plain(.tooManyRequests, "Too many requests.", [.retryAfter: "5"])
        }
        switch request.method {
        case .get, .head:
            return page(OptOutPage.question, isBodyless: request.method == .head)
        case .post: return await optOut(request)
        case .options:
            return Response(status: .noContent, headers: [.allow: Self.methods])
        default:
            return plain(.methodNotAllowed, "Method not allowed.", [.allow: Self.methods])
        }
    }

    private static let methods = "GET, HEAD, POST, OPTIONS"

    private func optOut(_ request: Request) async -> Response {
        guard let kind = FormKind(contentType: request.headers[.contentType]) else {
            return plain(.unsupportedMediaType, "A form is expected.")
        }
        let body: [UInt8]
        switch await RequestBody.read(
            of: request, upTo: OptOutServer.largestBody, within: OptOutServer.patience)
        {
        case .whole(let bytes): body = bytes
        case .tooLarge:
            return plain(.contentTooLarge, "The form is too large.", [.connection: "close"])
        case .broken:
            return plain(.badRequest, "The form did not arrive whole.", [.connection: "close"])
        }
        guard kind.fields(in: body)["List-Unsubscribe"] == "One-Click" else {
            return plain(.badRequest, "The form must say List-Unsubscribe=One-Click.")
        }
        let token = request.uri.path.split(separator: "/").last.map(String.init) ?? ""
        let engine = currentEngine()
        do {
            try await engine.store.inBackground { _ in try engine.optOut(byLink: token) }
            return page(OptOutPage.done)
        } catch {
            logger.error(
                "An opt-out by link could not be written; whoever sent it was told to try again",
                metadata: ["store.cause": "\(error)"])
            return plain(
                .serviceUnavailable, "This could not be stored. Please try again.",
                [.retryAfter: "30"])
        }
    }

    private func page(_ text: String, isBodyless: Bool = false) -> Response {
        var headers = Self.commonHeaders
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentSecurityPolicy] =
            "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        let bytes = ByteBuffer(string: text)
        if isBodyless {
            headers[.contentLength] = "\(bytes.readableBytes)"
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    private func plain(
        _ status: HTTPResponse.Status, _ text: String, _ extra: HTTPFields = [:]
    ) -> Response {
        var headers = Self.commonHeaders
        headers[.contentType] = "text/plain; charset=utf-8"
        for field in extra { headers[field.name] = field.value }
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
    }

    private static let commonHeaders: HTTPFields = {
        var fields: HTTPFields = [
            .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        ]
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex")] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }()
}

/// What a person sees who follows the link.
enum OptOutPage {
    static let question = page(
        "Unsubscribe",
        """
        <p>Do you want no more e-mails from us?</p>
        <form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">\
        <button type="submit">Unsubscribe</button></form>
        """)

    static let done = page(
        "Unsubscribed", "<p>You will get no more e-mails from us.</p>")

    private static func page(_ title: String, _ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>\(title)</title>\
        <meta name="viewport" content="width=device-width"></head>
        <body><h1>\(title)</h1>
        \(body)
        </body></html>

        """
    }
}
