import API
import ArgumentParser
import Sequencing

// The words of states and classes as arguments: parsed, listed in help, completed by the shell.
extension EnrollmentState.Name: ExpressibleByArgument {}
extension DeliveryState.Name: ExpressibleByArgument {}
extension DeliveryEvent.Settlement: ExpressibleByArgument {}
extension Disposition: ExpressibleByArgument {}
extension BuyingRole: ExpressibleByArgument {}
extension Channel: ExpressibleByArgument {}
extension TouchGapClass: ExpressibleByArgument {}
extension TouchGapReason: ExpressibleByArgument {}
extension ResponsibleParty: ExpressibleByArgument {}
extension TaskState: ExpressibleByArgument {}
extension ReplyKind: ExpressibleByArgument {}
extension ReplyIntent.Kind: ExpressibleByArgument {}

/// `12`, `E12` or `e12`.
extension Identifier: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(typed: argument)
    }
}

extension LeadTier {
    package init(typed text: String) throws {
        guard let tier = LeadTier(rawValue: text) else {
            throw ValidationError("“\(SafeText.line(text))” is no tier; \(Self.advice).")
        }
        self = tier
    }
}
