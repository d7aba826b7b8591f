/// What a lead's account is worth, and the team of a rep as the configuration names it.
///
/// The index has those alone of whom it was said: it is what the page offers to choose from, and an import without tiers
/// does not write it.
enum Schema015 {
    static let sql = """
        ALTER TABLE lead ADD COLUMN tier TEXT CHECK (tier <> '');
        CREATE INDEX leadOfTier ON lead(tier) WHERE tier IS NOT NULL;
        ALTER TABLE rep ADD COLUMN team TEXT CHECK (team <> '');
        """
}
