package import Sequencing

/// View 7 of docs/touch-gap.md: whom of each account we know and have reached, by their part in the decision.
package struct CoverageReportView: Codable, Equatable, Sendable {
    package var asOf: Timestamp
    /// All accounts in scope.
    package var total: Int
    /// How many have each mark; an account may have several.
    package var marks: [CoverageMark: Int]
    /// Those with a mark first, the most people first.
    package var rows: [AccountCoverage]
    package var more: Bool

    package init(
        asOf: Timestamp, total: Int, marks: [CoverageMark: Int], rows: [AccountCoverage],
        more: Bool = false
    ) {
        self.asOf = asOf
        self.total = total
        self.marks = marks
        self.rows = rows
        self.more = more
    }
}

package struct AccountCoverage: Codable, Equatable, Sendable {
    package var account: AccountID
    package var domain: String?
    package var name: String?
    package var owners: [String]
    package var people: Int
    package var touched: Int
    package var touches: Int
    package var lastTouchAt: Timestamp?
    package var marks: [CoverageMark]
    /// Those roles alone in which somebody is known.
    package var roles: [RoleCoverage]

    package init(
        account: AccountID, domain: String? = nil, name: String? = nil, owners: [String],
        people: Int, touched: Int, touches: Int, lastTouchAt: Timestamp? = nil,
        marks: [CoverageMark], roles: [RoleCoverage]
    ) {
        self.account = account
        self.domain = domain
        self.name = name
        self.owners = owners
        self.people = people
        self.touched = touched
        self.touches = touches
        self.lastTouchAt = lastTouchAt
        self.marks = marks
        self.roles = roles
    }
}

/// People of one role; each of the numbers counts people.
package struct RoleCoverage: Codable, Equatable, Sendable {
    package var role: BuyingRole
    package var known: Int
    package var enrolled: Int
    package var touched: Int
    package var replied: Int

    package init(role: BuyingRole, known: Int, enrolled: Int, touched: Int, replied: Int) {
        self.role = role
        self.known = known
        self.enrolled = enrolled
        self.touched = touched
        self.replied = replied
    }
}
