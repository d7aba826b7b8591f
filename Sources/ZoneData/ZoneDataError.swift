/// Why the rules of a zone could not be had.
package struct ZoneDataError: Error, Equatable, Sendable {
    package enum Code: String, Equatable, Sendable {
        /// No zone could be called so: empty, absolute, with `..` or with a control character.
        case badName
        /// The folder has no such zone.
        case unknownZone
        /// The file exists and can't be read.
        case unreadable
        /// The file is no TZif file that this program understands.
        case malformed
    }

    package var code: Code
    /// The name asked for, without control characters.
    package var zone: String
    /// What the file system or the file said.
    package var evidence: String
    /// Names that look like the one asked for, best first.
    package var suggestions: [String]

    package init(_ code: Code, zone: String, evidence: String = "", suggestions: [String] = []) {
        self.code = code
        self.zone = zone
        self.evidence = evidence
        self.suggestions = suggestions
    }
}

extension ZoneDataError: CustomStringConvertible {
    package var description: String {
        switch code {
        case .badName: "“\(zone)” can't be the name of a zone; write one like Europe/Berlin"
        case .unknownZone:
            suggestions.isEmpty
                ? "the zone “\(zone)” is unknown; write an IANA name like Europe/Berlin"
                : "the zone “\(zone)” is unknown; did you mean "
                    + "\(suggestions.joined(separator: " or "))?"
        case .unreadable: "the zone file of “\(zone)” can't be read (\(evidence)); reinstall tzdata"
        case .malformed: "the zone file of “\(zone)” is malformed (\(evidence)); reinstall tzdata"
        }
    }
}
