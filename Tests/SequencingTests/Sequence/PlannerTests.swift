import Sequencing
import Testing

/// Variants and conditions: fixed by what is stored, never by chance.
struct PlannerTests {
    private func email(_ weights: [Int]) throws -> EmailAct {
        let text = try MergeTemplate(parsing: "Hi.")
        return EmailAct(
            subject: text, replyTo: nil,
            variants: try weights.enumerated().map { index, weight in
                EmailAct.Variant(weight: weight, body: try MergeTemplate(parsing: "\(index)"))
            })
    }

    @Test("A variant is never rolled again, and many follow the weights")
    func variants() throws {
        let act = try email([1, 3])
        var counts = [0, 0]
        for number in 1...4000 {
            let address = "lead\(number)@customer.example"
            let chosen = act.variant(for: address, step: "nudge")
            #expect(chosen == act.variant(for: address, step: "nudge"))
            counts[act.variants.firstIndex(of: chosen) ?? 0] += 1
        }
        #expect((900...1100).contains(counts[0]))
    }

    @Test("The variant of an address is the same on every machine and in every release")
    func fixedVariants() throws {
        let act = try email([1, 1])
        let chosen = (1...8).map { number in
            act.variant(for: "lead\(number)@customer.example", step: "hello").body.source
        }
        #expect(chosen.joined() == "10000111")
    }

    @Test("Two steps of one enrollment choose independently")
    func independence() throws {
        let act = try email([1, 1])
        let same = (1...2000).count { number in
            let address = "lead\(number)@customer.example"
            return act.variant(for: address, step: "hello")
                == act.variant(for: address, step: "nudge")
        }
        #expect((850...1150).contains(same))
    }

    @Test("A condition tests fields and earlier outcomes")
    func conditions() {
        let fields = ["phone": "+00 555 0101"]
        let outcomes = ["ring": "no-answer"]
        #expect(Condition.leadHas(field: "phone").holds(fields: fields, outcomes: [:]))
        #expect(!Condition.leadHas(field: "linkedin").holds(fields: fields, outcomes: [:]))
        #expect(Condition.leadLacks(field: "linkedin").holds(fields: fields, outcomes: [:]))
        #expect(
            Condition.outcome(step: "ring", is: "no-answer").holds(fields: [:], outcomes: outcomes))
        #expect(!Condition.outcome(step: "ring", is: "connected").holds(fields: [:], outcomes: [:]))
        #expect(
            Condition.outcomeIsNot(step: "ring", "connected").holds(fields: [:], outcomes: [:]))
    }
}
