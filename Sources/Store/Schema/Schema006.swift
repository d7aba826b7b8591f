/// Where the server's own copies of our messages were seen.
enum Schema006 {
    static let sql = """
        ALTER TABLE delivery ADD COLUMN copyFolder TEXT;
        ALTER TABLE delivery ADD COLUMN copySeenAt INTEGER
            CHECK ((copySeenAt IS NULL) = (copyFolder IS NULL));
        CREATE INDEX deliveryCopy ON delivery(mailbox, copySeenAt) WHERE copySeenAt IS NOT NULL;
        """
}
