import MailTransport
import Sequencing
import Testing

@testable import MailTransport

/// When a provider is asked, by what is known of its consent. Times are given; nothing waits.
struct GrantStateTests {
    private static let refusal = TokenFailure(kind: .refused, words: "invalid_grant")
    private static let outage = TokenFailure(kind: .unavailable, words: "down")

    private static func issued(_ token: String, _ lifetime: Duration) -> IssuedToken {
        IssuedToken(accessToken: token, lifetime: lifetime)
    }

    @Test("A token serves until five minutes before its end, a short one until its last quarter")
    func margin() {
        for (lifetime, renewAt) in [(3600, 3300), (1200, 900), (600, 450), (0, 0)] {
            var state = GrantState.unasked
            #expect(state.token(at: .zero) == nil)
            #expect(state.rest(at: .zero, refreshToken: "r") == nil)
            state.note(.success(Self.issued("a", .seconds(lifetime))), to: "r", now: .zero)
            if renewAt > 0 { #expect(state.token(at: .seconds(renewAt - 1)) == "a") }
            #expect(state.token(at: .seconds(renewAt)) == nil)
            #expect(state.rest(at: .seconds(renewAt), refreshToken: "r") == nil)
        }
    }

    @Test("After a refusal nothing is asked for a while, unless another refresh token is there")
    func refused() {
        var state = GrantState.unasked
        state.note(.failure(Self.refusal), to: "r", now: .seconds(10))
        #expect(state.token(at: .seconds(10)) == nil)
        #expect(state.rest(at: .seconds(10), refreshToken: "r") == Self.refusal)
        #expect(state.rest(at: .seconds(909), refreshToken: "r") == Self.refusal)
        #expect(state.rest(at: .seconds(910), refreshToken: "r") == nil)
        #expect(state.rest(at: .seconds(11), refreshToken: "new") == nil)
    }

    @Test("A refusal ends the token that is still there: the consent is gone")
    func refusedWhileGood() {
        var state = GrantState.unasked
        state.note(.success(Self.issued("a", .hours(1))), to: "r", now: .zero)
        state.note(.failure(Self.refusal), to: "r", now: .seconds(3400))
        #expect(state.token(at: .seconds(3400)) == nil)
        #expect(state.rest(at: .seconds(3401), refreshToken: "r") == Self.refusal)
    }

    @Test("Each outage in a row is waited for a little longer, up to five minutes")
    func outages() {
        var state = GrantState.unasked
        var now = Duration.zero
        for rest in [5, 15, 60, 300, 300] {
            state.note(.failure(Self.outage), to: "r", now: now)
            #expect(state.rest(at: now + .seconds(rest - 1), refreshToken: "r") == Self.outage)
            // Another token in the file does not mend an endpoint that is down.
            #expect(state.rest(at: now + .seconds(rest - 1), refreshToken: "x") == Self.outage)
            now += .seconds(rest)
            #expect(state.rest(at: now, refreshToken: "r") == nil)
        }
        state.note(.success(Self.issued("a", .hours(1))), to: "r", now: now)
        #expect(state.token(at: now) == "a")
    }

    @Test("In an outage the old token serves to its end, and the provider is asked now and then")
    func outageWhileGood() {
        var state = GrantState.unasked
        state.note(.success(Self.issued("a", .hours(1))), to: "r", now: .zero)
        state.note(.failure(Self.outage), to: "r", now: .seconds(3300))
        #expect(state.token(at: .seconds(3304)) == "a")
        #expect(state.token(at: .seconds(3305)) == nil)
        state.note(.failure(Self.outage), to: "r", now: .seconds(3599))
        #expect(state.token(at: .seconds(3600)) == nil)
        state.note(.failure(Self.outage), to: "r", now: .seconds(3600))
        #expect(state.rest(at: .seconds(3601), refreshToken: "r") == Self.outage)
    }

    @Test("A token that a mail server refuses is replaced, but not one that is a minute old")
    func mistrust() throws {
        var state = GrantState.unasked
        try mistrust("a", in: &state, at: .zero, helps: false)
        state.note(.success(Self.issued("a", .hours(1))), to: "r", now: .zero)
        try mistrust("a", in: &state, at: .seconds(59), helps: false)
        #expect(state.token(at: .seconds(59)) == "a")
        // The other connection has a newer one already.
        try mistrust("older", in: &state, at: .seconds(59), helps: true)
        try mistrust("a", in: &state, at: .seconds(60), helps: true)
        #expect(state == .unasked)
        for failure in [Self.refusal, Self.outage] {
            state.note(.failure(failure), to: "r", now: .seconds(61))
            try mistrust("a", in: &state, at: .seconds(62), helps: false)
        }
    }

    private func mistrust(
        _ token: String, in state: inout GrantState, at now: Duration, helps: Bool
    ) throws {
        let isAnotherBetter = state.mistrust(token, now: now)
        #expect(isAnotherBetter == helps)
    }
}
