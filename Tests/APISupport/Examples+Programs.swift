package import API
import Sequencing

/// Tokens, and what programs hand over with them.
extension Example {
    package static let token = TokenView(
        name: "webform", scopes: [.handOffWrite], createdAt: at(-9 * 1440), createdBy: "ada",
        lastUsedAt: at(-2))
    package static let revokedToken = TokenView(
        name: "old", scopes: [.handOffWrite, .reportRead], createdAt: at(-30 * 1440),
        createdBy: "ada", revokedAt: at(-1440), revokedBy: "ben")
    package static let newToken = NewTokenView(
        token: TokenView(
            name: "webform", scopes: [.handOffWrite], createdAt: now, createdBy: "ada"),
        secret: "tt_" + String(repeating: "0f", count: 32))
    package static let intake = IntakeView(items: [
        IntakeView.Item(
            email: "mira.falk@nordwind.example", outcome: "added", lead: LeadID(12),
            handOff: HandOffID(12), owner: "ada"),
        IntakeView.Item(email: "kim@nordwind.example", outcome: "suppressed"),
    ])
}
