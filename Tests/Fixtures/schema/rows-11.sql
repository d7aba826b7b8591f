-- What schema 11 brought: tokens, an answer that is kept, digests that were mailed, and one with nothing to say.
INSERT INTO apiToken (id, name, hash, scopes, createdAt, createdBy, lastUsedAt)
    VALUES (1, 'webform', '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', 'hand-off:write',
        1773100830000, 'dana', 1773100890000);
INSERT INTO apiToken (id, name, hash, scopes, createdAt, createdBy, revokedAt, revokedBy)
    VALUES (2, 'old', 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9', 'report:read',
        1773100830000, 'dana', 1773100890000, 'dana');
INSERT INTO intakeAnswer (tokenID, key, digest, answer, answeredAt) VALUES (1, 'fair-1', '00', '[]', 1773100890000);
INSERT INTO digestMail (receiver, kind, period, mailbox, state, queuedAt, endsAt, notBeforeAt, committedAt, settledAt,
        serverReply, gaps)
    SELECT repName, 'weekly', '2026-03-09', address, 'sent', 1773100830000, 1773619200000, 1773100830000, 1773100831000,
        1773100832000, '250 2.0.0 taken', '1' FROM mailbox ORDER BY address LIMIT 1;
INSERT INTO digestMail (receiver, kind, period, mailbox, state, queuedAt, endsAt, notBeforeAt, settledAt, serverReply)
    SELECT repName, 'daily', '2026-03-10', address, 'empty', 1773187230000, 1773273600000, 1773187230000, 1773187231000,
        'there was nothing to say' FROM mailbox ORDER BY address LIMIT 1;
