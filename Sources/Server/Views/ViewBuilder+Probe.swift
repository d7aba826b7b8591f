import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func probe(of mailbox: String) throws -> ProbeView? {
        try store.lastProbe(of: mailbox).map { row in
            let findings = row.findings
            let ours = row.messageID ?? ""
            return ProbeView(
                state: ProbeView.State(row.state), askedAt: Timestamp(row.askedAt),
                askedBy: row.askedBy, sentAt: Timestamp(row.committedAt),
                finishedAt: Timestamp(row.finishedAt), failure: findings.failure,
                serverSaid: findings.serverReply,
                sentHabit: row.state == .finished || findings.copy != nil
                    ? findings.sentHabit(ours) : .unknown,
                sentFolder: findings.copy?.folder, returnedTo: findings.returned?.folder,
                roundTripSeconds: findings.roundTrip(since: row.committedAt).map {
                    Int($0.components.seconds)
                }, keepsMessageID: findings.keepsMessageID(ours),
                keepsListUnsubscribe: findings.oneClick?.keepsListUnsubscribe,
                keepsListUnsubscribePost: findings.oneClick?.keepsListUnsubscribePost,
                signature: findings.oneClick?.signature, signedBy: findings.oneClick?.signedBy,
                allowsOneClick: findings.allowsOneClick,
                keepsTags: row.state == .finished && findings.isTagged == true
                    ? findings.returned != nil : nil)
        }
    }

    /// The configuration asks for tags, and the last probe that was sent to one did not come back.
    func plusTagWarning(_ mailbox: MailboxView) throws -> WarningView? {
        guard try store.lastTaggedProbe(of: mailbox.address)?.findings.returned == nil,
            try store.lastTaggedProbe(of: mailbox.address) != nil
        else { return nil }
        return WarningView(
            code: "plus-tags-lost",
            message: "mail to a tag of \(mailbox.address) does not come back, so none is asked for",
            advice:
                "have the server take \(mailbox.address) with a +tag, or take plus-tags out of the "
                + "configuration; then: thirdtouch mailbox probe \(mailbox.address)")
    }

    /// Our messages carry no one-click opt-out, though the installation has an address for it.
    func oneClickWarning(_ mailbox: MailboxView) throws -> WarningView? {
        guard engine.settings.optOutURL != nil,
            try store.lastFinishedProbe(of: mailbox.address)?.findings.allowsOneClick == false
        else { return nil }
        return WarningView(
            code: "one-click-withheld",
            message: "messages of \(mailbox.address) offer no one-click opt-out: its server loses "
                + "List-Unsubscribe or signs without it",
            advice:
                "have its DKIM signature cover List-Unsubscribe and List-Unsubscribe-Post, then: "
                + "thirdtouch mailbox probe \(mailbox.address)")
    }
}

extension ProbeView.State {
    fileprivate init(_ state: ProbeRow.State) {
        self =
            switch state {
            case .queued: .queued
            case .sent: .sent
            case .finished: .finished
            }
    }
}
