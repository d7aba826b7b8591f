import APISupport
import Foundation
import GRDB
import Support

/// The databases of earlier schemas that are kept as dumps.
enum SchemaFixture {
    /// A state folder with a database of `schema`, played back from its dump.
    static func folder(ofSchema schema: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder(named: "schema")
        let dump = GoldenFile("schema/schema-\(schema).sql").url
        let database = try DatabaseQueue(path: folder.path("thirdtouch.sqlite"))
        try database.writeWithoutTransaction { database in
            try database.execute(sql: String(contentsOf: dump, encoding: .utf8))
        }
        try database.close()
        return folder
    }
}
