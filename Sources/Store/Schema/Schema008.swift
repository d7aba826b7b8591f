/// Hand-offs that are accepted, given to somebody else, put to sleep and woken; whose turn it is; imports.
enum Schema008 {
    static let sql = """
        CREATE TABLE leadImport (
            id INTEGER PRIMARY KEY,
            file TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            startedBy TEXT NOT NULL
        ) STRICT;

        ALTER TABLE handOff ADD COLUMN acceptedAt INTEGER;
        ALTER TABLE handOff ADD COLUMN acceptedBy TEXT
            CHECK ((acceptedBy IS NULL) = (acceptedAt IS NULL));
        ALTER TABLE handOff ADD COLUMN wakeAt INTEGER
            CHECK (wakeAt IS NULL OR disposition IS NOT NULL AND disposition = 'recycled');
        ALTER TABLE handOff ADD COLUMN wokenAt INTEGER
            CHECK (wokenAt IS NULL OR wakeAt IS NOT NULL);
        ALTER TABLE handOff ADD COLUMN recycledFromID INTEGER REFERENCES handOff(id);
        ALTER TABLE handOff ADD COLUMN importID INTEGER REFERENCES leadImport(id);
        ALTER TABLE handOff ADD COLUMN importLine INTEGER
            CHECK ((importLine IS NULL) = (importID IS NULL));
        CREATE INDEX handOffWake ON handOff(wakeAt) WHERE wakeAt IS NOT NULL AND wokenAt IS NULL;
        UPDATE handOff SET
            acceptedAt = (SELECT min(enrolledAt) FROM enrollment
                WHERE enrollment.handOffID = handOff.id AND enrolledAt > 0),
            acceptedBy = (SELECT repName FROM enrollment
                WHERE enrollment.handOffID = handOff.id AND enrolledAt > 0
                ORDER BY enrolledAt, id LIMIT 1);

        CREATE TABLE rotation (
            rule TEXT PRIMARY KEY,
            turn INTEGER NOT NULL CHECK (turn >= 0)
        ) STRICT, WITHOUT ROWID;
        """
}
