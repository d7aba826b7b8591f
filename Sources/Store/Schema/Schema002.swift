/// Lanes with priorities, limits and pauses; steps known by their id, so that an enrollment can move to
/// another version of its sequence; moments that can be derived again.
enum Schema002 {
    static let sql = """
        ALTER TABLE account ADD COLUMN zone TEXT;

        ALTER TABLE handOff ADD COLUMN isHot INTEGER NOT NULL DEFAULT 0 CHECK (isHot IN (0, 1));

        ALTER TABLE mailbox ADD COLUMN pauseCause TEXT
            CHECK (pauseCause IN ('person', 'breaker'));
        ALTER TABLE mailbox ADD COLUMN pauseWhy TEXT
            CHECK ((pauseWhy IS NULL) = (pauseCause IS NULL));
        ALTER TABLE mailbox ADD COLUMN pausedAt INTEGER
            CHECK ((pausedAt IS NULL) = (pauseCause IS NULL));
        ALTER TABLE mailbox ADD COLUMN pausedUntilAt INTEGER
            CHECK (pausedUntilAt IS NULL OR pauseCause IS NOT NULL);
        ALTER TABLE mailbox ADD COLUMN trustedSinceAt INTEGER NOT NULL DEFAULT 0;

        ALTER TABLE sequence ADD COLUMN digest TEXT;
        CREATE TRIGGER versionNeverChanges
            BEFORE UPDATE OF name, version, title, text, body ON sequence
        BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
        CREATE TRIGGER versionIsNeverDeleted BEFORE DELETE ON sequence
        BEGIN SELECT RAISE(ABORT, 'a published version is never deleted'); END;

        ALTER TABLE enrollment ADD COLUMN anchorAt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE enrollment ADD COLUMN isRestart INTEGER NOT NULL DEFAULT 0
            CHECK (isRestart IN (0, 1));
        ALTER TABLE enrollment ADD COLUMN isBeside INTEGER NOT NULL DEFAULT 0
            CHECK (isBeside IN (0, 1));
        UPDATE enrollment SET anchorAt = max(changedAt, startAt);
        DROP INDEX oneLiveEnrollment;
        CREATE UNIQUE INDEX oneLiveEnrollment ON enrollment(leadID)
            WHERE state <> 'ended' AND (state <> 'paused' OR untilAt IS NOT NULL)
                AND isBeside = 0;
        CREATE UNIQUE INDEX oneLiveOnSequence ON enrollment(leadID, sequenceName)
            WHERE state <> 'ended' AND (state <> 'paused' OR untilAt IS NOT NULL);
        CREATE INDEX enrollmentOfMailbox ON enrollment(mailbox) WHERE state <> 'ended';

        ALTER TABLE delivery ADD COLUMN stepID TEXT NOT NULL DEFAULT '';
        ALTER TABLE delivery ADD COLUMN domain TEXT NOT NULL DEFAULT '';
        ALTER TABLE delivery ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0
            CHECK (urgency IN (0, 1, 2));
        UPDATE delivery SET
            stepID = (SELECT json_extract(sequence.body, '$.steps[' || delivery.step || '].id')
                FROM enrollment JOIN sequence ON sequence.name = enrollment.sequenceName
                    AND sequence.version = enrollment.sequenceVersion
                WHERE enrollment.id = delivery.enrollmentID),
            domain = lower(substr(recipient, instr(recipient, '@') + 1)),
            urgency = iif(step = 0, 2, 0);
        DROP INDEX oneDeliveryPerStep;
        CREATE UNIQUE INDEX oneDeliveryPerStep ON delivery(enrollmentID, stepID)
            WHERE state <> 'withdrawn';
        CREATE INDEX deliveryTurn ON delivery(mailbox, urgency, dueAt, enrollmentID)
            WHERE state = 'queued';
        CREATE INDEX deliveryToDomain ON delivery(mailbox, domain, committedAt)
            WHERE committedAt IS NOT NULL;
        CREATE INDEX deliveryOfLead ON delivery(leadID, committedAt);
        CREATE INDEX deliverySettled ON delivery(mailbox, settledAt) WHERE settledAt IS NOT NULL;

        ALTER TABLE task ADD COLUMN stepID TEXT;
        UPDATE task SET
            stepID = (SELECT json_extract(sequence.body, '$.steps[' || task.step || '].id')
                FROM enrollment JOIN sequence ON sequence.name = enrollment.sequenceName
                    AND sequence.version = enrollment.sequenceVersion
                WHERE enrollment.id = task.enrollmentID)
            WHERE enrollmentID IS NOT NULL;

        CREATE TABLE setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX complaintOfMailbox ON reply(mailbox, recordedAt) WHERE kind = 'complaint';
        """
}
