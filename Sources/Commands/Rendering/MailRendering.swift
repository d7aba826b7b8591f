import API
import Sequencing

extension DeliveryView: Listed {
    static var columns: [Table.Column] {
        [
            .text("id"), .text("state"), .text("to", least: 16), .text("subject", least: 16),
            .text("mailbox", least: 12), .text("step"), .text("due", least: 16),
            .text("detail", least: 16),
        ]
    }

    static var noneText: String { "No deliveries." }

    func cells(on page: TextPage) -> [Table.Cell] {
        [
            .init("\(id)", .cyan), .init(state.rawValue, state.ink), .init(email), .init(subject),
            .init(mailbox), .init("\(enrollment) step \(step)"), .init(page.time(dueAt)),
            .init(waiting(on: page) ?? serverReply),
        ]
    }
}

extension DeliveryView {
    /// What it waits for, and until when.
    private func waiting(on page: TextPage) -> String? {
        guard state == .queued else { return nil }
        let reason = waitsFor.map { "waits: \($0)" } ?? "waits for its turn"
        guard let until = notBeforeAt, until.instant > page.now else { return reason }
        return "\(reason), until \(page.absolute(until))"
    }
}

extension DeliveryView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(id) \(subject)")
        page.pairs([
            ("state", state.rawValue), ("to", "\(lead) \(email)"), ("from", mailbox),
            ("step", "\(step) of \(enrollment)"), ("attempts", "\(attempts)"),
            ("message id", messageID), ("due", page.time(dueAt)), ("queued", page.time(queuedAt)),
            ("waits for", waitsFor), ("until", page.time(notBeforeAt)),
            ("leaves", page.time(expectedAt)),
            ("committed", page.time(committedAt)), ("settled", page.time(settledAt)),
            ("server said", doubt == nil ? serverReply : nil),
        ])
        if let doubt {
            page.heading("What is known of it")
            page.pairs(doubt.lines(on: page))
            page.line()
            page.paragraph(doubt.text, indent: 2)
        }
        if state == .inDoubt {
            page.line()
            page.line("  Next: thirdtouch delivery settle \(id) sent (or resend, drop)")
        }
        if let message {
            page.line()
            page.block(message)
        }
    }
}

extension DeliveryState.Name {
    var ink: Pen.Ink {
        switch self {
        case .queued, .submitting, .committing: .yellow
        case .accepted: .green
        case .refused, .inDoubt, .bounced: .red
        case .withdrawn: .faint
        }
    }
}

extension MailboxView: Listed {
    static var columns: [Table.Column] {
        [
            .text("mailbox"), .text("rep"), .text("state"), .text("fence"), .number("sent 24 h"),
            .number("cap"), .number("queued"), .text("drains by", least: 16),
            .text("probe"), .text("why", least: 20),
        ]
    }

    static var noneText: String {
        "No mailboxes. Add one to the configuration, then: systemctl reload thirdtouchd"
    }

    func cells(on page: TextPage) -> [Table.Cell] {
        let swept =
            fence.lastCompleteSweepAt.map { ", read \(page.relative($0))" } ?? ", not read yet"
        return [
            .init(address), .init(rep), .init(state.rawValue, state.ink),
            .init((fence.isOpen ? "open" : "closed") + swept, fence.isOpen ? .green : .red),
            .init(sentIn24Hours), .init(cap), .init(queued), .init(page.time(drainsAt)),
            .init(probe?.summary ?? "none"),
            .init(cause ?? fence.closedReason),
        ]
    }
}

extension MailboxView: Rendered {
    func render(on page: inout TextPage) {
        page.heading(address)
        page.pairs([
            ("state", state.rawValue), ("why", cause), ("since", page.time(since)),
            ("until", page.time(nextSlotAt)), ("rep", rep),
            ("fence", fence.isOpen ? "open" : "closed: \(fence.closedReason ?? "")"),
            ("sent in 24 hours", "\(sentIn24Hours) of \(cap)"), ("queued", "\(queued)"),
            ("drains by", page.time(drainsAt)),
            (
                "run",
                state == .paused || state == .stopped
                    ? "thirdtouch mailbox resume \(address)" : nil
            ),
        ])
        guard let probe else { return }
        page.heading("Probe")
        page.pairs(probe.pairs(on: page))
    }
}

extension MailboxState {
    fileprivate var ink: Pen.Ink {
        switch self {
        case .sending: .green
        case .resting, .paused: .yellow
        case .down, .stopped: .red
        case .inactive: .faint
        }
    }
}
