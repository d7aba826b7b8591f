-- What schema 8 brought: imports, a hand-off that sleeps, whose turn it is.
INSERT INTO leadImport (id, file, startedAt, startedBy) VALUES (1, 'fair.csv', 1773100830000, 'dana');
UPDATE handOff SET importID = 1, importLine = 2 WHERE id = (SELECT max(id) FROM handOff);
UPDATE handOff SET disposition = 'recycled', wakeAt = 1783100830000
    WHERE id = (SELECT min(id) FROM handOff WHERE disposition IS NOT NULL);
INSERT INTO rotation (rule, turn) VALUES ('DE', 1);
