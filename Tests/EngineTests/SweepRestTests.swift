import Engine
import Sequencing
import Testing

/// How long a mailbox that could not be read is left alone.
struct SweepRestTests {
    @Test(
        "A lost connection is tried again soon, a refused password seldom",
        arguments: [
            (1, 2, 60), (2, 5, 300), (3, 15, 900), (4, 60, 1800), (5, 300, 3600), (6, 300, 3600),
            (1000, 300, 3600),
        ])
    func rests(failures: Int, connectionSeconds: Int, passwordSeconds: Int) {
        let lost = SweepFailure.connection(cause: "reset")
        let refused = SweepFailure.authentication(reply: "NO")
        #expect(
            SweepRests.rest(after: failures, lost, jitter: 0) == .seconds(connectionSeconds))
        #expect(
            SweepRests.rest(after: failures, refused, jitter: 0) == .seconds(passwordSeconds))
        #expect(
            SweepRests.rest(after: failures, lost, jitter: 1)
                == .milliseconds(connectionSeconds * 1250))
    }
}
