import MailMessage
import Sequencing
import Synchronization

/// How often the tally is kept: it rests longer than it works, since everything else comes first.
final class TallyPace: Sendable {
    /// Three parts of rest to one of work.
    private static let restFactor = 3
    /// So many hand-offs that are not counted yet are a long way, told of so often.
    static let longWay: Int64 = 20_000
    private static let tellingRest: Duration = .seconds(30)
    /// While nothing is left to do, changes are gathered for so long.
    private static let gathering: Duration = .seconds(1)

    private struct State: Sendable {
        var isWorking = false
        var isMore = false
        var restsUntil: Duration = .zero
        var rules: String?
        var circumstances: Circumstances?
        var reps: [String: String] = [:]
        /// When a long way was told of.
        var toldAt: Duration?
    }

    /// What a judgement may hang on of reps.
    struct Circumstances: Equatable, Sendable {
        var reps: [String: Rep]
        var absences: Absences
    }

    enum Progress { case silent, going, arrived }

    private let state = Mutex(State())

    /// False while it is being kept, and while it rests.
    func begin(uptime: Duration) -> Bool {
        state.withLock { state in
            guard !state.isWorking, uptime >= state.restsUntil else { return false }
            state.isWorking = true
            return true
        }
    }

    func end(uptime: Duration, took: Duration, isMore: Bool) {
        state.withLock { state in
            state.isWorking = false
            state.isMore = isMore
            state.restsUntil = uptime + (isMore ? took * Self.restFactor : Self.gathering)
        }
    }

    /// How long it still rests, when there is more to do after it.
    func rest(uptime: Duration) -> Duration? {
        state.withLock { state in
            state.isMore && !state.isWorking ? max(.zero, state.restsUntil - uptime) : nil
        }
    }

    /// What is asked of zones and holidays takes a while and changes when the engine is told so.
    func rules(_ make: () -> String) -> String {
        if let known = state.withLock({ $0.rules }) { return known }
        let made = make()
        state.withLock { $0.rules = made }
        return made
    }

    /// By name: another text whenever something else may be judged of a rep's hand-offs.
    func reps(_ circumstances: Circumstances) -> [String: String] {
        if let known = state.withLock({ $0.circumstances == circumstances ? $0.reps : nil }) {
            return known
        }
        let absences = Dictionary(grouping: circumstances.absences.all, by: \.rep)
        let made = circumstances.reps.mapValues { rep in
            var rep = rep
            // In which team a rep is says whom a report counts, and nothing of any hand-off.
            rep.team = nil
            return ContentDigest.of("\(rep) \(absences[rep.name] ?? [])")
        }
        state.withLock { ($0.circumstances, $0.reps) = (circumstances, made) }
        return made
    }

    /// What is to be told when so many hand-offs are not counted yet.
    func progress(left: Int64, isMore: Bool, uptime: Duration) -> Progress {
        state.withLock { state in
            guard isMore else {
                defer { state.toldAt = nil }
                return state.toldAt == nil ? .silent : .arrived
            }
            guard left >= Self.longWay || state.toldAt != nil,
                state.toldAt.map({ uptime - $0 >= Self.tellingRest }) ?? true
            else { return .silent }
            state.toldAt = uptime
            return .going
        }
    }

    func forgetRules() { state.withLock { $0.rules = nil } }
}
