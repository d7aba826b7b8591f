/// What to try when e-mail alone goes unanswered: another channel, or another person. More e-mail is not it.
package struct ChannelAdvice: Equatable, Sendable {
    /// A sentence for people.
    package var text: String
    package var command: String?

    /// Unanswered e-mails in a row after which something else is advised.
    package static let mostEmails = 3

    /// What is known of the ways to a lead.
    package struct Ways: Equatable, Sendable {
        package var email: String
        package var hasPhone: Bool
        package var hasProfile: Bool
        /// Of the same account, known and not touched yet: whom else to try, by address.
        package var others: [String]

        package init(email: String, hasPhone: Bool, hasProfile: Bool, others: [String]) {
            self.email = email
            self.hasPhone = hasPhone
            self.hasProfile = hasProfile
            self.others = others
        }
    }

    /// `channels` are those of the touches since the lead last wrote, the last one last; nil as long as there is
    /// nothing to advise.
    package static func after(_ channels: [Channel], _ ways: Ways) -> ChannelAdvice? {
        let emails = channels.reversed().prefix { $0 == .email }.count
        guard emails >= mostEmails else { return nil }
        let begin = "\(emails) e-mails in a row went unanswered: "
        if ways.hasPhone {
            return ChannelAdvice(text: begin + "call, the number is known", command: nil)
        }
        if ways.hasProfile {
            return ChannelAdvice(
                text: begin + "write on LinkedIn, the profile is known", command: nil)
        }
        if let other = ways.others.first {
            let more = ways.others.count > 1 ? " or \(ways.others.count - 1) more" : ""
            return ChannelAdvice(
                text: begin + "try another person of the account, \(other)\(more)",
                command: "thirdtouch enroll \(other) --sequence NAME")
        }
        return ChannelAdvice(
            text: begin + "find a telephone number, or another person of the account",
            command: "thirdtouch lead edit \(ways.email) --phone VALUE")
    }
}
