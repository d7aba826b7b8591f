import API
import Sequencing

/// Who asks: the person behind the peer's Unix user, and what they may do.
struct Caller: Equatable, Sendable {
    /// The rep's short name, or `uid 1000` for somebody the configuration does not name.
    var name: String
    var access: Rep.Access
    /// Whether the name is that of a rep.
    var isRep: Bool
    /// Reps who are away and whose work this one does.
    var absentees: [String] = []
    /// The Unix user; nil for whoever did not come over the socket.
    var userID: UInt32?

    /// Whether everybody's leads may be seen and moved.
    var seesAll: Bool {
        switch access {
        case .manager, .marketing, .admin: true
        case .rep: false
        }
    }

    /// Whose leads the caller may see and move; nil for everybody's.
    var reach: Set<String>? { seesAll ? nil : Set(absentees).union([name]) }

    /// Whether what belongs to `owner` is the caller's to see and move.
    func reaches(owner: String?) -> Bool {
        guard let reach else { return true }
        return owner.map(reach.contains) ?? false
    }

    /// The owner to which lists are narrowed: nil for all.
    func scope(asked: String?) throws(APIError) -> String? {
        if seesAll { return asked }
        guard asked == nil || asked == name || absentees.contains(asked ?? "") else {
            throw APIError(
                .notAllowed, "\(name) may see their own leads only",
                advice: "leave --rep out, or ask a manager")
        }
        return asked ?? name
    }

    /// Refuses what belongs to somebody else.
    func mustReach(owner: String?, what: String) throws(APIError) {
        guard reaches(owner: owner) else {
            throw APIError(
                .notAllowed,
                "\(what) belongs to \(owner ?? "nobody"), and \(name) is not a manager",
                advice: "ask \(owner ?? "a manager")")
        }
    }

    /// Refuses people who only look on.
    func mustMoveLeads() throws(APIError) {
        guard access != .marketing else {
            throw APIError(
                .notAllowed, "\(name) has the role marketing, which hands over and looks",
                advice: "ask the rep or a manager")
        }
    }

    /// Refuses everybody but the administrator: what leaves the daemon's own files.
    func mustBeAdmin(_ what: String) throws(APIError) {
        guard access == .admin else {
            throw APIError(
                .notAllowed, "\(name) may not \(what)", advice: "ask the administrator")
        }
    }

    /// Refuses reps, who take a lead on by enrolling it.
    func mustHandOver() throws(APIError) {
        guard seesAll else {
            throw APIError(
                .notAllowed, "\(name) may not hand leads over",
                advice: "take a lead on: thirdtouch enroll LEAD --sequence NAME, or ask a manager")
        }
    }

    func mustAdminister(_ what: String) throws(APIError) {
        guard access == .admin || access == .manager else {
            throw APIError(
                .notAllowed, "\(name) may not \(what)", advice: "ask a manager or the administrator"
            )
        }
    }
}
