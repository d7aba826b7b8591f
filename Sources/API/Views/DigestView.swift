package import Sequencing

/// A digest as it would be mailed now; nothing is sent or written down by asking.
package struct DigestView: Codable, Equatable, Sendable {
    /// The rep's short name.
    package var receiver: String
    /// Left out for somebody without an address, who gets none.
    package var to: String?
    package var kind: DigestKind
    /// `2026-11-30`: the day, or the week's Monday.
    package var period: String
    /// What it is compared with: the moment of the last one.
    package var since: Timestamp
    /// Whether there is something to say: without that none is mailed unless the configuration wants it.
    package var hasNews: Bool
    /// Whether the installation mails digests of this kind to this receiver.
    package var isMailed: Bool
    /// All that is not being worked, of `handOffs`.
    package var gaps: Int
    package var handOffs: Int
    package var stuck: Int
    package var unstuck: Int
    package var subject: String
    package var text: String
    package var html: String

    package init(
        receiver: String, to: String?, kind: DigestKind, period: String, since: Timestamp,
        hasNews: Bool, isMailed: Bool, gaps: Int, handOffs: Int, stuck: Int, unstuck: Int,
        subject: String, text: String, html: String
    ) {
        self.receiver = receiver
        self.to = to
        self.kind = kind
        self.period = period
        self.since = since
        self.hasNews = hasNews
        self.isMailed = isMailed
        self.gaps = gaps
        self.handOffs = handOffs
        self.stuck = stuck
        self.unstuck = unstuck
        self.subject = subject
        self.text = text
        self.html = html
    }
}
