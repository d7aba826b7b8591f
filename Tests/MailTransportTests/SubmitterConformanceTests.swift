import MailTransport
import Sequencing
import Support
import Testing

/// What every transport out promises, whatever lies behind it.
struct SubmitterConformanceTests {
    @Test("The bytes arrive unchanged", arguments: SubmitterKind.allCases)
    func bytesArriveUnchanged(_ kind: SubmitterKind) throws {
        let site = try kind.makeSite()
        let verdict = site.submitter.submit(try TestMessages.outgoing()) { true }
        guard case .accepted(let reply) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(!reply.isEmpty)
        #expect(site.arrived() == [TestMessages.awkward])
    }

    @Test(
        "The commit point is asked once, before the message is there",
        arguments: SubmitterKind.allCases)
    func commitPointComesFirst(_ kind: SubmitterKind) throws {
        let site = try kind.makeSite()
        var there: [[[UInt8]]] = []
        let verdict = site.submitter.submit(try TestMessages.outgoing()) {
            there.append(site.arrived())
            return true
        }
        #expect(there == [[]])
        #expect(verdict.isAccepted)
        #expect(site.arrived().count == 1)
    }

    @Test("An abort at the commit point leaves nothing behind", arguments: SubmitterKind.allCases)
    func abortLeavesNothing(_ kind: SubmitterKind) throws {
        let site = try kind.makeSite()
        var asked = 0
        let verdict = site.submitter.submit(try TestMessages.outgoing()) {
            asked += 1
            return false
        }
        #expect(verdict == .unsent(.abortedAtCommitPoint))
        #expect(asked == 1)
        // The next message shows that the server is done with the aborted one.
        #expect(
            site.submitter.submit(try TestMessages.outgoing(TestMessages.plain(2))) { true }
                .isAccepted)
        #expect(site.arrived() == [TestMessages.plain(2)])
    }

    @Test("One submitter hands over many messages", arguments: SubmitterKind.allCases)
    func manyMessages(_ kind: SubmitterKind) throws {
        let site = try kind.makeSite()
        let messages = (1...20).map { TestMessages.plain($0) }
        for bytes in messages {
            #expect(site.submitter.submit(try TestMessages.outgoing(bytes)) { true }.isAccepted)
        }
        #expect(Set(site.arrived()) == Set(messages))
        #expect(site.arrived().count == 20)
    }

    @Test(
        "After close the next message goes over a new connection", arguments: SubmitterKind.allCases
    )
    func closeAndGoOn(_ kind: SubmitterKind) throws {
        let site = try kind.makeSite()
        site.submitter.close()
        #expect(
            site.submitter.submit(try TestMessages.outgoing(TestMessages.plain(1))) { true }
                .isAccepted)
        site.submitter.close()
        #expect(
            site.submitter.submit(try TestMessages.outgoing(TestMessages.plain(2))) { true }
                .isAccepted)
        #expect(site.arrived().count == 2)
    }

    @Test("A message larger than every buffer arrives whole", arguments: SubmitterKind.allCases)
    func largeMessage(_ kind: SubmitterKind) throws {
        let site = try kind.makeSite()
        let line = ".\(String(repeating: "z", count: 70))\r\n"
        let bytes = TestMessages.plain(1) + Array(String(repeating: line, count: 30_000).utf8)
        #expect(site.submitter.submit(try TestMessages.outgoing(bytes)) { true }.isAccepted)
        #expect(site.arrived() == [bytes])
    }
}

extension SubmissionVerdict {
    var isAccepted: Bool { if case .accepted = self { true } else { false } }
}
