-- What schema 7 brought: what a restored backup left open.
UPDATE enrollment SET restoredAt = 1773187200000 WHERE id IN (2, 8);
INSERT INTO setting (name, value) VALUES ('line', '00112233445566ff'),
    ('restored', '{"at":1773187200000,"copyAt":1773100810000}');
