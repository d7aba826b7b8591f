/// Every path of the HTTP API, with its method and its values (docs/api.md).
///
/// A lead's key is `L12`, `12` or an e-mail address; the other ids are `E12` or `12` and so on.
package enum Routes {
    package static let status = Endpoint<NoBody, StatusView>(
        method: .get, pattern: "/v1/status")

    /// Begins one; its answer and `backup` say how it stands.
    package static let startBackup = Endpoint<BackupRequest, BackupView>(
        method: .post, pattern: "/v1/backup")
    package static let backup = Endpoint<NoBody, BackupView>(
        method: .get, pattern: "/v1/backup")

    package static let leads = Endpoint<NoBody, Page<LeadView>>(
        method: .get, pattern: "/v1/leads")
    package static let addLead = Endpoint<AddLeadRequest, LeadView>(
        method: .post, pattern: "/v1/leads")
    package static let lead = Endpoint<NoBody, LeadView>(
        method: .get, pattern: "/v1/leads/:key")
    package static let editLead = Endpoint<EditLeadRequest, LeadView>(
        method: .post, pattern: "/v1/leads/:key")
    package static let explanation = Endpoint<NoBody, ExplanationView>(
        method: .get, pattern: "/v1/leads/:key/explanation")
    package static let exportLead = Endpoint<NoBody, LeadExport>(
        method: .get, pattern: "/v1/leads/:key/export")
    package static let forgetLead = Endpoint<NoBody, ForgetReply>(
        method: .post, pattern: "/v1/leads/:key/forget")

    /// Its query is a `LeadImportOrder`, its body the part of a table that is described there.
    package static let importLeads = Endpoint<NoBody, LeadImportReply>(
        method: .post, pattern: "/v1/imports")

    /// The key is `H12`, or a lead's: then its newest hand-off.
    package static let handOver = Endpoint<HandOverRequest, HandOffReply>(
        method: .post, pattern: "/v1/hand-offs")
    package static let acceptHandOff = Endpoint<NoBody, HandOffReply>(
        method: .post, pattern: "/v1/hand-offs/:key/accept")
    package static let disposeHandOff = Endpoint<DisposeRequest, HandOffReply>(
        method: .post, pattern: "/v1/hand-offs/:key/dispose")
    package static let assignHandOff = Endpoint<AssignRequest, HandOffReply>(
        method: .post, pattern: "/v1/hand-offs/:key/assign")

    package static let enrollments = Endpoint<NoBody, Page<EnrollmentView>>(
        method: .get, pattern: "/v1/enrollments")
    package static let enroll = Endpoint<EnrollRequest, EnrollReply>(
        method: .post, pattern: "/v1/enrollments")
    package static let pauseEnrollment = Endpoint<PauseRequest, EnrollmentView>(
        method: .post, pattern: "/v1/enrollments/:id/pause")
    package static let resumeEnrollment = Endpoint<NoBody, EnrollmentView>(
        method: .post, pattern: "/v1/enrollments/:id/resume")
    package static let stopEnrollment = Endpoint<StopRequest, EnrollmentView>(
        method: .post, pattern: "/v1/enrollments/:id/stop")
    package static let settleEnrollments = Endpoint<SettleEnrollmentsRequest, SettledView>(
        method: .post, pattern: "/v1/settlements")

    package static let tasks = Endpoint<NoBody, Page<TaskView>>(
        method: .get, pattern: "/v1/tasks")
    package static let doTask = Endpoint<TaskDoneRequest, TaskView>(
        method: .post, pattern: "/v1/tasks/:id/done")
    package static let task = Endpoint<NoBody, TaskView>(
        method: .get, pattern: "/v1/tasks/:id")
    package static let approveTask = Endpoint<TaskApproveRequest, TaskView>(
        method: .post, pattern: "/v1/tasks/:id/approve")
    package static let skipTask = Endpoint<TaskSkipRequest, TaskView>(
        method: .post, pattern: "/v1/tasks/:id/skip")

    package static let replies = Endpoint<NoBody, Page<ReplyView>>(
        method: .get, pattern: "/v1/replies")
    package static let reply = Endpoint<NoBody, ReplyView>(
        method: .get, pattern: "/v1/replies/:id")
    package static let classifyReply = Endpoint<ClassifyRequest, ClassifyReply>(
        method: .post, pattern: "/v1/replies/:id/classify")

    package static let deliveries = Endpoint<NoBody, Page<DeliveryView>>(
        method: .get, pattern: "/v1/deliveries")
    package static let delivery = Endpoint<NoBody, DeliveryView>(
        method: .get, pattern: "/v1/deliveries/:id")
    package static let settleDelivery = Endpoint<SettleRequest, SettleReply>(
        method: .post, pattern: "/v1/deliveries/:id/settle")

    package static let sequences = Endpoint<NoBody, Page<SequenceView>>(
        method: .get, pattern: "/v1/sequences")
    /// With `?version=3` that version, otherwise the newest.
    package static let sequence = Endpoint<NoBody, SequenceView>(
        method: .get, pattern: "/v1/sequences/:name")
    package static let publishSequence = Endpoint<PublishRequest, SequenceView>(
        method: .post, pattern: "/v1/sequences")
    package static let migrateSequence = Endpoint<MigrateRequest, MigrationView>(
        method: .post, pattern: "/v1/sequences/:name/migrate")
    package static let planSequence = Endpoint<PlanRequest, PlanView>(
        method: .post, pattern: "/v1/plans")

    package static let mailboxes = Endpoint<NoBody, Page<MailboxView>>(
        method: .get, pattern: "/v1/mailboxes")
    package static let mailbox = Endpoint<NoBody, MailboxView>(
        method: .get, pattern: "/v1/mailboxes/:address")
    package static let probeMailbox = Endpoint<NoBody, MailboxView>(
        method: .post, pattern: "/v1/mailboxes/:address/probe")
    package static let pauseMailbox = Endpoint<PauseRequest, MailboxView>(
        method: .post, pattern: "/v1/mailboxes/:address/pause")
    package static let resumeMailbox = Endpoint<NoBody, MailboxView>(
        method: .post, pattern: "/v1/mailboxes/:address/resume")

    package static let suppressions = Endpoint<NoBody, Page<SuppressionView>>(
        method: .get, pattern: "/v1/suppressions")
    package static let suppression = Endpoint<NoBody, SuppressionCheckView>(
        method: .get, pattern: "/v1/suppressions/:address")
    package static let suppress = Endpoint<SuppressRequest, SuppressReply>(
        method: .post, pattern: "/v1/suppressions")

    package static let reps = Endpoint<NoBody, Page<RepView>>(
        method: .get, pattern: "/v1/reps")
    package static let recordAbsence = Endpoint<AbsenceRequest, RepView>(
        method: .post, pattern: "/v1/reps/:name/away")
    package static let endAbsences = Endpoint<NoBody, RepView>(
        method: .post, pattern: "/v1/reps/:name/back")
    /// A one-time link for the caller.
    package static let openPage = Endpoint<NoBody, PageLinkView>(
        method: .post, pattern: "/v1/page-links")
    package static let tokens = Endpoint<NoBody, Page<TokenView>>(
        method: .get, pattern: "/v1/tokens")
    package static let addToken = Endpoint<AddTokenRequest, NewTokenView>(
        method: .post, pattern: "/v1/tokens")
    package static let revokeToken = Endpoint<NoBody, TokenView>(
        method: .post, pattern: "/v1/tokens/:name/revoke")

    package static let touchGap = Endpoint<NoBody, TouchGapView>(
        method: .get, pattern: "/v1/reports/touch-gap")
}
