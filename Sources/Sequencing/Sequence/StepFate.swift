/// What becomes of a step when its time has come, before a word of it is written: the same for the daemon and
/// for a forecast.
package enum StepFate: Equatable, Sendable {
    /// Its condition does not hold.
    case passOver
    /// Its e-mail left before the enrollment came to this version of the sequence.
    case leftBefore
    /// The window is shut; it opens then.
    case later(Instant)
    case hold(HoldReason)
    case happens
}

extension Step {
    /// `values` are the lead's merge values, `outcomes` those of earlier steps by their id, `left` the ids of
    /// the steps whose e-mails have left, or are on their way.
    package func fate(
        for lead: Lead, values: [String: String], outcomes: [String: String], left: Set<String>,
        calendar: WorkingCalendar, now: Instant
    ) -> StepFate {
        // After a migration the steps may stand in another order: what has left does not leave again.
        if left.contains(id) { return .leftBefore }
        if let onlyIf, !onlyIf.holds(fields: values, outcomes: outcomes) { return .passOver }
        guard calendar.isOpen(now) else {
            return calendar.nextOpening(from: now).map { .later($0) } ?? .hold(.noWindow)
        }
        guard lead.has(channel: channel) else { return .hold(.channelDataMissing(channel)) }
        if let obstacle = obstacle(for: lead.email.canonical, values: values) {
            return .hold(obstacle)
        }
        if case .email(let email) = act, let parent = email.replyTo, !left.contains(parent) {
            return .hold(.threadParentMissing)
        }
        return .happens
    }

    /// What its texts lack for this recipient; nil when everything is there.
    package func obstacle(for recipient: String, values: [String: String]) -> HoldReason? {
        let missing = missingFields(for: recipient, values: values)
        if !missing.isEmpty { return .mergeFieldMissing(fields: missing) }
        if case .email(let email) = act,
            case .unsafe(let field)? = email.subject?.renderHeader(values)
        {
            return .mergeValueUnsafe(field: field)
        }
        return nil
    }

    /// Merge fields without a value and without a fallback, each once, in the order of their use.
    package func missingFields(for recipient: String, values: [String: String]) -> [String] {
        switch act {
        case .call(let act), .task(let act): return act.script.missing(values)
        case .linkedIn(let act): return act.note?.missing(values) ?? []
        case .email(let email):
            let variant = email.variant(for: recipient, step: id)
            var missing = email.subject?.missing(values) ?? []
            for template in [variant.body, variant.html].compactMap({ $0 }) {
                for field in template.missing(values) where !missing.contains(field) {
                    missing.append(field)
                }
            }
            return missing
        }
    }
}
