package import API
import Sequencing

/// One small world, as the daemon would show it: the examples for wire and rendering.
package enum Example {
    /// Monday, 2 March 2026, 09:00:00 UTC.
    package static let now = at(0)

    /// So many minutes after `now`.
    package static func at(_ minutes: Int64) -> Timestamp {
        Timestamp(Instant(milliseconds: 1_772_442_000_000 + minutes * 60_000))
    }

    private static let day: Int64 = 1440

    package static let lead = LeadView(
        id: LeadID(12), email: "mira.falk@nordwind.example",
        fields: LeadFields(
            firstName: "Mira", lastName: "Falk", company: "Nordwind Logistik",
            title: "Head of Operations", phone: "+49 30 5550100",
            linkedin: "https://linkedin.example/in/mira-falk", city: "Berlin",
            website: "https://nordwind.example", topic: "dock scheduling", country: "DE",
            zone: "Europe/Berlin", custom: ["warehouse_count": "7"]),
        role: .economicBuyer, tier: LeadTier(rawValue: "A"), source: "webinar", owner: "ada",
        account: "nordwind.example", createdAt: at(-9 * day), touches: 2, standing: .stalled)

    /// Only what must be there.
    package static let bareLead = LeadView(
        id: LeadID(13), email: "office@kranich.example", fields: LeadFields())

    package static let addLead = AddLeadRequest(
        email: "mira.falk@nordwind.example",
        fields: LeadFields(firstName: "Mira", country: "DE", custom: ["warehouse_count": "7"]),
        role: .economicBuyer, tier: "A", source: "webinar", owner: "ada")

    package static let editLead = EditLeadRequest(
        fields: LeadFields(phone: "", topic: "yard management"), role: .champion, tier: "",
        owner: "ben")

    package static let finding = FindingView(
        reason: .taskOverdue, party: .rep, since: at(-4 * day),
        text: "the call of step 3 is not done", evidence: ["E7", "T4"],
        command: "thirdtouch task done T4 --outcome connected")

    package static let handOff = HandOffView(
        id: HandOffID(12), source: "webinar", owner: "ada", givenAt: at(-9 * day), touches: 2,
        attempts: 3, channels: 1, lastTouchAt: at(-5 * day), standing: .stalled, finding: finding)

    package static let handOffReply = HandOffReply(
        lead: LeadID(12), email: "mira.falk@nordwind.example",
        handOff: HandOffView(
            id: HandOffID(12), source: "webinar", owner: "ada", givenAt: at(-9 * day),
            disposition: .recycled, touches: 2, attempts: 3, channels: 1, standing: .closed,
            acceptedAt: at(-8 * day), acceptedBy: "ada", wakeAt: at(40 * day),
            recycledFrom: HandOffID(3)))

    package static let shortHandOff = HandOffReply(
        lead: LeadID(12), email: "mira.falk@nordwind.example",
        handOff: HandOffView(
            id: HandOffID(12), owner: "ada", givenAt: at(-9 * day), disposition: .unableToReach,
            touches: 2, attempts: 2, channels: 1, standing: .endedShort),
        advice: [
            NextView(
                text: "2 of 6 touches: below the minimum, so the report goes on showing it",
                command: "thirdtouch enroll mira.falk@nordwind.example --sequence re-engagement")
        ])

    package static let waiting = EnrollmentView(
        id: EnrollmentID(8), lead: LeadID(13), email: "office@kranich.example",
        name: "office@kranich.example", sequence: "cold-outbound", version: 1,
        mailbox: "ada@seller.example", rep: "ada", state: .waiting,
        stateText: "waiting for step 1 of 6 (email)", step: 1, stepCount: 6, channel: .email,
        dueAt: at(30), startAt: at(0), changedAt: at(0))

    package static let atTask = EnrollmentView(
        id: EnrollmentID(7), lead: LeadID(12), email: "mira.falk@nordwind.example",
        name: "Mira Falk", sequence: "inbound-handoff", version: 3, mailbox: "ada@seller.example",
        rep: "ada", state: .atTask, stateText: "at the call of step 3 of 6", step: 3,
        stepCount: 6, channel: .call, dueAt: at(-4 * day), task: TaskID(4), startAt: at(-9 * day),
        changedAt: at(-4 * day))

    package static let paused = EnrollmentView(
        id: EnrollmentID(9), lead: LeadID(14), email: "t.okoye@brightpath.example",
        name: "Tunde Okoye", sequence: "cold-outbound", version: 1, mailbox: "ada@seller.example",
        rep: "ada", state: .paused, stateText: "paused at step 2 of 6: out of office", step: 2,
        stepCount: 6, channel: .email, untilAt: at(7 * day), reason: "out-of-office",
        startAt: at(-3 * day), changedAt: at(-1 * day))

    package static let ended = EnrollmentView(
        id: EnrollmentID(10), lead: LeadID(15), email: "lena@aurora.example", name: "Lena Brandt",
        sequence: "re-engagement", version: 2, rep: "ben", state: .ended,
        stateText: "ended: replied", stepCount: 4, outcome: "replied", startAt: at(-20 * day),
        changedAt: at(-2 * day))

    package static let enroll = EnrollRequest(
        leads: ["L13", "lena@aurora.example"], sequence: "cold-outbound",
        mailbox: "ada@seller.example", startAt: at(30), source: "trade fair")

    package static let enrollReply = EnrollReply(items: [
        EnrollResult(lead: "L13", enrollment: waiting),
        EnrollResult(
            lead: "mira.falk@nordwind.example",
            refusal: RefusalView(
                code: .alreadyEnrolled,
                message: "mira.falk@nordwind.example is at step 3 of inbound-handoff as E7",
                advice: "thirdtouch enrollment stop E7", blockingEnrollment: EnrollmentID(7))),
    ])

    package static let backup = BackupView(
        state: .done, file: "/var/lib/thirdtouch/backups/thirdtouch-20260302T090000Z.sqlite",
        startedAt: at(-1), finishedAt: at(0), bytes: 48_123_904, expectedBytes: 52_000_000)

    package static let failedBackup = BackupView(
        state: .failed, file: "/srv/copy.sqlite", startedAt: at(-1),
        message: "/srv/copy.sqlite: its disk has no room for a copy",
        advice: "free some, or write it elsewhere")

    package static let export = LeadExport(
        exportedAt: now, lead: lead,
        formerAddresses: ["mira@falk.example"],
        suppression: SuppressionView(
            address: "mira.falk@nordwind.example", reason: "asked on the phone", author: "ada",
            at: at(-day)),
        handOffs: [handOff], enrollments: [atTask], deliveries: [delivery],
        replies: [ExportedReply(reply: referral, messageBase64: "U3ViamVjdDogRG9ja3MNCg0K")],
        tasks: [task],
        handwritten: [
            HandwrittenView(
                id: HandwrittenID(2), mailbox: "ada@seller.example", folder: "Sent",
                subject: "Docks", messageID: "a@seller.example", sentAt: at(-day))
        ],
        timeline: [
            HistoryLine(
                at: at(-9 * day), actor: "ada", what: "added", why: "added from webinar",
                evidence: [])
        ])

    package static let forgotten = ForgetReply(
        lead: LeadID(12), isNew: true, ended: [EnrollmentID(7)], deliveries: 2, replies: 1,
        tasks: 1, historyLines: 21, files: 0)

    package static let task = TaskView(
        id: TaskID(4), lead: LeadID(12), email: "mira.falk@nordwind.example", name: "Mira Falk",
        company: "Nordwind Logistik", phone: "+49 30 5550100", enrollment: EnrollmentID(7),
        sequence: "inbound-handoff", step: 3, rep: "ada", channel: .call,
        script: "Ask what made them download dock scheduling.", dueAt: at(-4 * day),
        expiresAt: at(2 * day), state: .open)

    package static let taskDone = TaskView(
        id: TaskID(4), lead: LeadID(12), email: "mira.falk@nordwind.example", name: "Mira Falk",
        enrollment: EnrollmentID(7), sequence: "inbound-handoff", step: 3, rep: "ada",
        channel: .call, script: "Ask what made them download dock scheduling.",
        dueAt: at(-4 * day), state: .done, outcome: "connected", note: "wants a demo",
        closedAt: at(0), closedBy: "ada")

    package static let reply = ReplyView(
        id: ReplyID(3), lead: LeadID(15), email: "lena@aurora.example", name: "Lena Brandt",
        enrollment: EnrollmentID(10), delivery: DeliveryID(31), mailbox: "ben@seller.example",
        folder: "INBOX", from: "lena@aurora.example", subject: "Re: Aurora and returns",
        kind: .person, receivedAt: at(-2 * day), matchRule: .messageID,
        matchedBy: "it quotes our message e10.1.3.5f@seller.example in In-Reply-To",
        decidedBy: RuleFinding(rule: "person", fits: true, evidence: "no rule for machines fits"),
        intent: IntentView(kind: .interested, evidence: "“Thursday works”"),
        text: "Thursday works.\nCall me at ten.",
        reading: ReadingView(
            quote: "> Does Thursday suit you?", signature: "Lena Brandt",
            originalMessageID: "e10.1.3.5f@seller.example",
            rules: [
                RuleFinding(rule: "bounce", fits: false, evidence: nil),
                RuleFinding(rule: "person", fits: true, evidence: "no rule for machines fits"),
            ]))

    package static let referral = ReplyView(
        id: ReplyID(4), lead: LeadID(12), email: "mira.falk@nordwind.example", name: "Mira Falk",
        enrollment: EnrollmentID(7), mailbox: "ada@seller.example", folder: "INBOX",
        from: "mira.falk@nordwind.example", subject: "Docks", kind: .person,
        receivedAt: at(-day), matchRule: .address,
        matchedBy: "it comes from (From) mira.falk@nordwind.example",
        decidedBy: RuleFinding(rule: "auto-reply", fits: true, evidence: "Precedence: bulk"),
        intent: IntentView(
            kind: .referral, referredTo: "petra@nordwind.example", evidence: "“talk to Petra”"),
        correction: CorrectionView(
            readAs: .autoReply, at: at(0), by: "ada", why: "she wrote that herself"))

    package static let classify = ClassifyRequest(
        kind: .outOfOffice, backOn: "2026-04-01", why: "she told me")

    package static let classified = ClassifyReply(
        reply: referral,
        changes: [
            HistoryLine(
                at: at(0), actor: "ada", what: "classified", from: "auto-reply", to: "person",
                why: "ada says that it is a person's answer", evidence: ["R4"])
        ],
        advice: [
            AdviceView(
                text: "E7 has ended, and nothing restarts it; to go on, enroll the lead again",
                command: "thirdtouch enroll mira.falk@nordwind.example --sequence inbound-handoff")
        ])

    package static let bounce = ReplyView(
        id: ReplyID(2), lead: LeadID(16), email: "old@gone.example", name: "old@gone.example",
        enrollment: EnrollmentID(5), delivery: DeliveryID(20), mailbox: "ada@seller.example",
        folder: "INBOX", from: "mailer-daemon@mx.gone.example", subject: "Undelivered mail",
        kind: .bounce, detail: "hard, 5.1.1: no such user", receivedAt: at(-3 * day),
        answeredAt: at(-3 * day), matchRule: .messageID,
        matchedBy: "it quotes our message e5.0.1.5f@seller.example in the returned message",
        decidedBy: RuleFinding(rule: "bounce", fits: true, evidence: "no such user"), text: "",
        reading: ReadingView(
            originalMessageID: "e5.0.1.5f@seller.example",
            recipients: [.init(address: "old@gone.example", severity: .hard, status: "5.1.1")],
            rules: [RuleFinding(rule: "bounce", fits: true, evidence: "no such user")]))

    package static let delivery = DeliveryView(
        id: DeliveryID(31), lead: LeadID(15), email: "lena@aurora.example", name: "Lena Brandt",
        enrollment: EnrollmentID(10), step: 2, mailbox: "ben@seller.example",
        subject: "Aurora and returns", messageID: "<d31.e10@seller.example>", state: .accepted,
        attempts: 1, dueAt: at(-3 * day), queuedAt: at(-3 * day), committedAt: at(-3 * day + 1),
        settledAt: at(-3 * day + 1), serverReply: "250 2.0.0 Ok: queued",
        message: "Subject: Aurora and returns\r\n\r\nHello Lena,\r\n")

    package static let queued = DeliveryView(
        id: DeliveryID(32), lead: LeadID(13), email: "office@kranich.example",
        name: "office@kranich.example", enrollment: EnrollmentID(8), step: 1,
        mailbox: "ada@seller.example", subject: "Kranich and docks",
        messageID: "<d32.e8@seller.example>", state: .queued, attempts: 0, dueAt: at(30),
        queuedAt: at(0), notBeforeAt: at(31), waitsFor: "the gap between two messages")

    package static let doubt = DoubtView(
        weight: .probablyNotSent,
        text: "it has probably not left: this server keeps a copy of what it takes, and there is "
            + "none",
        committedAt: at(-40), serverSaid: "the connection was reset",
        sent: SentView(state: .lacks, at: at(-3), habit: .keepsCopies),
        otherReplies: [ReplyID(3)])

    /// Without its message: as `delivery settle` shows it.
    package static let inDoubt = DeliveryView(
        id: DeliveryID(33), lead: LeadID(15), email: "lena@aurora.example", name: "Lena Brandt",
        enrollment: EnrollmentID(10), step: 2, mailbox: "ben@seller.example",
        subject: "Aurora and returns", messageID: "e10.1.3.5f@seller.example", state: .inDoubt,
        attempts: 1, dueAt: at(-41), queuedAt: at(-41), committedAt: at(-40),
        serverReply: "the connection was reset", doubt: doubt)

    package static let settled = SettleReply(
        before: doubt, delivery: delivery,
        changes: [
            HistoryLine(
                at: at(0), actor: "ben", what: "delivery", from: "in-doubt", to: "accepted",
                why: "ben says: sent", evidence: ["E10", "D31"])
        ])

    package static let sequence = SequenceView(
        name: "inbound-handoff", version: 3, title: "Inbound lead, two weeks, three channels",
        publishedAt: at(-30 * day), publishedBy: "ada", running: 41,
        steps: [
            StepView(
                number: 1, id: "hello", channel: .email, when: "at once",
                summary: "“{{company}} and {{topic}}”"),
            StepView(
                number: 2, id: "first-call", channel: .call,
                when: "2 hours after the previous step",
                summary: "Ask what made them download {{topic}}."),
        ], text: "title: Inbound lead, two weeks, three channels\nsteps: []\n")

    package static let publish = PublishRequest(
        file: "inbound-handoff.yaml", text: "title: Inbound lead\nsteps: []\n")

    package static let mailbox = MailboxView(
        address: "ada@seller.example", rep: "ada", state: .sending,
        fence: FenceView(isOpen: true, lastCompleteSweepAt: at(-1)), cap: 50,
        sentIn24Hours: 12, queued: 1, nextSlotAt: at(1), drainsAt: at(31))

    package static let probedMailbox = MailboxView(
        address: "ada@seller.example", rep: "ada", state: .sending,
        fence: FenceView(isOpen: true, lastCompleteSweepAt: at(-1)), cap: 50,
        sentIn24Hours: 13, queued: 0,
        probe: ProbeView(
            state: .finished, askedAt: at(-5), askedBy: "ada", sentAt: at(-5), finishedAt: at(-4),
            serverSaid: "250 2.0.0 queued", sentHabit: .keepsCopies, sentFolder: "Sent",
            returnedTo: "INBOX", roundTripSeconds: 4, keepsMessageID: true,
            keepsListUnsubscribe: true, keepsListUnsubscribePost: true, signature: .covers,
            signedBy: "seller.example", allowsOneClick: true))

    package static let downMailbox = MailboxView(
        address: "ben@seller.example", rep: "ben", state: .down,
        cause: "the server refused the password", since: at(-90),
        fence: FenceView(
            isOpen: false, closedReason: "the server refused the password",
            closedSince: at(-90), lastCompleteSweepAt: at(-91)), cap: 50, sentIn24Hours: 3,
        queued: 9)
}
