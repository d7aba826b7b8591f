/// Addresses that may never be contacted again.
package struct SuppressRequest: Codable, Equatable, Sendable {
    package static let maximumAddresses = 1000

    package var addresses: [String]
    /// As in “asked on the phone”.
    package var reason: String
    package var evidence: String?

    package init(addresses: [String], reason: String, evidence: String? = nil) {
        self.addresses = addresses
        self.reason = reason
        self.evidence = evidence
    }
}
