/// Copies that a mailbox's server does not keep itself are kept by us: who is owed one, and since when it is there.
///
/// The lane's question "whose turn is it?" is answered by an index alone: it reads no row that must wait, so that
/// a long queue costs no more than a short one. And a lead's messages are few: when they left is no part of their
/// index, which every commit point would have to write.
enum Schema009 {
    static let sql = """
        DROP INDEX deliveryTurn;
        CREATE INDEX deliveryTurn
            ON delivery(mailbox, urgency, dueAt, enrollmentID, notBeforeAt)
            WHERE state = 'queued';
        DROP INDEX deliveryOfLead;
        CREATE INDEX deliveryOfLead ON delivery(leadID);

        ALTER TABLE delivery ADD COLUMN copyOwedAt INTEGER;
        ALTER TABLE delivery ADD COLUMN copyKeptAt INTEGER
            CHECK (copyKeptAt IS NULL OR copyOwedAt IS NOT NULL);
        CREATE INDEX deliveryCopyOwed ON delivery(mailbox, copyOwedAt)
            WHERE copyOwedAt IS NOT NULL AND copyKeptAt IS NULL;
        """
}
