/// Mail that reps write by hand, the names that servers gave our messages, what the rules saw in a reply,
/// and what a person made of it.
enum Schema005 {
    static let sql = """
        CREATE TABLE handwritten (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL REFERENCES mailbox(address),
            identity TEXT NOT NULL,
            messageID TEXT,
            folder TEXT NOT NULL,
            subject TEXT NOT NULL,
            sentAt INTEGER NOT NULL,
            recordedAt INTEGER NOT NULL,
            UNIQUE (mailbox, identity)
        ) STRICT;
        CREATE INDEX handwrittenName ON handwritten(messageID) WHERE messageID IS NOT NULL;

        CREATE TABLE handwrittenTo (
            handwrittenID INTEGER NOT NULL REFERENCES handwritten(id),
            leadID INTEGER NOT NULL REFERENCES lead(id),
            PRIMARY KEY (handwrittenID, leadID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX handwrittenToLead ON handwrittenTo(leadID);

        CREATE TABLE providerID (
            messageID TEXT PRIMARY KEY,
            deliveryID INTEGER NOT NULL REFERENCES delivery(id),
            folder TEXT NOT NULL,
            learnedAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE touchOfAnyKind (
            id INTEGER PRIMARY KEY,
            handOffID INTEGER NOT NULL REFERENCES handOff(id),
            leadID INTEGER NOT NULL REFERENCES lead(id),
            enrollmentID INTEGER,
            step INTEGER,
            channel TEXT NOT NULL CHECK (channel IN ('email','call','linkedin','task')),
            isHuman INTEGER NOT NULL CHECK (isHuman IN (0, 1)),
            happenedAt INTEGER NOT NULL,
            deliveryID INTEGER UNIQUE REFERENCES delivery(id),
            taskID INTEGER UNIQUE REFERENCES task(id),
            handwrittenID INTEGER REFERENCES handwritten(id),
            takenBackAt INTEGER,
            takenBackByID INTEGER REFERENCES reply(id),
            UNIQUE (handwrittenID, leadID),
            CHECK ((deliveryID IS NOT NULL) + (taskID IS NOT NULL)
                + (handwrittenID IS NOT NULL) = 1),
            CHECK (takenBackByID IS NULL OR takenBackAt IS NOT NULL)
        ) STRICT;
        INSERT INTO touchOfAnyKind (id, handOffID, leadID, enrollmentID, step, channel, isHuman,
                happenedAt, deliveryID, taskID, takenBackAt)
            SELECT id, handOffID, leadID, enrollmentID, step, channel, isHuman, happenedAt,
                deliveryID, taskID, takenBackAt FROM touch;
        DROP TABLE touch;
        ALTER TABLE touchOfAnyKind RENAME TO touch;
        CREATE INDEX touchOfHandOff ON touch(handOffID, happenedAt);

        ALTER TABLE enrollment ADD COLUMN enrolledAt INTEGER NOT NULL DEFAULT 0;
        UPDATE enrollment SET enrolledAt = coalesce(
            (SELECT min(at) FROM history WHERE history.leadID = enrollment.leadID
                AND history.enrollmentID = enrollment.id), 0);

        ALTER TABLE delivery ADD COLUMN bouncedByID INTEGER REFERENCES reply(id);

        ALTER TABLE reply ADD COLUMN matchRule TEXT NOT NULL DEFAULT 'address';
        UPDATE reply SET matchRule = 'message-id' WHERE matchedBy LIKE 'it quotes our message%';
        ALTER TABLE reply ADD COLUMN handwrittenID INTEGER REFERENCES handwritten(id);
        ALTER TABLE reply ADD COLUMN originalMessageID TEXT;
        ALTER TABLE reply ADD COLUMN quote TEXT NOT NULL DEFAULT '';
        ALTER TABLE reply ADD COLUMN signature TEXT NOT NULL DEFAULT '';
        ALTER TABLE reply ADD COLUMN disclaimer TEXT NOT NULL DEFAULT '';
        ALTER TABLE reply ADD COLUMN intent TEXT;
        ALTER TABLE reply ADD COLUMN intentKind TEXT CHECK ((intentKind IS NULL) = (intent IS NULL));
        ALTER TABLE reply ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE reply ADD COLUMN readClass TEXT;
        ALTER TABLE reply ADD COLUMN correctedAt INTEGER
            CHECK ((correctedAt IS NULL) = (readClass IS NULL));
        ALTER TABLE reply ADD COLUMN correctedBy TEXT
            CHECK ((correctedBy IS NULL) = (readClass IS NULL));
        ALTER TABLE reply ADD COLUMN correctedWhy TEXT;
        CREATE INDEX replyName ON reply(messageID) WHERE messageID IS NOT NULL;
        CREATE INDEX historyOfReply ON history(replyID) WHERE replyID IS NOT NULL;
        CREATE INDEX taskOfReply ON task(replyID) WHERE replyID IS NOT NULL;
        """
}
