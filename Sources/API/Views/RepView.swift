package import Sequencing

/// Somebody who owns leads, and when they are away.
package struct RepView: Codable, Equatable, Sendable {
    package var name: String
    package var fullName: String
    package var access: Rep.Access
    /// Left out for none.
    package var team: String?
    /// Who does their work now: themselves, or whoever stands in; left out where nobody does.
    package var worker: String?
    /// What is in force and what is to come, the earliest first.
    package var absences: [AbsenceView]

    package init(
        name: String, fullName: String, access: Rep.Access, team: String? = nil,
        worker: String? = nil, absences: [AbsenceView] = []
    ) {
        self.name = name
        self.fullName = fullName
        self.access = access
        self.team = team
        self.worker = worker
        self.absences = absences
    }
}

package struct AbsenceView: Codable, Equatable, Sendable {
    package var id: AbsenceID
    package var from: Timestamp
    package var until: Timestamp
    /// Who stands in; left out for nobody.
    package var delegate: String?

    package init(id: AbsenceID, from: Timestamp, until: Timestamp, delegate: String? = nil) {
        self.id = id
        self.from = from
        self.until = until
        self.delegate = delegate
    }
}

/// A rep will be away.
package struct AbsenceRequest: Codable, Equatable, Sendable {
    /// Left out for now.
    package var from: Timestamp?
    package var until: Timestamp
    /// A rep's short name; left out where nobody stands in.
    package var delegate: String?

    package init(from: Timestamp? = nil, until: Timestamp, delegate: String? = nil) {
        self.from = from
        self.until = until
        self.delegate = delegate
    }
}
