import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func doubt(of row: DeliveryRow) throws -> DoubtView {
        let evidence = try store.doubtEvidence(of: row.id, now: engine.now)
        let habit = try store.sentHabit(of: row.mailbox, now: engine.now)
        return DoubtView(
            weight: evidence.weight, text: Self.sentence(evidence, mailbox: row.mailbox),
            committedAt: Timestamp(evidence.committedAt), serverSaid: evidence.answer,
            sent: Self.view(evidence.sent, habit: habit), quotedBy: evidence.quotedBy,
            otherReplies: evidence.otherReplies)
    }

    private static func view(
        _ sent: DoubtEvidence.SentFolder, habit: SentHabit
    ) -> SentView {
        switch sent {
        case .holds(let folder, let seenAt):
            SentView(state: .holds, folder: folder, at: Timestamp(seenAt), habit: habit)
        case .lacks(let readAt): SentView(state: .lacks, at: Timestamp(readAt), habit: habit)
        case .unread(let lastReadAt):
            SentView(state: .unread, at: Timestamp(lastReadAt), habit: habit)
        case .silent(let readAt, let habit):
            SentView(state: .silent, at: Timestamp(readAt), habit: habit)
        }
    }

    private static func sentence(_ evidence: DoubtEvidence, mailbox: String) -> String {
        if let reply = evidence.quotedBy.first { return "it arrived: \(reply) quotes it" }
        return switch evidence.sent {
        case .holds(let folder, _): "the server took it: a copy lies in \(folder)"
        case .lacks:
            "it has probably not left: this server keeps a copy of what it takes, and there is none"
        case .unread:
            "nobody knows yet: \(mailbox) was not read to the end since it may have left"
        case .silent(_, .keepsNone):
            "nobody knows: this server keeps no copies; ask the lead, or look into its log"
        case .silent(_, .renamesCopies):
            "nobody knows: this server gives copies other Message-IDs; look into Sent yourself"
        case .silent:
            "nobody knows: whether this server keeps copies has not shown; look into Sent "
                + "yourself, or: thirdtouch mailbox probe \(mailbox)"
        }
    }
}
