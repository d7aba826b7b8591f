import Engine
import Sequencing
import Simulation
import Store

/// A book of hand-offs to which anything happens, drawn at random.
final class Course {
    static let reps = ["dana", "erik", "mona"]
    /// By rep.
    static let teams = ["dana": "north", "erik": "north", "mona": "south"]
    private static let leads = 24

    let stage: Stage
    var random: SeededRandom
    var enrollments: [EnrollmentID] = []

    init(seed: UInt64) throws {
        stage = try Stage(
            Plans.twoMails + "\n" + Plans.callFirst.replacing("id: hello", with: "id: late"),
            hours: "09:00-17:00")
        random = SeededRandom(seed: seed)
        try stage.store.configure(
            reps: Course.reps.map {
                Rep(
                    name: $0, fullName: "\($0) Holm", zone: "Europe/Berlin",
                    team: Course.teams[$0])
            }, mailboxes: [(EmailAddress(known: Stage.mailbox), "dana")])
        try stage.publish(Plans.callFirst, as: "calls", hours: "08:00-12:00", zone: "lead")
        stage.engine.refresh()
        for number in 0..<Course.leads {
            let fields = pick(3) == 0 ? [:] : ["phone": "+49 621 1\(number)"]
            let lead = try stage.store.add(
                NewLead(
                    email: EmailAddress(known: "kim\(number)@far\(number % 7).example"),
                    fields: fields, zone: ["UTC", "Asia/Tokyo", nil][pick(3)],
                    tier: LeadTier(rawValue: ["A", "b", ""][number % 3]),
                    owner: pick(6) == 0 ? nil : Course.reps[pick(3)],
                    source: ["fair", "webinar", nil][pick(3)], isHot: pick(4) == 0),
                now: stage.time.now(), by: "marketing")
            if pick(4) > 0 { enroll(lead.id) }
        }
    }

    func pick(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    func enroll(_ lead: LeadID) {
        // Why the error is dropped: what can't be enrolled says so in the report, and that is compared too.
        let row = try? stage.engine.enroll(
            .init(
                lead: lead, sequence: ["plan", "calls"][pick(2)], mailbox: nil,
                rep: "dana", source: nil, startAt: nil), by: "dana"
        ).get()
        if let row { enrollments.append(row.id) }
    }

    /// One thing that people, leads or servers do.
    func happen() {
        let lead = LeadID(Int64(pick(Course.leads) + 1))
        // Why the errors are dropped: much of what is drawn may not be done, and then nothing has happened.
        switch pick(17) {
        case 0: try? stage.dots.randomElement(using: &random).map { try stage.answer($0) }
        case 1: try? stage.dots.randomElement(using: &random).map { try stage.hardBounce($0) }
        case 2:
            try? stage.dots.randomElement(using: &random).map {
                try stage.outOfOffice($0, backOn: 28)
            }
        case 3:
            try? stage.store.lastHandOff(of: lead).map {
                try stage.engine.dispose(
                    $0.id, as: Disposition.allCases[pick(Disposition.allCases.count)],
                    wakeAt: stage.time.now() + .days(pick(9) + 1), why: nil, by: "dana")
            }
        case 4:
            _ = try? stage.engine.handOver(
                lead, source: "again", owner: nil, isHot: pick(2) == 0, by: "marketing")
        case 5:
            try? stage.store.lastHandOff(of: lead).map {
                try stage.engine.assign(
                    $0.id, to: Course.reps[pick(3)], by: "mona")
            }
        case 6:
            try? stage.store.lastHandOff(of: lead).map {
                try stage.engine.accept($0.id, by: "dana")
            }
        case 7:
            let from = stage.time.now() + .hours(pick(60))
            _ = try? stage.store.recordAbsence(
                of: Course.reps[pick(3)], from: from,
                until: from + .hours(pick(200) + 1),
                delegate: pick(2) == 0 ? Course.reps[pick(3)] : nil,
                now: stage.time.now(), by: "mona")
        case 8:
            _ = try? stage.store.endAbsences(
                of: Course.reps[pick(3)], now: stage.time.now(), by: "mona")
        case 9, 10: closeTask()
        case 11:
            _ = try? enrollments.randomElement(using: &random).map {
                try stage.engine.pause(
                    $0, until: pick(2) == 0 ? nil : stage.time.now() + .hours(pick(150)),
                    why: "asked", by: "dana")
            }
        case 12:
            _ = try? enrollments.randomElement(using: &random).map {
                try stage.engine.resume($0, by: "dana")
            }
        case 13:
            _ = try? stage.store.suppress(
                [
                    pick(2) == 0
                        ? .domain("far\(pick(7)).example")
                        : .address(EmailAddress(known: "kim\(pick(24))@far3.example"))
                ], reason: "asked", evidence: nil, now: stage.time.now(), by: "test")
        case 14:
            try? stage.engine.edit(edited(lead), why: "zone", by: "dana")
        case 15: try? stage.store.lastHandOff(of: lead).map { _ in enroll(lead) }
        default:
            _ = try? enrollments.randomElement(using: &random).map {
                try stage.engine.stop($0, why: "asked", disposition: nil, by: "dana")
            }
        }
    }

    private func edited(_ id: LeadID) throws -> Lead {
        var lead = try stage.store.lead(id)
        lead.zone = ["America/New_York", "UTC", nil][pick(3)]
        if pick(3) == 0 { lead.fields["phone"] = nil }
        return lead
    }

    private func closeTask() {
        guard let task = try? stage.openTasks().randomElement(using: &random) else { return }
        let closure: TaskClosure =
            pick(3) == 0
            ? .skipped(reason: "no time")
            : .done(outcome: task.reply == nil ? "no-answer" : "answered", note: nil)
        _ = try? stage.engine.close(task.id, closure, by: "dana")
    }

    func mistakes(_ moments: [Instant]) throws -> [String] {
        try TallyJudge(engine: stage.engine, lines: stage.engine.touchGapReport().lines)
            .mistakes(at: moments)
    }

    func tend() throws { while try stage.engine.tendTally() {} }
}
