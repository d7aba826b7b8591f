import MailMessage
package import Sequencing
package import Store

/// E-mails that a person reads before they leave (`review: true`).
extension Engine {
    /// Queues the e-mail that a review task shows, as it stands there or as the person has changed it.
    ///
    /// What is sent is what was read: when the text would be another one now, because the lead was edited in between,
    /// the task is written anew and nothing is queued (`StoreError.notNow`).
    package func approve(
        _ id: TaskID, subject: String?, text: String?, by actor: String
    ) throws -> TaskRow {
        let task = try store.task(id)
        guard task.isReview, let number = task.enrollment, let step = task.step else {
            throw StoreError.notNow(
                what: "\(id) was not approved", why: "it is not an e-mail to be reviewed",
                advice: "thirdtouch task done \(id) --outcome WORD")
        }
        let row = try store.enrollment(number)
        guard row.restoredAt == nil else {
            throw StoreError.notNow(
                what: "\(id) was not approved", why: HoldReason.restored.sentence,
                advice: "look into Sent; if it did not leave: thirdtouch enrollment settle "
                    + "\(number) --as resend, else: thirdtouch task skip \(id)")
        }
        let composer = StepComposer(
            context: try loader.context(of: row), settings: settings,
            mailbox: row.mailbox.flatMap { mailboxAddress($0) },
            allowsOneClick: try allowsOneClick(row.mailbox),
            asksForTags: try asksForTags(row.mailbox), now: now)
        var message = try unwrap(composer.draft(of: step), id)
        guard text != nil || message.script == task.script else {
            try store.rewrite(id, script: message.script)
            throw StoreError.notNow(
                what: "\(id) was not approved",
                why: "its text is another one now: the lead or the rep was edited",
                advice: "read it again: thirdtouch task show \(id)")
        }
        if let subject {
            guard !message.isInThread else {
                throw StoreError.notNow(
                    what: "\(id) was not approved", why: "it keeps the subject of its thread",
                    advice: "leave --subject out")
            }
            message.subject = subject
        }
        if let text {
            // The person has written the text; the HTML of the file says something else.
            message.text = text
            message.html = nil
        }
        let delivery = try unwrap(composer.approved(message, step: step), id)
        let isChanged = subject != nil || text != nil
        let closed = try store.approve(
            id, as: delivery,
            why: "\(actor) approved “\(delivery.subject)”" + (isChanged ? ", with changes" : ""),
            now: now, by: actor)
        wake()
        return closed
    }

    private func unwrap<Value>(_ result: Result<Value, HoldReason>, _ id: TaskID) throws -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let reason):
            throw StoreError.notNow(
                what: "\(id) was not approved", why: reason.sentence,
                advice: "mend that, then approve it again")
        }
    }
}
