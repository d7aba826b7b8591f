-- What schema 10 brought: a rep who is away, and one who came back earlier.
INSERT INTO absence (id, repName, fromAt, untilAt, delegate, recordedAt, recordedBy)
    VALUES (1, (SELECT min(name) FROM rep), 1773100830000, 1773700830000, NULL, 1773000830000, 'dana');
INSERT INTO absence (id, repName, fromAt, untilAt, delegate, recordedAt, recordedBy, endedAt, endedBy)
    VALUES (2, (SELECT min(name) FROM rep), 1774100830000, 1774700830000, NULL, 1773000830000, 'dana',
        1774200830000, 'dana');
