/// Whom a suppression is about: one address, or everybody of a mail domain.
package enum SuppressionKey: Hashable, Sendable {
    case address(EmailAddress)
    /// In lower case, without the @; its subdomains are others.
    case domain(String)

    /// Reads `mira@nordwind.example`, and `@nordwind.example` for the domain.
    package init(typed text: some StringProtocol) throws(EmailAddress.Mistake) {
        guard text.hasPrefix("@") else {
            self = .address(try EmailAddress(text))
            return
        }
        self = .domain(try EmailAddress("x\(text)").domain)
    }

    /// As it is stored: a canonical address, or a domain behind its @.
    package var text: String {
        switch self {
        case .address(let address): address.canonical
        case .domain(let domain): "@\(domain)"
        }
    }
}

/// What a suppression covers.
package enum SuppressionScope: String, Codable, CaseIterable, Sendable {
    case address
    case domain
    /// Somebody whose data were erased: a keyed hash of the address is all that is left.
    case forgotten
}
