/// Why an account is covered less than its numbers say.
package enum CoverageMark: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// One person alone has been touched.
    case singleThreaded = "single-threaded"
    /// Nobody has more than two touches, however many people there are.
    case shallow
    /// The last touch of anybody was more than thirty days ago.
    case stale
    /// Nobody has been touched.
    case untouched
}
