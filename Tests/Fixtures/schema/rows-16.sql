-- What schema 16 brought: an address that a lead had before.
INSERT INTO formerAddress VALUES ('anna@fjordline.example', 1, 1772520000000);
