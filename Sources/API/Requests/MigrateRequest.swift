/// Enrollments on older versions are to go to another one.
package struct MigrateRequest: Codable, Equatable, Sendable {
    /// Left out for the newest version.
    package var version: Int?
    /// Only those on this version; left out for all others.
    package var from: Int?
    /// Old step id to new step id, or to `end`.
    package var stepMap: [String: String]
    /// Whether it is to be done; otherwise it is only shown.
    package var isApplied: Bool

    package init(
        version: Int? = nil, from: Int? = nil, stepMap: [String: String] = [:],
        isApplied: Bool = false
    ) {
        self.version = version
        self.from = from
        self.stepMap = stepMap
        self.isApplied = isApplied
    }
}
