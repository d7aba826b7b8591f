import API
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The forms of an answer.
extension PageResponder {
    func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    func html(
        _ template: PageLibrary.Template, _ content: some Sendable, title: String,
        here: PagePlace? = nil, visit: PageVisit, status: HTTPResponse.Status = .ok
    ) -> Response {
        html(
            library.html(template, content, in: frame(title: title, here: here, visit: visit)),
            status: status)
    }

    func serve(_ asset: PageLibrary.Asset) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "\(asset.type); charset=utf-8",
                .cacheControl: "public, max-age=31536000, immutable",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    /// After a form: the browser gets the page anew, and reloading repeats nothing.
    func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    func failure(
        _ status: HTTPResponse.Status, _ message: String, advice: String = "",
        visit: PageVisit? = nil
    ) -> Response {
        let page = FailurePage(
            status: status.code, message: message, advice: advice.isEmpty ? nil : advice)
        return html(
            library.html(.failure, page, in: frame(title: message, visit: visit)), status: status)
    }

    func failure(_ error: any Error, visit: PageVisit? = nil) -> Response {
        let error = APIError(error)
        if error.code == .fault {
            logger.error("A page could not be made", metadata: ["page.cause": "\(error.message)"])
        }
        // What is in an unexpected error is for the journal.
        let message =
            error.code == .fault
            ? "Something went wrong; the journal of the daemon says what" : error.message.asSentence
        return failure(
            .init(code: error.httpStatus), message, advice: error.advice.asSentence, visit: visit)
    }

    func frame(title: String, here: PagePlace? = nil, visit: PageVisit? = nil) -> PageFrame {
        let notice = visit.flatMap { access.takeNotice(of: $0.token) }
        return PageFrame(
            title: title, style: library.style.path, mark: library.mark.path,
            user: visit.map { visit in
                PageFrame.User(
                    caller: visit.caller, rep: visit.reps[visit.caller.name],
                    formToken: visit.formToken, here: here)
            },
            notice: notice.map { notice in
                PageFrame.Notice(
                    isDone: notice.isDone, text: notice.text,
                    advice: notice.advice.isEmpty ? nil : notice.advice)
            })
    }
}

struct FailurePage: Sendable {
    var status: Int
    var message: String
    var advice: String?
}

extension String {
    /// With a capital at its front: the errors of the API are parts of a sentence.
    var asSentence: String { prefix(1).uppercased() + dropFirst() }
}
