/// When mail that comes back "for the time being" has come back often enough.
package enum SoftBounces {
    /// So many messages to one address in a row that came back, and none between them that stayed.
    ///
    /// Three: the first may be a full mailbox over a weekend; by the third, days later, nobody reads there.
    package static let limit = 3
}
