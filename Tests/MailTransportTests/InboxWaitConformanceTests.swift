import Foundation
import MailTransport
import Sequencing
import Testing

/// What every transport in promises of the wait between two sweeps.
struct InboxWaitConformanceTests {
    @Test("New mail ends the wait within two seconds", arguments: InboxKind.allCases)
    func newMailWakes(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let cursors = site.inbox.sweep(from: []).cursors()
        let delivery = Later(after: .milliseconds(300))
        let deliver = site.deliver
        var arrived = ContinuousClock.now
        let news = delivery.run(
            {
                arrived = ContinuousClock.now
                try deliver(TestMessages.plain(1), "INBOX")
            }, during: { site.inbox.waitForNews(timeout: .seconds(20)) })
        #expect(news == .somethingChanged)
        #expect(ContinuousClock.now - arrived < .seconds(2))
        #expect(site.inbox.sweep(from: cursors).messages.count == 1)
    }

    @Test(
        "Mail that came between the sweep and the wait ends it at once",
        arguments: InboxKind.allCases)
    func nothingIsMissed(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        _ = site.inbox.sweep(from: [])
        try site.deliver(TestMessages.plain(1))
        let start = ContinuousClock.now
        #expect(site.inbox.waitForNews(timeout: .seconds(20)) == .somethingChanged)
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test("Without news the wait ends with its timeout", arguments: InboxKind.allCases)
    func timeout(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        _ = site.inbox.sweep(from: [])
        #expect(site.inbox.waitForNews(timeout: .milliseconds(400)) == .nothing)
    }

    @Test(
        "A cancel from another thread ends the wait, and the inbox works on",
        arguments: InboxKind.allCases)
    func cancel(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        let cursors = site.inbox.sweep(from: []).cursors()
        let canceller = site.inbox.waitCanceller
        let start = ContinuousClock.now
        let news = Later(after: .milliseconds(300)).run(
            { canceller.cancel() }, during: { site.inbox.waitForNews(timeout: .seconds(30)) })
        #expect(news == .cancelled)
        #expect(ContinuousClock.now - start < .seconds(3))
        try site.deliver(TestMessages.plain(1))
        #expect(site.inbox.sweep(from: cursors).messages.count == 1)
        #expect(site.inbox.waitForNews(timeout: .milliseconds(300)) == .nothing)
    }

    @Test("A cancel before the wait is not lost", arguments: InboxKind.allCases)
    func earlyCancel(_ kind: InboxKind) throws {
        let site = try kind.makeSite()
        site.inbox.cancelWait()
        site.inbox.cancelWait()
        #expect(site.inbox.waitForNews(timeout: .seconds(30)) == .cancelled)
        _ = site.inbox.sweep(from: [])
        #expect(site.inbox.waitForNews(timeout: .milliseconds(300)) == .nothing)
    }
}

/// An act on another thread while this one is blocked.
private struct Later {
    let delay: DispatchTimeInterval

    init(after delay: DispatchTimeInterval) { self.delay = delay }

    /// Runs `act` after the delay, on another thread, while `wait` blocks this one.
    func run<Result>(_ act: () throws -> Void, during wait: () -> Result) -> Result {
        withoutActuallyEscaping(act) { act in
            let box = UncheckedAct(act)
            let isDone = DispatchSemaphore(value: 0)
            DispatchQueue.global().asyncAfter(deadline: .now() + delay) {
                do { try box.run() } catch { Issue.record("\(error)") }
                isDone.signal()
            }
            let result = wait()
            isDone.wait()
            return result
        }
    }
}

/// Unchecked because the semaphore above orders the two threads: the act is over, and let go of, before the
/// test goes on.
private final class UncheckedAct: @unchecked Sendable {
    private var act: (() throws -> Void)?

    init(_ act: @escaping () throws -> Void) { self.act = act }

    func run() throws {
        defer { act = nil }
        try act?()
    }
}
