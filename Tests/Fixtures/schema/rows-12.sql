-- What schema 12 brought: the tally of the first hand-off, and one that is judged anew.
INSERT INTO tallyScope (owner, source, sequence, once) VALUES ('dana', 'webinar', 'plan', 1);
INSERT INTO tallyCell (scopeID, class, reason, thirdTouch, isFleeting, n)
    VALUES (1, 'on-plan', NULL, 0, 0, 1), (1, 'stalled', 'task-overdue', 1, 0, 0);
INSERT INTO tallied VALUES (1, 1, 1, 0, x'0018');
INSERT INTO tallySpan VALUES (1, 0, 1774000000000, 1, NULL, 10, 1773900000000, 1),
    (1, 1774000000000, 2305843009213693951, 2, 1, 6, 1773900000000, 1);
INSERT INTO tallyGroup VALUES (1, 'all', '');
INSERT INTO tallyMinute VALUES (1, 0, 12, 1);
INSERT INTO tallyBucket VALUES (1, 0, 12, 1);
INSERT INTO tallyPast VALUES (1773300000000, 1, 1, 'rules');
INSERT INTO tallyPastCount VALUES (1773300000000, 1, 'on-plan', 1);
UPDATE tallyMark SET front = 1, judgedAt = 1773950000000, rules = 'rules', reps = '{"dana":""}';
INSERT INTO tallyChange (handOffID) VALUES (1);
