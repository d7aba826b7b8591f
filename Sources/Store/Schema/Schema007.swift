/// What a restored backup can't know: enrollments that may have gone on since it was made.
enum Schema007 {
    static let sql = """
        ALTER TABLE enrollment ADD COLUMN restoredAt INTEGER;
        CREATE INDEX enrollmentRestored ON enrollment(restoredAt) WHERE restoredAt IS NOT NULL;
        """
}
