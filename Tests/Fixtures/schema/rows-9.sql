-- What schema 9 brought: copies of sent messages that we keep ourselves.
UPDATE delivery SET copyOwedAt = 1773187200000, copyKeptAt = 1773187230000
    WHERE id = (SELECT max(id) FROM delivery WHERE state = 'accepted');
