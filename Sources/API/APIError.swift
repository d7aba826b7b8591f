/// Why the daemon did not do what was asked: what failed, what it means, what to run.
package struct APIError: Error, Codable, Equatable, Sendable {
    package var code: Code
    /// What failed and what it means, a sentence without the advice.
    package var message: String
    /// What to run or to write instead; empty when nothing helps.
    package var advice: String
    /// The places in a sequence file; empty for everything else.
    package var details: [DiagnosticView]

    package init(
        _ code: Code, _ message: String, advice: String = "", details: [DiagnosticView] = []
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.details = details
    }

    package enum Code: String, Codable, CaseIterable, Sendable {
        /// The request itself is wrong: an unknown filter, a malformed address.
        case usage
        /// The caller may not do this or see this.
        case notAllowed = "not-allowed"
        case notFound = "not-found"
        /// The thing exists, but is not in a state for this.
        case notNow = "not-now"
        /// The sequence file has mistakes; `details` names them.
        case sequenceInvalid = "sequence-invalid"
        case tooLarge = "too-large"
        /// The disk is full or broken; nothing was changed.
        case storage
        /// Over HTTP: no token, or one that opens nothing.
        case unknownCaller = "unknown-caller"
        /// Over HTTP: asked too often in a short time.
        case tooMany = "too-many"
        /// Over HTTP: sent to a name that is not ours.
        case notHere = "not-here"
        /// The daemon is starting or stopping.
        case unavailable
        /// Our mistake.
        case fault
    }

    /// RFC 9110.
    package var httpStatus: Int {
        switch code {
        case .usage: 400
        case .unknownCaller: 401
        case .notAllowed: 403
        case .notFound: 404
        case .notNow: 409
        case .tooLarge: 413
        case .notHere: 421
        case .sequenceInvalid: 422
        case .tooMany: 429
        case .fault: 500
        case .unavailable: 503
        case .storage: 507
        }
    }

    package var exitStatus: CommandExit {
        switch code {
        case .notAllowed, .unknownCaller: .notAllowed
        case .usage: .usage
        case .unavailable: .unreachable
        case .notFound, .notNow, .sequenceInvalid, .tooLarge, .storage, .fault, .tooMany,
            .notHere:
            .refused
        }
    }
}

/// One mistake in a sequence file.
package struct DiagnosticView: Codable, Equatable, Sendable {
    package var file: String
    /// From 1; 0 when the whole file is meant.
    package var line: Int
    /// From 1, in Unicode scalars; 0 when the whole line is meant.
    package var column: Int
    /// The path of keys, list items counted from 1: `steps[2].email.subject`; empty for none.
    package var field: String
    package var message: String
    /// What to write instead.
    package var advice: String

    package init(
        file: String, line: Int, column: Int, field: String = "", message: String, advice: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.field = field
        self.message = message
        self.advice = advice
    }
}

/// The exit codes of `thirdtouch` (docs/product.md); 64, 69 and 77 are those of sysexits.h.
package enum CommandExit: Int32, CaseIterable, Sendable {
    case done = 0
    /// Refused, with a reason.
    case refused = 1
    /// A report found a breach, with `--check`.
    case breach = 2
    case usage = 64
    case unreachable = 69
    case notAllowed = 77
}
