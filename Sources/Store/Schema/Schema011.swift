/// API tokens, what was answered to a hand-off over HTTP, and the digests that were mailed.
enum Schema011 {
    static let sql = """
        CREATE TABLE apiToken (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE,
            scopes TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            createdBy TEXT NOT NULL,
            lastUsedAt INTEGER,
            revokedAt INTEGER,
            revokedBy TEXT,
            CHECK ((revokedAt IS NULL) = (revokedBy IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX oneLiveToken ON apiToken(name) WHERE revokedAt IS NULL;

        CREATE TABLE intakeAnswer (
            tokenID INTEGER NOT NULL REFERENCES apiToken(id),
            key TEXT NOT NULL,
            digest TEXT NOT NULL,
            answer TEXT NOT NULL,
            answeredAt INTEGER NOT NULL,
            PRIMARY KEY (tokenID, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX intakeAnswerAge ON intakeAnswer(answeredAt);

        CREATE TABLE digestMail (
            id INTEGER PRIMARY KEY,
            receiver TEXT NOT NULL REFERENCES rep(name),
            kind TEXT NOT NULL CHECK (kind IN ('daily', 'weekly')),
            period TEXT NOT NULL,
            mailbox TEXT NOT NULL REFERENCES mailbox(address),
            state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'empty', 'failed')),
            queuedAt INTEGER NOT NULL,
            endsAt INTEGER NOT NULL,
            notBeforeAt INTEGER NOT NULL,
            committedAt INTEGER,
            settledAt INTEGER,
            serverReply TEXT,
            gaps TEXT,
            UNIQUE (receiver, kind, period),
            CHECK (state NOT IN ('queued', 'empty') OR committedAt IS NULL),
            CHECK (state <> 'sent' OR committedAt IS NOT NULL),
            CHECK (state <> 'queued' OR settledAt IS NULL)
        ) STRICT;
        CREATE INDEX digestMailQueue ON digestMail(mailbox, id) WHERE state = 'queued';
        CREATE INDEX digestMailCap ON digestMail(mailbox, committedAt)
            WHERE committedAt IS NOT NULL;
        """
}
