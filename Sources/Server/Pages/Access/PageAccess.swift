import Sequencing
import Synchronization

/// Who may open the page: one-time links, and the sessions that come of them.
///
/// All of it is in memory, by the digest of each secret: a restart logs everybody out, and nothing that lies
/// on a disk or in a backup opens the page (docs/decisions/0033-log-in-by-link.md).
package final class PageAccess: Sendable {
    /// From being made to being used.
    package static let linkLife: Duration = .minutes(10)
    /// Without a request.
    package static let idleLimit: Duration = .minutes(60)
    /// From log-in, whatever is done.
    package static let longestSession: Duration = .hours(12)
    /// Of one Unix user; the oldest gives way.
    static let mostLinks = 5
    static let mostSessions = 10

    /// What a session is, as one request needs it.
    struct Session: Equatable, Sendable {
        let userID: UInt32
        /// Must come back with every form.
        let formToken: String
        let startedAt: Duration
        var lastSeenAt: Duration
        /// To be shown once, on the next page.
        var notice: Notice?
    }

    /// What became of what somebody asked for.
    struct Notice: Equatable, Sendable {
        var isDone: Bool
        var text: String
        /// What to do about it; empty for nothing.
        var advice = ""
    }

    private struct Link: Sendable {
        var userID: UInt32
        var madeAt: Duration
    }

    private struct Doors: Sendable {
        var links: [String: Link] = [:]
        var sessions: [String: Session] = [:]

        mutating func forget(now: Duration) {
            links = links.filter { now - $0.value.madeAt < PageAccess.linkLife }
            sessions = sessions.filter {
                now - $0.value.lastSeenAt < PageAccess.idleLimit
                    && now - $0.value.startedAt < PageAccess.longestSession
            }
        }
    }

    private let doors = Mutex(Doors())
    /// Time that nobody can step, so that no session lives longer for a clock that was put back.
    private let uptime: @Sendable () -> Duration
    /// 32 bytes that nobody can guess.
    private let secret: @Sendable () -> [UInt8]

    package init(
        uptime: @escaping @Sendable () -> Duration, secret: @escaping @Sendable () -> [UInt8]
    ) {
        self.uptime = uptime
        self.secret = secret
    }

    /// A new link's secret for a Unix user: 64 hexadecimal digits, good once.
    func link(for userID: UInt32) -> String {
        let (now, token) = (uptime(), secret().hexadecimal)
        doors.withLock { doors in
            doors.forget(now: now)
            let mine = doors.links.filter { $0.value.userID == userID }
            if mine.count >= Self.mostLinks,
                let oldest = mine.min(by: { $0.value.madeAt < $1.value.madeAt })
            {
                doors.links[oldest.key] = nil
            }
            doors.links[Self.digest(token)] = Link(userID: userID, madeAt: now)
        }
        return token
    }

    /// Whose link it is, while it is good; looking does not use it up.
    func owner(ofLink token: String) -> UInt32? {
        let now = uptime()
        return doors.withLock { doors in
            doors.forget(now: now)
            return doors.links[Self.digest(token)]?.userID
        }
    }

    /// Uses a link up; nil when it was used, is too old, or never was. The session's secret.
    func redeem(link token: String) -> String? {
        let now = uptime()
        let (session, formToken) = (secret().hexadecimal, secret().hexadecimal)
        return doors.withLock { doors in
            doors.forget(now: now)
            guard let link = doors.links.removeValue(forKey: Self.digest(token)) else { return nil }
            let mine = doors.sessions.filter { $0.value.userID == link.userID }
            if mine.count >= Self.mostSessions,
                let oldest = mine.min(by: { $0.value.lastSeenAt < $1.value.lastSeenAt })
            {
                doors.sessions[oldest.key] = nil
            }
            doors.sessions[Self.digest(session)] = Session(
                userID: link.userID, formToken: formToken, startedAt: now, lastSeenAt: now)
            return session
        }
    }

    /// The session of a cookie, seen now; nil when it is over or never was.
    func session(_ token: String) -> Session? {
        let now = uptime()
        return doors.withLock { doors in
            doors.forget(now: now)
            let key = Self.digest(token)
            doors.sessions[key]?.lastSeenAt = now
            return doors.sessions[key]
        }
    }

    func end(session token: String) {
        doors.withLock { $0.sessions[Self.digest(token)] = nil }
    }

    func leave(_ notice: Notice, in token: String) {
        doors.withLock { $0.sessions[Self.digest(token)]?.notice = notice }
    }

    /// What is to be shown, once.
    func takeNotice(of token: String) -> Notice? {
        doors.withLock { doors in
            let key = Self.digest(token)
            let notice = doors.sessions[key]?.notice
            doors.sessions[key]?.notice = nil
            return notice
        }
    }

    /// Looked up by digest: how long the look takes says nothing about the secret.
    private static func digest(_ token: String) -> String {
        SHA256.digest(Array(token.utf8)).hexadecimal
    }
}

extension [UInt8] {
    /// Two small digits for each byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension String {
    /// Whether two secrets are the same, in a time that does not tell where they differ.
    func isSameSecret(as other: String) -> Bool {
        let (left, right) = (Array(utf8), Array(other.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
