import Engine
import Sequencing
import Store

/// New versions of sequences, and leads who move.
extension Reps {
    func scheduleEdits() {
        let span = world.plan.days * 1440
        for name in SimulatedSequence.first.map(\.name) where random.chance(percent: 60) {
            let at = world.start + .minutes(Int.random(in: 0..<max(1, span), using: &random))
            world.time.schedule(at: at) { @Sendable [self] in edit(name) }
        }
        for person in world.leads.indices where random.chance(percent: 20) {
            let at = world.start + .minutes(Int.random(in: 0..<max(1, span), using: &random))
            let zone = random.pick(SimulatedCalendars.zones)
            world.time.schedule(at: at) { @Sendable [self] in move(person, to: zone) }
        }
    }

    /// Publishes the next version, and an hour later moves what can be moved.
    private func edit(_ name: String) {
        guard let edited = SimulatedSequence.first.first(where: { $0.name == name })?.edited else {
            return
        }
        if !versions.contains(edited) { versions.append(edited) }
        let answer = ask {
            try $0.store.publish(
                world.published(edited), text: edited.text, now: now, by: "robin")
        }
        guard case .done = answer else { return again { @Sendable [self] in edit(name) } }
        world.tell(nil, "\(name)@\(edited.version) is published")
        again { @Sendable [self] in migrate(to: edited) }
    }

    private func migrate(to edited: SimulatedSequence) {
        let answer = ask {
            try $0.migrate(.init(sequence: edited.name, stepMap: ["b4": "end"]), by: "robin").moved
        }
        for id in ledger.enrolled.keys.sorted()
        where ledger.enrolled[id]?.versions[0].name == edited.name {
            switch answer {
            case .done(let moved) where !moved.contains(id): continue
            case .refused: continue
            case .done, .unknown:
                ledger.change(id) { enrolled in
                    enrolled.obstacles.insert("a migration")
                    if !enrolled.versions.contains(edited) { enrolled.versions.append(edited) }
                }
            }
        }
    }

    private func move(_ person: Int, to zone: String) {
        guard let lead = ledger.people[person].lead else { return }
        let answer = ask { engine in
            var moved = try engine.store.lead(lead)
            moved.zone = zone
            try engine.edit(moved, why: "moved", by: "robin")
        }
        switch answer {
        case .done: ledger.people[person].zones = [zone]
        // It is written in more than one transaction: some of it may have been.
        case .refused, .unknown: ledger.people[person].zones.append(zone)
        }
        world.tell(person, "the lead moves to \(zone): \(answer)")
    }
}
