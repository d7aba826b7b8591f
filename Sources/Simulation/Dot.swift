package import Sequencing

/// One final dot that left: what a judge looks at.
package struct Dot: Sendable {
    package var at: Instant
    package var mailbox: String
    package var recipient: String
    package var bytes: [UInt8]
    package var arrived: Bool

    package init(at: Instant, mailbox: String, recipient: String, bytes: [UInt8], arrived: Bool) {
        self.at = at
        self.mailbox = mailbox
        self.recipient = recipient
        self.bytes = bytes
        self.arrived = arrived
    }
}
