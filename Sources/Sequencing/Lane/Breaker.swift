/// When a mailbox stops by itself until a person has looked at it: bounces and complaints cost it its name.
///
/// The shares are those at which a large provider reviews (5 %) and pauses (10 %) a sender: Amazon SES
/// Developer Guide, “Understanding email deliverability”, read in 2025.
package struct BreakerRules: Equatable, Sendable {
    /// Bounced among delivered, in percent: at this share it opens.
    package var bouncePercent: Int
    /// Fewer delivered messages than this prove nothing.
    package var minimumSample: Int
    /// How far back bounces are counted.
    package var window: Duration

    /// So many refusals for policy (RFC 3463: 5.7.x) in a row open it.
    package static let policyRefusals = 3

    package init(
        bouncePercent: Int = 10, minimumSample: Int = 20, window: Duration = .days(7)
    ) {
        self.bouncePercent = bouncePercent
        self.minimumSample = minimumSample
        self.window = window
    }

    /// Why it opens; nil while nothing is wrong.
    package func trip(_ facts: BreakerFacts) -> String? {
        if facts.complaints > 0 {
            return facts.complaints == 1
                ? "a recipient complained" : "\(facts.complaints) recipients complained"
        }
        if facts.lastReplies.count >= Self.policyRefusals,
            facts.lastReplies.prefix(Self.policyRefusals).allSatisfy({ $0.isPolicyRefusal })
        {
            return "\(Self.policyRefusals) messages in a row were refused for policy: "
                + "“\(facts.lastReplies[0].text)”"
        }
        if facts.delivered >= minimumSample, facts.bounced * 100 >= bouncePercent * facts.delivered,
            facts.bounced > 0
        {
            return "\(facts.bounced) of \(facts.delivered) messages bounced"
        }
        return nil
    }
}

/// What happened since the mailbox was last trusted, and within the window.
package struct BreakerFacts: Equatable, Sendable {
    /// Messages that the server took; those that bounced later are among them.
    package var delivered: Int
    package var bounced: Int
    package var complaints: Int
    /// How the last messages were settled, the latest first.
    package var lastReplies: [Reply]

    package init(delivered: Int, bounced: Int, complaints: Int, lastReplies: [Reply]) {
        self.delivered = delivered
        self.bounced = bounced
        self.complaints = complaints
        self.lastReplies = lastReplies
    }

    package struct Reply: Equatable, Sendable {
        package var wasRefused: Bool
        package var text: String

        package init(wasRefused: Bool, text: String) {
            self.wasRefused = wasRefused
            self.text = text
        }

        /// Refused with an enhanced status of class 5.7 (RFC 3463 section 3.8).
        var isPolicyRefusal: Bool {
            wasRefused && text.split(separator: " ").contains { $0.hasPrefix("5.7.") }
        }
    }
}
