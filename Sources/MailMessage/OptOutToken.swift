package import Sequencing

/// Names one touch in an opt-out link or subject: `u12.0.1.<mac>`, and nothing of the person.
///
/// The same numbers as in the touch's Message-ID, under a hash of their own: whoever sees the one can't make
/// the other.
package enum OptOutToken {
    package static func make(
        enrollment: EnrollmentID, step: StepIndex, revision: Int, key: [UInt8]
    ) -> String {
        MessageIdentity.signed(
            "u\(enrollment.rawValue).\(step.position).\(revision)", key: key)
    }

    /// The local part of the Message-ID of the touch that a token names; nil for what we never made.
    package static func messageName(of token: some StringProtocol, key: [UInt8]) -> String? {
        guard token.utf8.count <= 100, token.hasPrefix("u"), !token.contains("@"),
            let proven = MessageIdentity.provenName(in: String(token), key: key)
        else { return nil }
        let numbers = proven.dropFirst().split(separator: ".").dropLast().joined(separator: ".")
        return MessageIdentity.signed("e\(numbers)", key: key)
    }

    /// The touch that a subject names, as our `mailto:` link has written it: `unsubscribe u12.0.1.<mac>`.
    package static func messageName(inSubject subject: String, key: [UInt8]) -> String? {
        subject.split(separator: " ").lazy.compactMap { messageName(of: $0.lowercased(), key: key) }
            .first
    }
}
