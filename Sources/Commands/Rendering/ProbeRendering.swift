import API
import Sequencing

extension ProbeView {
    /// What is awaited, for whoever watches.
    var stage: String {
        switch state {
        case .queued: "waiting for the lane"
        case .sent:
            returnedTo == nil
                ? "sent, waiting for it to come back" : "back, looking for a copy in Sent"
        case .finished: "done"
        }
    }

    /// In the list of mailboxes.
    var summary: String {
        guard state == .finished else { return stage }
        return failure == nil ? "known" : "failed"
    }

    func pairs(on page: TextPage) -> [(String, String?)] {
        [
            ("asked", page.time(askedAt).map { "\($0) by \(askedBy)" }),
            ("state", state == .finished ? nil : stage), ("failed", failure),
            ("server said", serverSaid), ("sent folder", sent),
            ("came back to", returnedTo), ("round trip", roundTripSeconds.map { "\($0) s" }),
            ("plus tags", keepsTags.map { $0 ? "reach the mailbox" : "do not reach it" }),
            ("message id", keepsMessageID.map { $0 ? "kept" : "the server gives another" }),
            ("unsubscribe", fields), ("signature", signed),
            (
                "one-click",
                allowsOneClick.map {
                    $0 ? "offered where it is configured" : "not offered (RFC 8058 section 4)"
                }
            ),
        ]
    }

    private var sent: String? {
        guard state == .finished || sentFolder != nil else { return nil }
        return sentHabit.sentence + (sentFolder.map { " (\($0))" } ?? "")
    }

    private var fields: String? {
        guard let list = keepsListUnsubscribe, let post = keepsListUnsubscribePost else {
            return nil
        }
        switch (list, post) {
        case (true, true): return "both fields kept"
        case (true, false): return "List-Unsubscribe-Post is lost"
        case (false, true): return "List-Unsubscribe is lost"
        case (false, false): return "both fields are lost"
        }
    }

    private var signed: String? {
        switch signature {
        case .covers: "covers both fields (\(signedBy ?? "no domain"))"
        case .lacks: "does not cover both fields (\(signedBy ?? "no domain"))"
        case .absent: "none, as on many servers for mail that stays inside"
        case nil: nil
        }
    }
}
