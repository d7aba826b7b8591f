/// The first schema. Never edited once it has been released: a change is a new file and number.
///
/// The CHECKs repeat the state machines of `Sequencing`: a row that no machine could have written
/// can't be written. Instants end in `At` and are UTC milliseconds; keys of other tables end in `ID`.
enum Schema001 {
    static let sql = """
        CREATE TABLE rep (
            name TEXT PRIMARY KEY,
            fullName TEXT NOT NULL,
            email TEXT, phone TEXT, signature TEXT, zone TEXT,
            userID INTEGER,
            access TEXT NOT NULL CHECK (access IN ('rep','manager','marketing','admin')),
            isActive INTEGER NOT NULL CHECK (isActive IN (0, 1))
        ) STRICT;

        CREATE TABLE mailbox (
            address TEXT PRIMARY KEY,
            repName TEXT NOT NULL REFERENCES rep(name),
            isActive INTEGER NOT NULL CHECK (isActive IN (0, 1)),
            downCause TEXT, downSinceAt INTEGER,
            fenceCause TEXT, fenceSinceAt INTEGER,
            sweepNumber INTEGER NOT NULL DEFAULT 0,
            sweepStartedAt INTEGER, sweepCompletedAt INTEGER,
            nextSlotAt INTEGER NOT NULL DEFAULT 0,
            CHECK ((downCause IS NULL) = (downSinceAt IS NULL)),
            CHECK ((fenceCause IS NULL) = (fenceSinceAt IS NULL))
        ) STRICT;

        CREATE TABLE folder (
            mailbox TEXT NOT NULL REFERENCES mailbox(address),
            name TEXT NOT NULL,
            uidValidity INTEGER NOT NULL,
            lastUID INTEGER NOT NULL,
            PRIMARY KEY (mailbox, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            domain TEXT UNIQUE,
            name TEXT
        ) STRICT;

        CREATE TABLE lead (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            email TEXT NOT NULL,
            accountID INTEGER REFERENCES account(id),
            owner TEXT REFERENCES rep(name),
            country TEXT, zone TEXT,
            role TEXT NOT NULL,
            fields TEXT NOT NULL,
            createdAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX leadOfAccount ON lead(accountID);
        CREATE INDEX leadOfOwner ON lead(owner);

        CREATE TABLE handOff (
            id INTEGER PRIMARY KEY,
            leadID INTEGER NOT NULL REFERENCES lead(id),
            source TEXT,
            owner TEXT REFERENCES rep(name),
            givenAt INTEGER NOT NULL,
            givenBy TEXT NOT NULL,
            disposition TEXT, disposedAt INTEGER,
            refusal TEXT,
            CHECK ((disposition IS NULL) = (disposedAt IS NULL))
        ) STRICT;
        CREATE INDEX handOffOfLead ON handOff(leadID);
        CREATE UNIQUE INDEX oneOpenHandOff ON handOff(leadID) WHERE disposition IS NULL;

        CREATE TABLE sequence (
            name TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            body TEXT NOT NULL,
            publishedAt INTEGER NOT NULL,
            publishedBy TEXT NOT NULL,
            PRIMARY KEY (name, version)
        ) STRICT;

        CREATE TABLE enrollment (
            id INTEGER PRIMARY KEY,
            leadID INTEGER NOT NULL REFERENCES lead(id),
            handOffID INTEGER NOT NULL REFERENCES handOff(id),
            sequenceName TEXT NOT NULL,
            sequenceVersion INTEGER NOT NULL,
            mailbox TEXT REFERENCES mailbox(address),
            repName TEXT NOT NULL REFERENCES rep(name),
            startAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            revision INTEGER NOT NULL DEFAULT 1,
            state TEXT NOT NULL
                CHECK (state IN ('waiting','sending','at-task','held','paused','ended')),
            step INTEGER CHECK (step >= 0),
            dueAt INTEGER,
            wakeAt INTEGER,
            deliveryID INTEGER,
            taskID INTEGER,
            holdReason TEXT,
            pauseCause TEXT,
            untilAt INTEGER,
            outcome TEXT,
            FOREIGN KEY (sequenceName, sequenceVersion) REFERENCES sequence(name, version),
            CHECK ((state = 'ended') = (outcome IS NOT NULL)),
            CHECK ((state = 'ended') = (step IS NULL)),
            CHECK ((state IN ('waiting','at-task')) = (dueAt IS NOT NULL)),
            CHECK ((state = 'sending') = (deliveryID IS NOT NULL)),
            CHECK ((state = 'at-task') = (taskID IS NOT NULL)),
            CHECK ((state = 'held') = (holdReason IS NOT NULL)),
            CHECK ((state = 'paused') = (pauseCause IS NOT NULL)),
            CHECK (untilAt IS NULL OR state = 'paused'),
            CHECK (state <> 'waiting' OR wakeAt = dueAt),
            CHECK (state <> 'paused' OR wakeAt IS untilAt),
            CHECK (wakeAt IS NULL OR state IN ('waiting','paused','at-task'))
        ) STRICT;
        CREATE INDEX enrollmentWake ON enrollment(wakeAt) WHERE wakeAt IS NOT NULL;
        CREATE INDEX enrollmentOfLead ON enrollment(leadID);
        CREATE INDEX enrollmentOfHandOff ON enrollment(handOffID);
        CREATE INDEX enrollmentInState ON enrollment(state) WHERE state <> 'ended';
        CREATE UNIQUE INDEX oneLiveEnrollment ON enrollment(leadID)
            WHERE state <> 'ended' AND (state <> 'paused' OR untilAt IS NOT NULL);

        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            enrollmentID INTEGER NOT NULL REFERENCES enrollment(id),
            leadID INTEGER NOT NULL REFERENCES lead(id),
            handOffID INTEGER NOT NULL REFERENCES handOff(id),
            step INTEGER NOT NULL,
            mailbox TEXT NOT NULL REFERENCES mailbox(address),
            sender TEXT NOT NULL,
            recipient TEXT NOT NULL,
            messageID TEXT NOT NULL UNIQUE,
            parentMessageID TEXT,
            subject TEXT NOT NULL,
            bytes BLOB NOT NULL,
            needsFence INTEGER NOT NULL CHECK (needsFence IN (0, 1)),
            dueAt INTEGER NOT NULL,
            queuedAt INTEGER NOT NULL,
            notBeforeAt INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued','submitting','committing','accepted',
                'refused','in-doubt','withdrawn','bounced')),
            attempt INTEGER NOT NULL CHECK (attempt >= 0),
            committedAt INTEGER,
            settledAt INTEGER,
            waitsFor TEXT,
            serverReply TEXT,
            CHECK (state NOT IN ('committing','in-doubt','accepted','bounced')
                OR committedAt IS NOT NULL),
            CHECK (state NOT IN ('accepted','refused','withdrawn','bounced')
                OR settledAt IS NOT NULL),
            CHECK (state NOT IN ('submitting','committing') OR attempt > 0)
        ) STRICT;
        CREATE UNIQUE INDEX oneDeliveryPerStep ON delivery(enrollmentID, step)
            WHERE state <> 'withdrawn';
        CREATE INDEX deliveryQueue ON delivery(mailbox, notBeforeAt) WHERE state = 'queued';
        CREATE INDEX deliveryOpen ON delivery(state)
            WHERE state IN ('queued','submitting','committing','in-doubt');
        CREATE INDEX deliveryCap ON delivery(mailbox, committedAt) WHERE committedAt IS NOT NULL;
        CREATE INDEX deliveryTo ON delivery(recipient);
        CREATE INDEX deliveryOfHandOff ON delivery(handOffID);

        CREATE TABLE task (
            id INTEGER PRIMARY KEY,
            leadID INTEGER NOT NULL REFERENCES lead(id),
            handOffID INTEGER NOT NULL REFERENCES handOff(id),
            enrollmentID INTEGER REFERENCES enrollment(id),
            replyID INTEGER,
            step INTEGER,
            repName TEXT NOT NULL REFERENCES rep(name),
            channel TEXT NOT NULL CHECK (channel IN ('email','call','linkedin','task')),
            script TEXT NOT NULL,
            dueAt INTEGER NOT NULL,
            expiresAt INTEGER,
            state TEXT NOT NULL
                CHECK (state IN ('open','done','skipped','expired','cancelled')),
            outcome TEXT, note TEXT,
            closedAt INTEGER, closedBy TEXT,
            CHECK ((state = 'open') = (closedAt IS NULL)),
            CHECK ((state = 'done') = (outcome IS NOT NULL)),
            CHECK ((enrollmentID IS NULL) = (step IS NULL))
        ) STRICT;
        CREATE INDEX taskOpen ON task(repName, dueAt) WHERE state = 'open';
        CREATE INDEX taskOfEnrollment ON task(enrollmentID);
        CREATE INDEX taskOfHandOff ON task(handOffID);

        CREATE TABLE touch (
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
            takenBackAt INTEGER,
            CHECK ((deliveryID IS NULL) <> (taskID IS NULL))
        ) STRICT;
        CREATE INDEX touchOfHandOff ON touch(handOffID, happenedAt);

        CREATE TABLE reply (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL REFERENCES mailbox(address),
            folder TEXT NOT NULL,
            uid INTEGER NOT NULL,
            digest TEXT NOT NULL,
            messageID TEXT,
            fromAddress TEXT NOT NULL,
            subject TEXT NOT NULL,
            class TEXT NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            bytes BLOB,
            arrivedAt INTEGER NOT NULL,
            recordedAt INTEGER NOT NULL,
            leadID INTEGER NOT NULL REFERENCES lead(id),
            handOffID INTEGER REFERENCES handOff(id),
            enrollmentID INTEGER REFERENCES enrollment(id),
            deliveryID INTEGER REFERENCES delivery(id),
            matchedBy TEXT NOT NULL,
            answeredAt INTEGER,
            UNIQUE (mailbox, digest)
        ) STRICT;
        CREATE INDEX replyOfLead ON reply(leadID);
        CREATE INDEX replyOpen ON reply(handOffID) WHERE kind = 'person' AND answeredAt IS NULL;

        CREATE TABLE suppression (
            key TEXT PRIMARY KEY,
            reason TEXT NOT NULL,
            author TEXT NOT NULL,
            evidence TEXT,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            leadID INTEGER, handOffID INTEGER, enrollmentID INTEGER,
            deliveryID INTEGER, taskID INTEGER, replyID INTEGER, mailbox TEXT,
            event TEXT NOT NULL,
            fromState TEXT, toState TEXT,
            why TEXT NOT NULL
        ) STRICT;
        CREATE INDEX historyOfLead ON history(leadID, id);
        CREATE TRIGGER historyIsAppendOnlyUpdate BEFORE UPDATE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        CREATE TRIGGER historyIsAppendOnlyDelete BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        """
}
