-- What schema 2 brought: zones of companies, hot hand-offs, pauses, digests, enrollments beside others, settings.
UPDATE account SET zone = 'Europe/Oslo' WHERE id = 1;
UPDATE handOff SET isHot = 1 WHERE id = 9;
UPDATE mailbox SET pauseCause = 'person', pauseWhy = 'trade fair', pausedAt = 1773100800000,
    pausedUntilAt = 1773360000000, trustedSinceAt = 1772500000000 WHERE address = 'dana@northwind.example';
UPDATE mailbox SET pauseCause = 'breaker', pauseWhy = '3 of 20 came back', pausedAt = 1773100800000
    WHERE address = 'omar@northwind.example';
UPDATE enrollment SET isRestart = 1, anchorAt = anchorAt + 3600000 WHERE id = 8;
INSERT INTO enrollment (id, leadID, handOffID, sequenceName, sequenceVersion, mailbox, repName, startAt, changedAt, state,
    step, dueAt, wakeAt, anchorAt, isBeside) VALUES
    (13, 10, 10, 're-engagement', 1, 'omar@northwind.example', 'omar', 1773100800000, 1773100800000, 'waiting', 0,
    1773273600000, 1773273600000, 1773100800000, 1);
INSERT INTO setting (name, value) VALUES ('calendar', '4f1d');
