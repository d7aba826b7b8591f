/// The ways in which a simulated world may be hostile, each on its own.
package struct Faults: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The process dies around a commit, or after a dot, and comes back.
    package static let crashes = Faults(rawValue: 1)
    /// Commits fail for want of room, for a while.
    package static let disk = Faults(rawValue: 2)
    /// The wall clock is stepped: by a day, by seconds, and back.
    package static let clock = Faults(rawValue: 4)
    /// Servers that can't be reached, refuse, put off, hang up, and give messages other names.
    package static let network = Faults(rawValue: 8)
    /// Sweeps that fail, folders that are rebuilt, cursors that are lost.
    package static let inbox = Faults(rawValue: 16)
    /// Reps who pause, resume, stop, enroll again, and suppress addresses.
    package static let reps = Faults(rawValue: 32)
    /// New versions, migrations, leads who move.
    package static let edits = Faults(rawValue: 64)

    /// Managers who correct addresses, close hand-offs and give them anew, have people forgotten, and reps on holiday.
    package static let managers = Faults(rawValue: 128)

    package static let named: [(name: String, fault: Faults)] = [
        ("crashes", .crashes), ("disk", .disk), ("clock", .clock), ("network", .network),
        ("inbox", .inbox), ("reps", .reps), ("edits", .edits), ("managers", .managers),
    ]

    package static let all = Faults(named.map(\.fault))

    /// Reads `none`, `all`, or names with commas; nil for anything else.
    package init?(named text: String) {
        switch text {
        case "none": self = []
        case "all": self = .all
        default:
            var faults: Faults = []
            for name in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
                faults.insert(known.fault)
            }
            self = faults
        }
    }

    /// Each alone.
    package var each: [Faults] { Self.named.map(\.fault).filter(contains) }
}

extension Faults: CustomStringConvertible {
    package var description: String {
        if isEmpty { return "none" }
        if self == .all { return "all" }
        return Self.named.filter { contains($0.fault) }.map(\.name).joined(separator: ",")
    }
}
