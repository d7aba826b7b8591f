/// Reps who are away and who stands in; what a report of an earlier day is read from; people who are there twice.
enum Schema010 {
    static let sql = """
        CREATE TABLE absence (
            id INTEGER PRIMARY KEY,
            repName TEXT NOT NULL REFERENCES rep(name),
            fromAt INTEGER NOT NULL,
            untilAt INTEGER NOT NULL,
            delegate TEXT REFERENCES rep(name),
            recordedAt INTEGER NOT NULL,
            recordedBy TEXT NOT NULL,
            endedAt INTEGER,
            endedBy TEXT,
            CHECK (fromAt < untilAt),
            CHECK (delegate IS NOT repName),
            CHECK ((endedBy IS NULL) = (endedAt IS NULL))
        ) STRICT;
        CREATE INDEX absenceOfRep ON absence(repName, untilAt);

        CREATE INDEX historyOfHandOff ON history(handOffID, id)
            WHERE event IN ('assigned', 'accepted', 'disposed', 'rejected', 'reopened');
        CREATE INDEX historyOfRest ON history(handOffID, id)
            WHERE fromState >= 'paused' AND fromState < 'pausee'
                OR toState >= 'paused' AND toState < 'pausee';
        CREATE INDEX historyOfMailbox ON history(mailbox, id)
            WHERE mailbox IS NOT NULL AND leadID IS NULL;

        ALTER TABLE lead ADD COLUMN phoneSign TEXT;
        ALTER TABLE lead ADD COLUMN profileSign TEXT;
        UPDATE lead SET
            phoneSign = nullif(ltrim(replace(replace(replace(replace(replace(replace(
                json_extract(fields, '$.phone'), ' ', ''), '-', ''), '/', ''), '.', ''), '(', ''),
                ')', ''), '+0'), ''),
            profileSign = nullif(rtrim(replace(replace(replace(lower(
                json_extract(fields, '$.linkedin')), 'https://', ''), 'http://', ''), 'www.', ''),
                '/'), '')
            WHERE json_extract(fields, '$.phone') IS NOT NULL
                OR json_extract(fields, '$.linkedin') IS NOT NULL;
        CREATE INDEX leadPhone ON lead(phoneSign) WHERE phoneSign IS NOT NULL;
        CREATE INDEX leadProfile ON lead(profileSign) WHERE profileSign IS NOT NULL;
        """
}
