/// Why a request got no answer of the kind that was asked for.
package enum ClientError: Error, Equatable, Sendable {
    /// Nobody listens there.
    case unreachable(socket: String, cause: String)
    /// The socket's file or its folder keeps the caller out.
    case notAllowed(socket: String)
    /// The daemon said no.
    case refused(APIError)
    /// The connection broke or took too long after the request had left: it may have been done.
    case interrupted(socket: String, cause: String)
    /// The answer is more than the client takes.
    case tooLarge(limitBytes: Int)
    /// The answer is not one of this API's.
    case garbled(status: Int, cause: String)

    package var exitStatus: CommandExit {
        switch self {
        case .unreachable, .interrupted: .unreachable
        case .notAllowed: .notAllowed
        case .refused(let error): error.exitStatus
        case .tooLarge, .garbled: .refused
        }
    }

    /// What failed and what it means.
    package var message: String {
        switch self {
        case .unreachable(let socket, let cause):
            "The daemon is not running, or its socket \(socket) can't be opened (\(cause))."
        case .notAllowed(let socket): "You may not open the daemon's socket \(socket)."
        case .refused(let error): error.message
        case .interrupted(let socket, let cause):
            "The daemon at \(socket) did not finish its answer (\(cause)); what was asked for may "
                + "have been done."
        case .tooLarge(let limit):
            "The answer is larger than \(limit / 1_048_576) MiB, so it was not read."
        case .garbled(let status, let cause):
            "What answered (status \(status)) does not speak as thirdtouchd of this version does: "
                + "\(cause)."
        }
    }

    /// What to run; empty when nothing helps.
    package var advice: String {
        switch self {
        case .unreachable: "systemctl start thirdtouchd, or name its socket with --socket"
        case .notAllowed:
            "ask your administrator for: usermod -aG thirdtouch USER, then log in again"
        case .refused(let error): error.advice
        case .interrupted: "thirdtouch status, and journalctl -u thirdtouchd"
        case .tooLarge: "narrow the filters, or lower --limit"
        case .garbled: "compare thirdtouch --version with thirdtouch status"
        }
    }
}
