-- What schema 6 brought: copies seen in Sent, probes of mailboxes, people who were forgotten.
UPDATE delivery SET copyFolder = 'Sent', copySeenAt = 1773100811000 WHERE id = 6;
INSERT INTO mailboxProbe (id, mailbox, state, askedAt, askedBy, messageID, committedAt, finishedAt, findings) VALUES
    (1, 'dana@northwind.example', 'finished', 1773100812000, 'dana', 'p1@northwind.example', 1773100813000, 1773100819000,
    '{}'),
    (2, 'omar@northwind.example', 'queued', 1773100820000, 'omar', NULL, NULL, NULL, '{}');
UPDATE lead SET forgottenAt = 1773100821000 WHERE id = 14;
