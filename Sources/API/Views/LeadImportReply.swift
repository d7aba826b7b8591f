/// What became of a part of a table.
package struct LeadImportReply: Codable, Equatable, Sendable {
    /// To be sent with the next part; left out as long as nothing was added.
    package var batch: Int?
    /// Leads added and handed over; in a dry run, that would be.
    package var added: Int
    /// Lines whose address was a lead before; nothing of it was changed.
    package var known: Int
    /// Lines that were left out, in the order of the file.
    package var problems: [LeadImportProblem]

    package init(
        batch: Int? = nil, added: Int, known: Int, problems: [LeadImportProblem] = []
    ) {
        self.batch = batch
        self.added = added
        self.known = known
        self.problems = problems
    }
}

/// Why a line was left out, and what to do.
package struct LeadImportProblem: Codable, Equatable, Sendable {
    package enum Code: String, Codable, CaseIterable, Sendable {
        /// The line is no row of the table.
        case row
        /// A value can't be taken.
        case value
        /// The address stands in an earlier line.
        case repeated
        /// The address may never be contacted.
        case suppressed
    }

    /// Of the file, from 1.
    package var line: Int
    package var code: Code
    /// The column's name here; empty when the whole line is meant.
    package var field: String
    package var message: String
    package var advice: String

    package init(line: Int, code: Code, field: String = "", message: String, advice: String) {
        self.line = line
        self.code = code
        self.field = field
        self.message = message
        self.advice = advice
    }
}
