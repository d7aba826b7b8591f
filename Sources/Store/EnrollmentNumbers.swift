import GRDB
import Sequencing

/// Which numbers of enrollments count as given out.
///
/// An enrollment's number stands in its Message-IDs, tags and opt-out links (`e57.0.1…`), and whoever got a message keeps those.
/// A database that was put back does not know which numbers were given out after it was copied. To give one of them to somebody
/// else would make the answer, the bounce and the opt-out of the one the other's. So after a restore they begin anew, far
/// behind all that can have been (docs/decisions/0047).
enum EnrollmentNumbers {
    static let settingName = "enrollment-numbers-until"

    /// More than are given out between a copy and its restore.
    private static let margin: Int64 = 1_000_000
    /// 2020-01-01 in UTC. Tenths of a second since then tell two restores of one copy apart.
    private static let epochMilliseconds: Int64 = 1_577_836_800_000

    /// The last one that counts as given out when a database whose newest is `newest` is put back.
    static func reserved(after newest: Int64, now: Instant) -> Int64 {
        max(newest + margin, (now.milliseconds - epochMilliseconds) / 100)
    }
}

extension Database {
    /// The newest number that was given out, or may have been.
    func newestEnrollment() throws -> Int64 {
        try Int64.fetchOne(
            cachedStatement(
                sql: """
                    SELECT max(coalesce((SELECT max(id) FROM enrollment), 0),
                        coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?), 0))
                    """), arguments: [EnrollmentNumbers.settingName]) ?? 0
    }

    func reserveEnrollmentNumbers(until number: Int64) throws {
        try execute(
            sql: """
                INSERT INTO setting (name, value) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """, arguments: [EnrollmentNumbers.settingName, "\(number)"])
    }
}
