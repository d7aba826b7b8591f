import GRDB
import Sequencing

/// One spelling for each address (docs/decisions/0048), and the addresses that leads had before they were edited (0049).
enum Schema016 {
    static let sql = """
        DROP INDEX deliveryTo;
        CREATE TABLE formerAddress (
            key TEXT PRIMARY KEY,
            leadID INTEGER NOT NULL REFERENCES lead(id),
            untilAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX formerAddressOfLead ON formerAddress(leadID);
        """

    /// Writes addresses and domains of other scripts as `EmailAddress` has them since. Of two leads that are one person
    /// by it the later keeps the key that it had; a suppression of one spelling holds for both.
    ///
    /// The history stays as it is.
    static func rewriteAddresses(in database: Database) throws {
        let functions = [standard, canonical]
        for function in functions { database.add(function: function) }
        defer { for function in functions { database.remove(function: function) } }
        try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
        for (table, column) in columns {
            try database.execute(
                sql: """
                    UPDATE OR IGNORE \(table) SET \(column) = standard_address(\(column))
                    WHERE length(CAST(\(column) AS BLOB)) > length(\(column))
                    """)
        }
        // A lead whose key another one has keeps its spelling whole.
        try database.execute(
            sql: """
                UPDATE lead SET email = standard_address(email)
                    WHERE length(CAST(email AS BLOB)) > length(email)
                        AND key = canonical_address(email);
                UPDATE reply SET intent = json_set(intent, '$.referredTo',
                        canonical_address(json_extract(intent, '$.referredTo')))
                    WHERE json_extract(intent, '$.referredTo') IS NOT NULL;
                INSERT OR IGNORE INTO formerAddress (key, leadID, untilAt)
                    SELECT canonical_address(recipient), lead.id, committedAt
                    FROM delivery JOIN lead ON lead.id = delivery.leadID
                    WHERE committedAt IS NOT NULL AND lead.forgottenAt IS NULL
                        AND canonical_address(recipient) <> lead.key
                        AND NOT EXISTS (
                            SELECT 1 FROM lead AS now WHERE now.key = canonical_address(recipient))
                    ORDER BY delivery.id DESC;
                """)
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
            ("account", "domain"), ("lead", "key"), ("delivery", "sender"),
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

    private static let canonical = DatabaseFunction(
        "canonical_address", argumentCount: 1, pure: true
    ) { values in
        String.fromDatabaseValue(values[0]).map { EmailAddress.canonical(of: $0) }
    }
}
