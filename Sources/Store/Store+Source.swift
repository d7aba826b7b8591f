import GRDB

extension Store {
    /// Where hand-offs came from, by name, at most `limit` of them.
    package func sources(limit: Int) throws(StoreError) -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT source FROM handOff WHERE source IS NOT NULL
                    ORDER BY source LIMIT ?
                    """, arguments: [limit])
        }
    }
}
