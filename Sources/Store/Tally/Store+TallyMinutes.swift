import Foundation
import GRDB
package import Sequencing

/// How many values of each series lie in which bucket (`MinuteBucket`), and where their minutes are kept.
package struct TalliedBuckets: Sendable {
    /// By series, in the order of the buckets and each once.
    package var bySeries: [Int: [(bucket: Int, n: Int)]]
    fileprivate var groups: [Int64]

    /// What several groups have in one bucket is one count: each was read in order, and not all of them.
    fileprivate mutating func merge() {
        bySeries = bySeries.mapValues { counts in
            counts.reduce(into: [:]) { $0[$1.bucket, default: 0] += $1.n }
                .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }
}

extension Store {
    /// Nil where the values of such a scope are not counted apart: then they have to be read.
    package func talliedBuckets(
        in scope: HandOffScope
    ) throws(StoreError) -> TalliedBuckets? {
        var wanted: [TallyWriter.Group] = []
        switch (scope.owners, scope.source, scope.sequence) {
        case (nil, nil, nil): wanted = [.all]
        case (let owners?, nil, nil):
            wanted = owners.sorted().map { TallyWriter.Group(kind: .owner, name: $0) }
        case (nil, let source?, nil): wanted = [TallyWriter.Group(kind: .source, name: source)]
        default: return nil
        }
        return try read { [wanted] database in
            let known = try database.tallyGroups()
            var found = TalliedBuckets(bySeries: [:], groups: wanted.compactMap { known[$0] })
            for group in found.groups {
                try NumberRows.each(
                    "SELECT series, bucket, n FROM tallyBucket WHERE groupID = ? AND n <> 0",
                    [group], in: database
                ) { row in
                    found.bySeries[Int(row[0]), default: []].append((Int(row[1]), Int(row[2])))
                    return true
                }
            }
            if found.groups.count > 1 { found.merge() }
            return found
        }
    }

    /// How many values of a series are what, of those in a range of minutes.
    package func talliedMinutes(
        of series: Int, _ range: ClosedRange<Int>, in buckets: TalliedBuckets
    ) throws(StoreError) -> [Int: Int] {
        try read { database in
            var found: [Int: Int] = [:]
            let statement = try database.cachedStatement(
                sql: """
                    SELECT minutes, n FROM tallyMinute
                    WHERE groupID = ? AND series = ? AND minutes BETWEEN ? AND ?
                    """)
            for group in buckets.groups {
                let rows = try Row.fetchCursor(
                    statement,
                    arguments: [group, series, range.lowerBound, range.upperBound])
                while let row = try rows.next() { found[row[0], default: 0] += row[1] }
            }
            return found
        }
    }

    /// Counts the values of the scope's hand-offs one by one.
    package func countMinutes(
        in scope: HandOffScope, into counts: inout MinuteCounts
    ) throws(StoreError) {
        var found = counts
        try read { database in
            let pages = try tallyBook.read(database)
            let statement = try database.cachedStatement(
                sql: "SELECT handOffID, minutes FROM tallied WHERE scopeID = ?")
            for (place, each) in pages.scopes.enumerated() where scope.contains(each) {
                let rows = try Row.fetchCursor(statement, arguments: [place + 1])
                while let row = try rows.next() {
                    guard let values = MinuteBytes.decode(row[1] as Data) else {
                        throw StoreError.corruptRow(table: "tallied", id: row[0])
                    }
                    for value in values { found.count(value, 1) }
                }
            }
        }
        counts = found
    }
}
