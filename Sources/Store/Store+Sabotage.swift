#if DEBUG
import GRDB

extension Store {
    /// Runs SQL as it is: for the mutations that the simulator must catch. Not in release builds.
    package func sabotage(_ sql: String) throws(StoreError) {
        try write { database in try database.execute(sql: sql) }
    }
}
#endif
