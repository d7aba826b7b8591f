/// Where the server's own copies of our messages were seen, what probes of mailboxes have shown, and people
/// whose data were erased.
///
/// The history stays append-only but for one thing: while somebody is forgotten, its words may be
/// replaced, and nothing else of a line.
enum Schema006 {
    static let sql = """
        ALTER TABLE delivery ADD COLUMN copyFolder TEXT;
        ALTER TABLE delivery ADD COLUMN copySeenAt INTEGER
            CHECK ((copySeenAt IS NULL) = (copyFolder IS NULL));
        CREATE INDEX deliveryCopy ON delivery(mailbox, copySeenAt) WHERE copySeenAt IS NOT NULL;

        CREATE TABLE mailboxProbe (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL REFERENCES mailbox(address),
            state TEXT NOT NULL CHECK (state IN ('queued','sent','finished')),
            askedAt INTEGER NOT NULL,
            askedBy TEXT NOT NULL,
            messageID TEXT UNIQUE,
            committedAt INTEGER,
            finishedAt INTEGER,
            findings TEXT NOT NULL,
            CHECK ((messageID IS NULL) = (committedAt IS NULL)),
            CHECK (state <> 'queued' OR committedAt IS NULL),
            CHECK (state <> 'sent' OR committedAt IS NOT NULL),
            CHECK ((state = 'finished') = (finishedAt IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX oneOpenProbe ON mailboxProbe(mailbox) WHERE state <> 'finished';
        CREATE INDEX probeOfMailbox ON mailboxProbe(mailbox, committedAt);

        ALTER TABLE lead ADD COLUMN forgottenAt INTEGER;

        DROP TRIGGER historyIsAppendOnlyUpdate;
        CREATE TRIGGER historyIsAppendOnlyUpdate BEFORE UPDATE ON history
            WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'erasing')
                OR NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor
                OR NEW.leadID IS NOT OLD.leadID OR NEW.handOffID IS NOT OLD.handOffID
                OR NEW.enrollmentID IS NOT OLD.enrollmentID
                OR NEW.deliveryID IS NOT OLD.deliveryID OR NEW.taskID IS NOT OLD.taskID
                OR NEW.replyID IS NOT OLD.replyID OR NEW.mailbox IS NOT OLD.mailbox
                OR NEW.event IS NOT OLD.event OR NEW.fromState IS NOT OLD.fromState
                OR NEW.toState IS NOT OLD.toState
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        """
}
