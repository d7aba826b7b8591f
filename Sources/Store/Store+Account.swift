import GRDB
package import Sequencing

/// A company, by its mail domain.
package struct AccountRow: Equatable, Sendable {
    package var id: AccountID
    package var domain: String?
    package var name: String?
}

extension Store {
    package func accounts() throws(StoreError) -> [AccountID: AccountRow] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT id, domain, name FROM account")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let account = AccountRow(row)
                    return (account.id, account)
                })
        }
    }

    /// By number (`A12`, `12`) or by domain; nil when there is no such account.
    package func account(typed text: String) throws(StoreError) -> AccountRow? {
        try read { database in
            let id = AccountID(typed: text)?.rawValue
            return try Row.fetchOne(
                database, sql: "SELECT id, domain, name FROM account WHERE id = ? OR domain = ?",
                arguments: [id, EmailAddress.canonical(ofDomain: text)]
            ).map(AccountRow.init)
        }
    }
}

extension AccountRow {
    fileprivate init(_ row: Row) {
        id = AccountID(row["id"])
        domain = row["domain"]
        name = row["name"]
    }
}
