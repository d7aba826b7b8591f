/// Cursors that know what the folder held, and messages that were set aside.
enum Schema004 {
    static let sql = """
        ALTER TABLE folder ADD COLUMN uidNext INTEGER CHECK (uidNext > lastUID);
        ALTER TABLE folder ADD COLUMN messageCount INTEGER
            CHECK (messageCount >= 0 AND (messageCount IS NULL) = (uidNext IS NULL));

        CREATE TABLE setAside (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL REFERENCES mailbox(address),
            folder TEXT NOT NULL,
            uidValidity INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            sizeBytes INTEGER NOT NULL,
            cause TEXT NOT NULL,
            file TEXT,
            at INTEGER NOT NULL,
            UNIQUE (mailbox, folder, uidValidity, uid)
        ) STRICT;

        CREATE INDEX replyOfMessageID ON reply(mailbox, messageID) WHERE messageID IS NOT NULL;
        """
}
