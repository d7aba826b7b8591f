package import Sequencing

/// How long a mailbox that could not be read is left alone.
package enum SweepRests {
    static let usual: [Duration] = [
        .seconds(2), .seconds(5), .seconds(15), .seconds(60), .minutes(5),
    ]
    /// A server that is asked with a wrong password again and again locks the account.
    static let refusedPassword: [Duration] = [
        .minutes(1), .minutes(5), .minutes(15), .minutes(30), .minutes(60),
    ]

    /// After so many failures in a row, the last of them `failure`.
    ///
    /// - Parameter jitter: 0…1, so that the mailboxes of a server that was down do not all come back
    ///   in the same moment: the rest is up to a quarter longer.
    package static func rest(
        after failures: Int, _ failure: SweepFailure, jitter: Double
    ) -> Duration {
        let rests = isRefusedPassword(failure) ? refusedPassword : usual
        let rest = rests[min(max(failures, 1), rests.count) - 1]
        return rest + .milliseconds(Int64(Double(rest.wholeMilliseconds) * 0.25 * jitter))
    }

    /// Whether nobody but a person may cut the rest short.
    package static func isRefusedPassword(_ failure: SweepFailure) -> Bool {
        if case .authentication = failure { true } else { false }
    }
}
