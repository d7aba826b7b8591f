package import Sequencing

/// Who may never be contacted again.
package struct SuppressionView: Codable, Equatable, Sendable {
    package var scope: SuppressionScope
    /// `@domain` for everybody of a domain; of a forgotten person the beginning of a hash.
    package var address: String
    package var reason: String
    /// A rep's name, or `inbox` for what the rules read in a message.
    package var author: String
    /// What it rests on: a reply, or a person's words.
    package var evidence: String?
    package var at: Timestamp

    package init(
        scope: SuppressionScope = .address, address: String, reason: String, author: String,
        evidence: String? = nil, at: Timestamp
    ) {
        self.scope = scope
        self.address = address
        self.reason = reason
        self.author = author
        self.evidence = evidence
        self.at = at
    }
}

/// Whether one address may be contacted.
package struct SuppressionCheckView: Codable, Equatable, Sendable {
    /// Canonical.
    package var address: String
    /// Left out when it may be contacted.
    package var suppression: SuppressionView?

    package init(address: String, suppression: SuppressionView? = nil) {
        self.address = address
        self.suppression = suppression
    }
}

/// What became of each address, in the order of the request; behind one that was edited away its person's present one.
package struct SuppressReply: Codable, Equatable, Sendable {
    package var items: [SuppressResult]

    package init(items: [SuppressResult]) { self.items = items }
}

package struct SuppressResult: Codable, Equatable, Sendable {
    package var suppression: SuppressionView
    /// False when it was suppressed already: the first entry stays.
    package var isNew: Bool
    /// Live enrollments that this ended.
    package var ended: [EnrollmentID]
    /// Only of a present address: the one that was asked for, which its person had before.
    package var formerly: String?

    package init(
        suppression: SuppressionView, isNew: Bool, ended: [EnrollmentID], formerly: String? = nil
    ) {
        self.suppression = suppression
        self.isNew = isNew
        self.ended = ended
        self.formerly = formerly
    }
}
