/// What a message that a mailbox sent to itself has shown of the mailbox's server.
package struct ProbeFindings: Equatable, Codable, Sendable {
    /// What the server said when it took the message.
    package var serverReply: String?
    /// Why nothing, or not everything, could be learned.
    package var failure: String?
    /// The server's own copy in Sent.
    package var copy: Sighting?
    /// The message as it came back.
    package var returned: Sighting?
    package var oneClick: OneClick?
    /// Whether it was sent to a tag of the address.
    package var isTagged: Bool?

    package init() {}

    package struct Sighting: Equatable, Codable, Sendable {
        package var folder: String
        /// Another than ours where a server has renamed the message.
        package var messageID: String?
        package var seenAt: Instant

        package init(folder: String, messageID: String?, seenAt: Instant) {
            self.folder = folder
            self.messageID = messageID
            self.seenAt = seenAt
        }
    }

    /// What became of the fields of a one-click opt-out (RFC 8058) on their way.
    package struct OneClick: Equatable, Codable, Sendable {
        package var keepsListUnsubscribe: Bool
        package var keepsListUnsubscribePost: Bool
        package var signature: Signature
        /// The domain that signed (`d=`), of the signature that decided.
        package var signedBy: String?

        package init(
            keepsListUnsubscribe: Bool, keepsListUnsubscribePost: Bool, signature: Signature,
            signedBy: String?
        ) {
            self.keepsListUnsubscribe = keepsListUnsubscribe
            self.keepsListUnsubscribePost = keepsListUnsubscribePost
            self.signature = signature
            self.signedBy = signedBy
        }
    }

    /// What the DKIM signatures of the message cover (RFC 6376 section 3.5, `h=`).
    package enum Signature: String, Codable, CaseIterable, Sendable {
        /// One of them covers both fields, as RFC 8058 section 4 wants.
        case covers
        /// There are some, and none covers both.
        case lacks
        /// There is none. Many servers sign only what leaves the house, so that says nothing.
        case absent
    }
}

extension ProbeFindings {
    /// Whether our messages may offer a one-click opt-out; nil when nobody knows.
    package var allowsOneClick: Bool? {
        guard let oneClick else { return nil }
        guard oneClick.keepsListUnsubscribe, oneClick.keepsListUnsubscribePost else { return false }
        return switch oneClick.signature {
        case .covers: true
        case .lacks: false
        case .absent: nil
        }
    }

    /// Whether the server leaves our Message-IDs as they are; nil when nobody knows.
    package func keepsMessageID(_ ours: String) -> Bool? {
        let seen = [copy, returned].compactMap(\.self)
        return seen.isEmpty ? nil : seen.allSatisfy { $0.messageID == ours }
    }

    /// From the dot until the message was read in the mailbox, sweep and all.
    package func roundTrip(since committedAt: Instant?) -> Duration? {
        guard let committedAt, let returned else { return nil }
        return returned.seenAt.since(committedAt)
    }

    /// What it tells of Sent: that there is no copy only where the probe came back and Sent was read after that.
    package func sentHabit(_ ours: String) -> SentHabit {
        if let copy { return copy.messageID == ours ? .keepsCopies : .renamesCopies }
        return returned == nil || failure != nil ? .unknown : .keepsNone
    }
}

extension ProbeFindings.OneClick {
    /// As the fields of a message that came back tell it; `lost` where a field is not there any more.
    package init(in message: ReceivedMessage) {
        let signatures = message.headers.filter { $0.isNamed("DKIM-Signature") }
            .map { DKIMTags($0.value) }
        let wanted: Set<String> = ["list-unsubscribe", "list-unsubscribe-post"]
        let covering = signatures.first { wanted.isSubset(of: $0.signedFields) }
        self.init(
            keepsListUnsubscribe: message.headers.contains { $0.isNamed("List-Unsubscribe") },
            keepsListUnsubscribePost: message.headers.contains {
                $0.isNamed("List-Unsubscribe-Post")
                    && $0.value.split(separator: " ").joined() == "List-Unsubscribe=One-Click"
            }, signature: covering != nil ? .covers : signatures.isEmpty ? .absent : .lacks,
            signedBy: (covering ?? signatures.first)?.domain)
    }
}

/// The tags of a DKIM-Signature field (RFC 6376 section 3.2) that say who signed what.
struct DKIMTags: Equatable {
    var domain: String?
    /// In lower case.
    var signedFields: Set<String> = []

    init(_ value: String) {
        for tag in value.split(separator: ";") {
            let halves = tag.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let text = halves[1].filter { !$0.isWhitespace }.lowercased()
            switch halves[0].filter({ !$0.isWhitespace }) {
            case "d": domain = text
            case "h": signedFields = Set(text.split(separator: ":").map(String.init))
            default: break  // why: the other tags say how, not what
            }
        }
    }
}
