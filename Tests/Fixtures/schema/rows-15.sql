-- What schema 15 brought: what a lead's account is worth, and a rep's team.
UPDATE lead SET tier = 'A' WHERE id IN (1, 2);
UPDATE lead SET tier = 'key account' WHERE id = 5;
UPDATE rep SET team = 'north' WHERE name = 'dana';
