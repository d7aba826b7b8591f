/// No question asks for the leads of an owner by index: each import wrote it all the same.
enum Schema014 {
    static let sql = """
        DROP INDEX leadOfOwner;
        """
}
