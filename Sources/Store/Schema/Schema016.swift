import GRDB
import Sequencing

/// One spelling for each address (docs/decisions/0048), and former addresses found whatever their case.
enum Schema016 {
    static let sql = """
        DROP INDEX deliveryTo;
        CREATE INDEX deliveryTo ON delivery(lower(recipient));
        """

    /// Writes addresses and domains of other scripts as `EmailAddress` has them since. Of two leads that are one person
    /// by it the later keeps the key that it had; a suppression of one spelling holds for both.
    ///
    /// The history stays as it is.
    static func rewriteAddresses(in database: Database) throws {
        database.add(function: standard)
        defer { database.remove(function: standard) }
        try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
        for (table, column) in columns {
            try database.execute(
                sql: """
                    UPDATE OR IGNORE \(table) SET \(column) = standard_address(\(column))
                    WHERE length(CAST(\(column) AS BLOB)) > length(\(column))
                    """)
        }
        // Not as an update: the counts of the report follow what comes and goes.
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO suppression (key, reason, author, evidence, at)
                    SELECT standard_address(key), reason, author, evidence, at FROM suppression
                    WHERE length(CAST(key AS BLOB)) > length(key);
                DELETE FROM suppression WHERE key <> standard_address(key)
                    AND length(CAST(key AS BLOB)) > length(key);
                """)
    }

    private static let columns =
        [
            ("account", "domain"), ("lead", "key"), ("lead", "email"), ("delivery", "sender"),
            ("delivery", "recipient"), ("delivery", "domain"), ("reply", "fromAddress"),
            ("rep", "email"), ("mailbox", "address"),
        ]
        + [
            "folder", "enrollment", "delivery", "reply", "setAside", "handwritten", "mailboxProbe",
            "digestMail",
        ].map { ($0, "mailbox") }

    /// Of an address, of a domain, and of a domain behind its @.
    private static let standard = DatabaseFunction(
        "standard_address", argumentCount: 1, pure: true
    ) { values in
        guard let text = String.fromDatabaseValue(values[0]) else { return values[0] }
        if text.hasPrefix("@") {
            return "@" + EmailAddress.canonical(ofDomain: text.dropFirst())
        }
        return text.contains("@")
            ? EmailAddress.standard(text) : EmailAddress.canonical(ofDomain: text)
    }
}
