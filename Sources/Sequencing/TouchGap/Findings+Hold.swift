/// Why a step is held, as the report says it.
extension Findings {
    var hold: TouchGap.Finding? {
        guard let enrollment = facts.enrollment,
            case .held(let step, let reason)? = enrollment.state
        else { return nil }
        let (code, text, command) = Self.explain(reason, email: facts.email, enrollment.id)
        return finding(
            code, enrollment.changedAt, "step \(step) is held: \(text)", command,
            ["\(enrollment.id)"])
    }

    /// The report's reason, the sentence and the command for a hold.
    static func explain(
        _ reason: HoldReason, email: String, _ enrollment: EnrollmentID
    ) -> (TouchGapReason, String, String) {
        switch reason {
        case .mergeFieldMissing(let fields):
            let options = fields.map { LeadField.option(for: $0) }
            return (
                .mergeFieldMissing, "the lead has no \(fields.joined(separator: ", "))",
                "thirdtouch lead edit \(email) \(options.joined(separator: " "))"
            )
        case .mergeValueUnsafe(let field):
            return (
                .mergeFieldMissing, "\(field) has characters that a header can't carry",
                "thirdtouch lead edit \(email) \(LeadField.option(for: field))"
            )
        case .channelDataMissing(let channel):
            let flag = channel == .linkedIn ? "linkedin" : "phone"
            return (
                .channelDataMissing, "the lead has no \(flag)",
                "thirdtouch lead edit \(email) --\(flag) VALUE"
            )
        case .noWindow:
            return (
                .noWindow, "its window never opens in the lead's calendar",
                "thirdtouch lead explain \(email)"
            )
        case .threadParentMissing:
            return (
                .threadParentMissing, "the message it answers never left",
                "thirdtouch enrollment stop \(enrollment)"
            )
        case .mailboxMissing:
            return (.mailboxDown, "its rep has no mailbox that sends", "thirdtouch mailbox list")
        case .restored:
            return (
                .restored, "a backup was restored, and it may have left before that",
                "thirdtouch enrollment settle \(enrollment) --as sent|resend"
            )
        case .unworkable(let cause):
            return (
                .engineFault, "it can't be made: \(cause)", "thirdtouch lead explain \(email)"
            )
        }
    }
}
