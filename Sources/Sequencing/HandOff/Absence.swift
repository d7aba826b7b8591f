/// A time in which a rep is away, and who stands in.
///
/// No clock pauses for it: what is late stays late, and only who must act changes.
package struct Absence: Equatable, Codable, Sendable {
    package var id: AbsenceID
    package var rep: String
    package var from: Instant
    package var until: Instant
    /// Nil where nobody stands in.
    package var delegate: String?

    package init(id: AbsenceID, rep: String, from: Instant, until: Instant, delegate: String?) {
        self.id = id
        self.rep = rep
        self.from = from
        self.until = until
        self.delegate = delegate
    }

    package func isInForce(at now: Instant) -> Bool { from <= now && now < until }
}

/// The absences of an installation, asked for who is there.
package struct Absences: Equatable, Sendable {
    package var all: [Absence]

    package init(_ all: [Absence] = []) { self.all = all }

    package func current(of rep: String, at now: Instant) -> Absence? {
        all.first { $0.rep == rep && $0.isInForce(at: now) }
    }

    /// Who does the rep's work: the rep, or whoever stands in and is there; nil where nobody is.
    package func worker(for rep: String, at now: Instant) -> String? {
        var asked: Set<String> = []
        var name = rep
        while let absence = current(of: name, at: now) {
            guard asked.insert(name).inserted, let delegate = absence.delegate else { return nil }
            name = delegate
        }
        return name
    }

    /// Those whose work the rep does at that moment beside their own, by name.
    package func absentees(leftTo rep: String, at now: Instant) -> [String] {
        Set(all.filter { $0.isInForce(at: now) }.map(\.rep)).filter {
            $0 != rep && worker(for: $0, at: now) == rep
        }.sorted()
    }
}
