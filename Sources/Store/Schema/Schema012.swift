/// The touch-gap report's tally: what each hand-off will be, from when on, and how many are what.
///
/// Triggers note every hand-off of which the report could say something else; what is noted is judged anew before it
/// is counted. A new hand-off has a number above `tallyMark.front` and needs no note. A table from which the report
/// takes a fact needs its trigger here.
enum Schema012 {
    static let sql = """
        CREATE TABLE tallyMark (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            front INTEGER NOT NULL CHECK (front >= 0),
            staleThrough INTEGER NOT NULL,
            judgedAt INTEGER NOT NULL CHECK (judgedAt >= turnedAt),
            turnedAt INTEGER NOT NULL,
            turnedID INTEGER NOT NULL,
            rules TEXT NOT NULL,
            reps TEXT NOT NULL
        ) STRICT;
        INSERT INTO tallyMark VALUES (1, 0, 0, 0, 0, 0, '', '{}');

        CREATE TABLE tallyChange (
            id INTEGER PRIMARY KEY,
            handOffID INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE tallyScope (
            id INTEGER PRIMARY KEY,
            owner TEXT, source TEXT, sequence TEXT,
            untouched INTEGER NOT NULL DEFAULT 0,
            once INTEGER NOT NULL DEFAULT 0,
            twice INTEGER NOT NULL DEFAULT 0,
            threeToFive INTEGER NOT NULL DEFAULT 0,
            sixAndMore INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE UNIQUE INDEX oneTallyScope
            ON tallyScope(quote(owner), quote(source), quote(sequence));

        CREATE TABLE tallyCell (
            id INTEGER PRIMARY KEY,
            scopeID INTEGER NOT NULL REFERENCES tallyScope(id),
            class TEXT NOT NULL,
            reason TEXT,
            thirdTouch INTEGER NOT NULL CHECK (thirdTouch IN (0, 1, 2)),
            isFleeting INTEGER NOT NULL CHECK (isFleeting IN (0, 1)),
            n INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX fleetingTallyCell ON tallyCell(id) WHERE isFleeting = 1;
        CREATE UNIQUE INDEX oneTallyCell
            ON tallyCell(scopeID, class, quote(reason), thirdTouch, isFleeting);

        CREATE TABLE tallied (
            handOffID INTEGER PRIMARY KEY,
            scopeID INTEGER NOT NULL REFERENCES tallyScope(id),
            touches INTEGER NOT NULL CHECK (touches >= 0),
            skipped INTEGER NOT NULL CHECK (skipped >= 0),
            minutes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX talliedInScope ON tallied(scopeID);

        CREATE TABLE tallySpan (
            handOffID INTEGER NOT NULL REFERENCES tallied(handOffID),
            fromAt INTEGER NOT NULL,
            untilAt INTEGER NOT NULL CHECK (untilAt > fromAt),
            cellID INTEGER NOT NULL REFERENCES tallyCell(id),
            beforeID INTEGER REFERENCES tallyCell(id),
            urgency INTEGER NOT NULL,
            sinceAt INTEGER NOT NULL,
            touches INTEGER NOT NULL,
            PRIMARY KEY (handOffID, fromAt),
            CHECK ((fromAt = 0) = (beforeID IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tallyTurn ON tallySpan(fromAt, handOffID, beforeID, cellID) WHERE fromAt > 0;
        CREATE INDEX tallyList
            ON tallySpan(urgency, sinceAt, handOffID, fromAt, untilAt, cellID, touches);
        CREATE INDEX tallyOfCell
            ON tallySpan(cellID, sinceAt, handOffID, fromAt, untilAt, touches, urgency);

        CREATE TABLE tallyGroup (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('all', 'owner', 'source')),
            name TEXT NOT NULL,
            UNIQUE (kind, name)
        ) STRICT;
        CREATE TABLE tallyMinute (
            groupID INTEGER NOT NULL REFERENCES tallyGroup(id),
            series INTEGER NOT NULL,
            minutes INTEGER NOT NULL,
            n INTEGER NOT NULL,
            PRIMARY KEY (groupID, series, minutes)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tallyBucket (
            groupID INTEGER NOT NULL REFERENCES tallyGroup(id),
            series INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            n INTEGER NOT NULL,
            PRIMARY KEY (groupID, series, bucket)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tallyPast (
            asOfAt INTEGER PRIMARY KEY,
            front INTEGER NOT NULL CHECK (front >= 0),
            isWhole INTEGER NOT NULL CHECK (isWhole IN (0, 1)),
            rules TEXT NOT NULL
        ) STRICT;
        CREATE TABLE tallyPastCount (
            asOfAt INTEGER NOT NULL REFERENCES tallyPast(asOfAt),
            scopeID INTEGER NOT NULL REFERENCES tallyScope(id),
            class TEXT NOT NULL,
            n INTEGER NOT NULL,
            PRIMARY KEY (asOfAt, scopeID, class)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER tallyHandOff AFTER UPDATE ON handOff
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.id); END;
        CREATE TRIGGER tallyEnrolled AFTER INSERT ON enrollment
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID); END;
        CREATE TRIGGER tallyEnrollment AFTER UPDATE ON enrollment
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID); END;
        CREATE TRIGGER tallyMoved AFTER UPDATE OF handOffID ON enrollment
            WHEN NEW.handOffID <> OLD.handOffID
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (OLD.handOffID); END;
        CREATE TRIGGER tallyDelivery AFTER UPDATE OF state, dueAt ON delivery
            WHEN NEW.state NOT IN ('queued', 'submitting', 'committing')
                OR OLD.state NOT IN ('queued', 'submitting', 'committing')
                OR NEW.dueAt <> OLD.dueAt
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID); END;
        CREATE TRIGGER tallyTask AFTER UPDATE OF state, handOffID ON task
            WHEN NEW.state <> OLD.state OR NEW.handOffID <> OLD.handOffID
        BEGIN
            INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID);
            INSERT INTO tallyChange (handOffID)
                SELECT OLD.handOffID WHERE NEW.handOffID <> OLD.handOffID;
        END;
        CREATE TRIGGER tallyAsked AFTER INSERT ON task WHEN NEW.replyID IS NOT NULL
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID); END;
        CREATE TRIGGER tallyTouched AFTER INSERT ON touch
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID); END;
        CREATE TRIGGER tallyTouch AFTER UPDATE ON touch
        BEGIN
            INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID);
            INSERT INTO tallyChange (handOffID)
                SELECT OLD.handOffID WHERE NEW.handOffID <> OLD.handOffID;
        END;
        CREATE TRIGGER tallyReplied AFTER INSERT ON reply WHEN NEW.handOffID IS NOT NULL
        BEGIN INSERT INTO tallyChange (handOffID) VALUES (NEW.handOffID); END;
        CREATE TRIGGER tallyReply AFTER UPDATE ON reply
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT NEW.handOffID WHERE NEW.handOffID IS NOT NULL;
            INSERT INTO tallyChange (handOffID)
                SELECT OLD.handOffID WHERE OLD.handOffID IS NOT NULL
                    AND OLD.handOffID IS NOT NEW.handOffID;
        END;
        CREATE TRIGGER tallyLead AFTER UPDATE ON lead
        BEGIN
            INSERT INTO tallyChange (handOffID) SELECT id FROM handOff WHERE leadID = NEW.id;
        END;
        CREATE TRIGGER tallyAccount AFTER UPDATE OF zone ON account
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT handOff.id FROM lead JOIN handOff ON handOff.leadID = lead.id
                WHERE lead.accountID = NEW.id;
        END;
        CREATE TRIGGER tallySuppressed AFTER INSERT ON suppression
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT handOff.id FROM lead JOIN handOff ON handOff.leadID = lead.id
                WHERE lead.key = NEW.key;
        END;
        CREATE TRIGGER tallySuppressedDomain AFTER INSERT ON suppression
            WHEN substr(NEW.key, 1, 1) = '@'
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT handOff.id FROM lead JOIN handOff ON handOff.leadID = lead.id
                WHERE substr(lead.key, instr(lead.key, '@')) = NEW.key;
        END;
        CREATE TRIGGER tallyUnsuppressed AFTER DELETE ON suppression
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT handOff.id FROM lead JOIN handOff ON handOff.leadID = lead.id
                WHERE lead.key = OLD.key;
        END;
        CREATE TRIGGER tallyUnsuppressedDomain AFTER DELETE ON suppression
            WHEN substr(OLD.key, 1, 1) = '@'
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT handOff.id FROM lead JOIN handOff ON handOff.leadID = lead.id
                WHERE substr(lead.key, instr(lead.key, '@')) = OLD.key;
        END;

        CREATE INDEX replyReferral ON reply(handOffID)
            WHERE intentKind IN ('referral', 'wrong-person');
        CREATE TRIGGER tallyNamed AFTER UPDATE OF key ON lead
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT handOffID FROM reply
                WHERE intentKind IN ('referral', 'wrong-person') AND handOffID IS NOT NULL;
        END;
        CREATE TRIGGER tallyNamedAnew AFTER DELETE ON suppression
        BEGIN
            INSERT INTO tallyChange (handOffID)
                SELECT handOffID FROM reply
                WHERE intentKind IN ('referral', 'wrong-person') AND handOffID IS NOT NULL;
        END;
        """
}
