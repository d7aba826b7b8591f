import GRDB
import Sequencing
import Support
import Testing

@testable import Store

/// What Schema016 makes of addresses that were written by programs before it.
struct AddressMigrationTests {
    @Test(
        "Addresses of every spelling are one from the sixteenth schema on, and a stop holds for all"
    )
    func addresses() throws {
        let folder = try SchemaFixture.folder(ofSchema: 15)
        let file = folder.path("thirdtouch.sqlite")
        let old = try DatabaseQueue(path: file)
        let before = try old.write { database in
            // The fixture's own lead and mailbox as a program before wrote them.
            try database.execute(
                sql: """
                    PRAGMA defer_foreign_keys = ON;
                    INSERT INTO lead (id, key, email, role, fields, createdAt) VALUES
                        (901, 'mira@m\u{fc}nchen.example', 'Mira@m\u{fc}nchen.example', 'unknown', '{}', 1),
                        (902, 'mira@mu\u{308}nchen.example', 'mira@mu\u{308}nchen.example', 'unknown', '{}', 1),
                        (903, 'info@h\u{e3}\u{b4}tel.example', 'info@H\u{c3}\u{b4}tel.example', 'unknown', '{}', 1);
                    INSERT INTO suppression (key, reason, author, at) VALUES
                        ('mira@mu\u{308}nchen.example', 'asked', 'dana', 1),
                        ('@b\u{fc}cher.example', 'asked', 'dana', 1);
                    INSERT INTO account (id, domain) VALUES (901, 'm\u{fc}nchen.example');
                    """)
            // Somebody whose address had such a domain was forgotten.
            let mark = SHA256.authenticationCode(
                of: Array("eva@b\u{fc}ro.example".utf8), key: Array("thekey".utf8))
            try database.execute(
                sql: """
                    INSERT INTO suppression (key, reason, author, at) VALUES (?, 'forgotten', 'dana', 1);
                    INSERT OR REPLACE INTO setting (name, value) VALUES ('erasure-key', 'thekey');
                    UPDATE lead SET key = 'anna@new.example', email = 'anna@new.example' WHERE id = 1;
                    """,
                arguments: [mark.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()])
            let mailbox = try String.fetchOne(
                database, sql: "SELECT mailbox FROM folder ORDER BY 1 LIMIT 1")!
            for table in Self.withMailbox {
                try database.execute(
                    sql: "UPDATE \(table) SET mailbox = 'dana@b\u{fc}ro.example' WHERE mailbox = ?",
                    arguments: [mailbox])
            }
            try database.execute(
                sql: "UPDATE mailbox SET address = 'dana@b\u{fc}ro.example' WHERE address = ?",
                arguments: [mailbox])
            return try Int.fetchOne(database, sql: "SELECT count(*) FROM folder") ?? 0
        }
        try old.close()
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        let standard = "mira@xn--mnchen-3ya.example"
        #expect(try store.lead(typed: "mira@mu\u{308}nchen.example")?.id == LeadID(901))
        #expect(try store.lead(LeadID(901)).email.text == "Mira@xn--mnchen-3ya.example")
        #expect(try store.suppressionReason(of: EmailAddress(standard)) == "asked")
        #expect(try store.suppressionReason(of: EmailAddress("a@xn--bcher-kva.example")) == "asked")
        // One person by it: whoever looks at the second finds the suppression of both.
        #expect(try store.suppressionReason(of: store.lead(LeadID(902)).email) == "asked")
        #expect(try store.account(typed: "M\u{fc}nchen.example")?.id == AccountID(901))
        #expect(try store.mailboxes().map(\.address).contains("dana@xn--bro-hoa.example"))
        #expect(
            try store.suppressionReason(of: EmailAddress("eva@b\u{fc}ro.example")) == "forgotten")
        // Mails had gone to the address of before.
        #expect(try store.lead(typed: "anna.larsen@fjordline.example")?.id == LeadID(1))
        // What could not be written today is there as it was, and so is the second of one person.
        #expect(try store.lead(LeadID(903)).email.text == "info@H\u{c3}\u{b4}tel.example")
        var second = try store.lead(LeadID(902))
        second.fields["city"] = "M\u{fc}nchen"
        try store.update(second, now: StoreFixture.now, by: "dana", why: "-")
        _ = try store.forget(second.email, now: StoreFixture.now, by: "dana")
        #expect(try store.lead(LeadID(902)).isForgotten)
        #expect(try store.lead(LeadID(901)).isForgotten == false)
        store.close()
        let raw = try DatabaseQueue(path: file)
        let folders = try raw.read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM folder JOIN mailbox ON folder.mailbox = mailbox.address")
        }
        #expect(folders == before)
        #expect(try raw.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }.isEmpty)
    }

    private static let withMailbox = [
        "folder", "enrollment", "delivery", "reply", "setAside", "handwritten", "mailboxProbe",
        "digestMail",
    ]
}
