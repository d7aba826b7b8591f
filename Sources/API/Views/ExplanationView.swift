/// Everything there is to say about one lead: where it stands, what happens next, how it came so.
package struct ExplanationView: Codable, Equatable, Sendable {
    package var lead: LeadView
    /// Newest first.
    package var handOffs: [HandOffView]
    /// Newest first.
    package var enrollments: [EnrollmentView]
    package var next: NextView
    /// What came back, with what tied it to the lead and which rule decided. Newest first.
    package var replies: [ReplyView]
    /// Oldest first; with `more` only the newest lines.
    package var timeline: [HistoryLine]
    package var more: Bool

    package init(
        lead: LeadView, handOffs: [HandOffView], enrollments: [EnrollmentView], next: NextView,
        replies: [ReplyView] = [], timeline: [HistoryLine], more: Bool = false
    ) {
        self.lead = lead
        self.handOffs = handOffs
        self.enrollments = enrollments
        self.next = next
        self.replies = replies
        self.timeline = timeline
        self.more = more
    }
}

/// What happens next if nobody does anything.
package struct NextView: Codable, Equatable, Sendable {
    package var text: String
    package var at: Timestamp?
    /// What a person can run; left out when nothing is asked of anybody.
    package var command: String?

    package init(
        text: String, at: Timestamp? = nil, command: String? = nil
    ) {
        self.text = text
        self.at = at
        self.command = command
    }
}

/// One line of the append-only history (promise G8).
package struct HistoryLine: Codable, Equatable, Sendable {
    package var at: Timestamp
    package var actor: String
    /// As in `enrolled`, `replied`.
    package var what: String
    /// What it was before and what it became, as in `waiting step 2 due …`.
    package var from: String?
    package var to: String?
    package var why: String
    /// Row ids as people write them: `E12`, `D7`.
    package var evidence: [String]

    package init(
        at: Timestamp, actor: String, what: String, from: String? = nil, to: String? = nil,
        why: String, evidence: [String] = []
    ) {
        self.at = at
        self.actor = actor
        self.what = what
        self.from = from
        self.to = to
        self.why = why
        self.evidence = evidence
    }
}
