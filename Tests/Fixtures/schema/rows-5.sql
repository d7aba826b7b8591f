-- What schema 5 brought: mail by hand, servers' names for our messages, what the rules saw, corrections.
INSERT INTO handwritten (id, mailbox, identity, messageID, folder, subject, sentAt, recordedAt) VALUES
    (1, 'dana@northwind.example', 'hand.1@northwind.example', 'hand.1@northwind.example', 'Sent', 'Before the fair',
    1773100806000, 1773100807000);
INSERT INTO handwrittenTo (handwrittenID, leadID) VALUES (1, 8), (1, 2);
INSERT INTO providerID (messageID, deliveryID, folder, learnedAt) VALUES
    ('0102018f@eu-west-1.provider.example', 5, 'Sent', 1773100808000);
INSERT INTO touch (handOffID, leadID, channel, isHuman, happenedAt, handwrittenID) VALUES
    (8, 8, 'email', 1, 1773100806000, 1);
UPDATE touch SET takenBackAt = 1773100809000, takenBackByID = 7 WHERE deliveryID = 5;
UPDATE delivery SET state = 'bounced', bouncedByID = 7 WHERE id = 5;
UPDATE reply SET intent = '{"kind":"interested","evidence":"Thursday suits me"}', intentKind = 'interested',
    quote = '> Did you see my mail?', signature = 'Anna', disclaimer = 'Confidential.',
    originalMessageID = NULL, findings = '[{"evidence":"no rule for machines fits","fits":true,"rule":"person"}]',
    matchRule = 'message-id' WHERE id = 5;
UPDATE reply SET readClass = '{"person":{}}', correctedAt = 1773100810000, correctedBy = 'omar',
    correctedWhy = 'an assistant', class = '{"autoReply":{"_0":{"form":"acknowledgement"}}}', kind = 'auto-reply'
    WHERE id = 6;
UPDATE reply SET handwrittenID = 1 WHERE id = 7;
UPDATE enrollment SET enrolledAt = 1773100800000 WHERE id = 13;
