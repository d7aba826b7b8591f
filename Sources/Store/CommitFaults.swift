/// What may go wrong around a commit. The daemon has none; the simulator's worlds have.
///
/// Transactions are named by the functions that ask for them, as in `settle(_:attempt:as:…)`.
package protocol CommitFaults: Sendable {
    /// Every statement of the group has run, and nothing of it is durable yet. What is thrown takes it back: a full
    /// disk, or the end of the process in this moment.
    func beforeCommit(of transactions: [String]) throws
    /// The group is durable, and nobody has been told. What is thrown is what they are told: the process is gone.
    func afterCommit(of transactions: [String]) throws
}
