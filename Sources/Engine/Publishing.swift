import MailMessage
package import Sequencing
package import Store

extension Store {
    /// Publishes with the digest that every later reading is held against (`ContextLoader.sequence`).
    package func publish(
        _ sequence: Sequencing.Sequence, text: String, now: Instant, by actor: String
    ) throws(StoreError) -> SequenceVersion {
        try publish(
            sequence, text: text, digest: { @Sendable in ContentDigest.of($0) }, now: now, by: actor
        )
    }
}
