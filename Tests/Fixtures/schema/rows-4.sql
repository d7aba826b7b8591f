-- What schema 4 brought: cursors that know what the folder held, and messages that were set aside.
UPDATE folder SET uidNext = lastUID + 1, messageCount = 2;
INSERT INTO folder (mailbox, name, uidValidity, lastUID) VALUES ('omar@northwind.example', 'Sent', 7, 11);
INSERT INTO setAside (id, mailbox, folder, uidValidity, uid, sizeBytes, cause, file, at) VALUES
    (1, 'omar@northwind.example', 'INBOX', 355679251, 9, 31457280, 'it is larger than 25 MB',
    'omar_northwind.example-INBOX-355679251-9.eml', 1773100804000),
    (2, 'omar@northwind.example', 'INBOX', 355679251, 10, 5000, 'its parts are nested too deep', NULL, 1773100805000);
