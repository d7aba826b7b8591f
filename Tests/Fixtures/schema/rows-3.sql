-- What schema 3 brought: the words of the classes. A soft bounce and a delay, as its program wrote them.
INSERT INTO reply (id, mailbox, folder, uid, digest, messageID, fromAddress, subject, class, kind, text, bytes, arrivedAt,
    recordedAt, leadID, handOffID, enrollmentID, deliveryID, matchedBy) VALUES
    (7, 'dana@northwind.example', 'INBOX', 3, 'd7', 'soft.1@mx.nordby.example', 'mailer-daemon@mx.nordby.example',
    'Mailbox full', '{"bounce":{"_0":{"diagnostic":"452 4.2.2 full","recipients":[{"address":"hugo.lind@nordby.example","severity":"soft","status":"4.2.2"}],"severity":"soft","status":"4.2.2"}}}',
    'bounce', 'full', x'46726f6d', 1773100800000, 1773100801000, 8, 8, 8, 5, 'it quotes our message of step 1'),
    (8, 'dana@northwind.example', 'INBOX', 4, 'd8', 'late.1@mx.nordby.example', 'mailer-daemon@mx.nordby.example',
    'Delayed', '{"bounce":{"_0":{"diagnostic":"451 4.4.1 later","recipients":[{"address":"hugo.lind@nordby.example","severity":"delayed","status":"4.4.1"}],"severity":"delayed","status":"4.4.1"}}}',
    'delay', 'late', x'46726f6d', 1773100802000, 1773100803000, 8, 8, 8, 5, 'it quotes our message of step 1');
