import HTTPTypes
import Synchronization
import Testing

@testable import Server

/// Links and sessions of the page, with time and secrets given.
@Suite struct PageAccessTests {
    /// A clock that the test moves, and secrets that count.
    final class Bench: Sendable {
        private let time = Mutex(Duration.zero)
        private let count = Mutex(UInt8(0))

        func pass(_ span: Duration) { time.withLock { $0 += span } }

        var access: PageAccess {
            PageAccess(
                uptime: { self.time.withLock { $0 } },
                secret: {
                    let number = self.count.withLock { count in
                        count += 1
                        return count
                    }
                    return [UInt8](repeating: number, count: 32)
                })
        }
    }

    @Test("A link logs its own user in, once; looking at it does not use it up")
    func once() throws {
        let access = Bench().access
        let link = access.link(for: 1000)
        #expect(access.owner(ofLink: link) == 1000)
        #expect(access.owner(ofLink: link) == 1000)
        let session = try #require(access.redeem(link: link))
        #expect(access.session(session)?.userID == 1000)
        #expect(access.redeem(link: link) == nil)
        #expect(access.owner(ofLink: link) == nil)
        #expect(access.session(link) == nil)
    }

    @Test(
        "A link is good for ten minutes and not a second longer",
        arguments: [(Duration.seconds(599), true), (.seconds(600), false)])
    func linkLife(age: Duration, isGood: Bool) {
        let bench = Bench()
        let access = bench.access
        let link = access.link(for: 1000)
        bench.pass(age)
        #expect((access.redeem(link: link) != nil) == isGood)
    }

    @Test(
        "A session ends an hour after the last request",
        arguments: [(Duration.seconds(3599), true), (.seconds(3600), false)])
    func idle(rest: Duration, isOpen: Bool) throws {
        let bench = Bench()
        let access = bench.access
        let session = try #require(access.redeem(link: access.link(for: 1000)))
        bench.pass(.seconds(3000))
        #expect(access.session(session) != nil)
        bench.pass(rest)
        #expect((access.session(session) != nil) == isOpen)
    }

    @Test("A session ends twelve hours after log-in, however busy it is")
    func absolute() throws {
        let bench = Bench()
        let access = bench.access
        let session = try #require(access.redeem(link: access.link(for: 1000)))
        for _ in 0..<23 {
            bench.pass(.minutes(30))
            #expect(access.session(session) != nil)
        }
        bench.pass(.minutes(30))
        #expect(access.session(session) == nil)
    }

    @Test("Logging out ends the session of that browser alone")
    func logOut() throws {
        let access = Bench().access
        let first = try #require(access.redeem(link: access.link(for: 1000)))
        let second = try #require(access.redeem(link: access.link(for: 1000)))
        access.end(session: first)
        #expect(access.session(first) == nil)
        #expect(access.session(second) != nil)
        #expect(access.session(second)?.formToken.count == 64)
    }

    @Test("Of many links and sessions of one user the oldest give way, and others' stay")
    func limits() throws {
        let bench = Bench()
        let access = bench.access
        let stranger = try #require(access.redeem(link: access.link(for: 7)))
        var links: [String] = []
        for _ in 0...PageAccess.mostLinks {
            links.append(access.link(for: 1000))
            bench.pass(.seconds(1))
        }
        #expect(
            links.map { access.owner(ofLink: $0) != nil } == [false]
                + links.dropFirst().map { _ in true })
        var sessions: [String] = []
        for _ in 0...PageAccess.mostSessions {
            sessions.append(try #require(access.redeem(link: access.link(for: 1000))))
            bench.pass(.seconds(1))
        }
        #expect(access.session(sessions[0]) == nil)
        #expect(access.session(sessions[1]) != nil)
        #expect(access.session(stranger) != nil)
    }

    @Test("A notice is shown once, and to its own session alone")
    func notice() throws {
        let access = Bench().access
        let mine = try #require(access.redeem(link: access.link(for: 1000)))
        let other = try #require(access.redeem(link: access.link(for: 1000)))
        access.leave(PageAccess.Notice(isDone: true, text: "Done."), in: mine)
        #expect(access.takeNotice(of: other) == nil)
        #expect(access.takeNotice(of: mine)?.text == "Done.")
        #expect(access.takeNotice(of: mine) == nil)
    }

    @Test(
        "The cookie is read strictly",
        arguments: [
            ("__Host-thirdtouch=\(String(repeating: "a", count: 64))", true),
            ("x=1; __Host-thirdtouch=\(String(repeating: "0", count: 64)); y=2", true),
            ("thirdtouch=\(String(repeating: "a", count: 64))", false),
            ("__Host-thirdtouch=\(String(repeating: "A", count: 64))", false),
            ("__Host-thirdtouch=\(String(repeating: "a", count: 63))", false),
            ("__Host-thirdtouch=", false), ("", false),
        ])
    func cookie(text: String, isToken: Bool) {
        #expect((PageCookie.token(in: [.cookie: text]) != nil) == isToken)
    }
}

extension Duration {
    fileprivate static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}
