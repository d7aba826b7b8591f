import GRDB
package import Sequencing

/// One published version.
package struct SequenceRow: Equatable, Sendable {
    package var version: SequenceVersion
    package var sequence: Sequencing.Sequence
    /// The file as it was published.
    package var text: String
    /// File and meaning together: what `digest` is of.
    package var content: String
    /// SHA-256 of the content, in hexadecimal; nil for versions of before there were digests.
    package var digest: String?
    package var publishedAt: Instant
    package var publishedBy: String
}

extension Store {
    /// Publishes a new version; the same text again answers the version that has it.
    package func publish(
        _ sequence: Sequencing.Sequence, text: String,
        digest: @escaping @Sendable (String) -> String, now: Instant, by actor: String
    ) throws(StoreError) -> SequenceVersion {
        let body = JSONText.encode(sequence)
        let digest = digest(SequenceRow.content(text: text, body: body))
        return try write { database in
            let last = try Row.fetchOne(
                database,
                sql: """
                    SELECT version, text FROM sequence WHERE name = ? ORDER BY version DESC LIMIT 1
                    """, arguments: [sequence.name])
            if let last, last["text"] == text {
                return SequenceVersion(name: sequence.name, version: last["version"])
            }
            let number = (last?["version"] ?? 0) + 1
            try database.execute(
                sql: """
                    INSERT INTO sequence (name, version, title, text, body, digest, publishedAt,
                        publishedBy) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    sequence.name, number, sequence.title, text, body, digest, now.milliseconds,
                    actor,
                ])
            let version = SequenceVersion(name: sequence.name, version: number)
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(), "published", why: "\(version)")
            return version
        }
    }

    /// The newest version, or the one that is named; nil when there is none.
    package func sequence(
        named name: String, version: Int? = nil
    ) throws(StoreError) -> SequenceRow? {
        try read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT * FROM sequence WHERE name = ?1 AND (?2 IS NULL OR version = ?2)
                        ORDER BY version DESC LIMIT 1
                        """), arguments: [name, version]
            ).map(SequenceRow.init)
        }
    }

    /// The newest version of each, by name.
    package func sequences() throws(StoreError) -> [SequenceRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM sequence AS a WHERE version =
                        (SELECT max(version) FROM sequence WHERE name = a.name) ORDER BY name
                    """
            ).map(SequenceRow.init)
        }
    }

    /// The names of all sequences that were ever published, in order.
    package func publishedNames() throws(StoreError) -> [String] {
        try read { database in
            try String.fetchAll(
                database.cachedStatement(sql: "SELECT DISTINCT name FROM sequence ORDER BY name"))
        }
    }
}

extension SequenceRow {
    fileprivate static func content(text: String, body: String) -> String { "\(text)\0\(body)" }

    init(_ row: Row) throws {
        guard
            let sequence = JSONText.decode(
                Sequencing.Sequence.self, from: row["body"])
        else { throw StoreError.corruptRow(table: "sequence", id: row["version"]) }
        version = SequenceVersion(name: row["name"], version: row["version"])
        self.sequence = sequence
        text = row["text"]
        content = Self.content(text: row["text"], body: row["body"])
        digest = row["digest"]
        publishedAt = Instant(milliseconds: row["publishedAt"])
        publishedBy = row["publishedBy"]
    }
}
