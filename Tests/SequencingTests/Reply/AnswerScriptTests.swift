import Sequencing
import Testing

/// What a rep reads in the task for an answer: proposals name a command, and nothing runs it.
struct AnswerScriptTests {
    static let rows: [(ReplyIntent, String)] = [
        (
            .init(kind: .interested, evidence: "“sounds good”"),
            "Proposed: interested (“sounds good”)"
        ),
        (.init(kind: .question, evidence: "“how much”"), "Proposed: a question (“how much”)"),
        (
            .init(kind: .notInterested, evidence: "“no need”"),
            "Proposed: not interested (“no need”)"
        ),
        (.init(kind: .notNow, evidence: "“later”"), "Proposed: not now (“later”)"),
        (
            .init(
                kind: .notNow, notBefore: LocalDate(year: 2026, month: 6, day: 1),
                evidence: "“in June”"),
            "Proposed: come back on 2026-06-01 (“in June”): thirdtouch enroll mira@north.example "
                + "--sequence plan --start-at 2026-06-01"
        ),
        (
            .init(kind: .referral, referredTo: "petra@north.example", evidence: "“talk to Petra”"),
            "Proposed: talk to petra@north.example (“talk to Petra”): thirdtouch lead add "
                + "petra@north.example --source referral"
        ),
        (
            .init(kind: .wrongPerson, referredTo: "petra@north.example", evidence: "“not me”"),
            "Proposed: wrong person; talk to petra@north.example (“not me”): thirdtouch lead add "
                + "petra@north.example --source referral"
        ),
        (.init(kind: .wrongPerson, evidence: "“not me”"), "Proposed: wrong person (“not me”)"),
        (.init(kind: .referral, evidence: "“ask sales”"), "Proposed: a referral (“ask sales”)"),
        (
            .init(kind: .unsubscribe, evidence: "“no more mail”"),
            "Proposed: never again (“no more mail”): thirdtouch reply classify R3 --as opt-out"
        ),
    ]

    @Test("Each intent is proposed with its words", arguments: rows)
    func proposal(intent: ReplyIntent, expected: String) {
        let script = AnswerScript(
            ask: "Answer the lead.", email: "mira@north.example", sequence: "plan", intent: intent)
        #expect(script.text(for: ReplyID(3)) == "Answer the lead.\n\(expected)")
    }

    @Test("Without an intent nothing is proposed; what is uncertain names both ways out")
    func plain() {
        var script = AnswerScript(ask: "Answer the lead.", email: "mira@north.example")
        #expect(script.text(for: ReplyID(3)) == "Answer the lead.")
        script.isUncertain = true
        let text = script.text(for: ReplyID(3))
        #expect(text.contains("thirdtouch reply classify R3 --as person"))
        #expect(text.contains("thirdtouch reply classify R3 --as auto-reply"))
    }
}
