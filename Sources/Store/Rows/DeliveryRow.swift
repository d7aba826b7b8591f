import GRDB
package import Sequencing

/// One e-mail on its way out, without its bytes.
package struct DeliveryRow: Equatable, Sendable {
    package var id: DeliveryID
    package var enrollment: EnrollmentID
    package var lead: LeadID
    package var handOff: HandOffID
    package var step: StepIndex
    /// The step's id in its sequence: stays when the enrollment moves to another version.
    package var stepID: String
    package var mailbox: String
    package var sender: String
    package var recipient: String
    package var messageID: String
    package var subject: String
    /// Whether the fence must be passed: a follow-up, or a lead who has ever written or been written to.
    package var needsFence: Bool
    package var urgency: LaneMessage.Urgency
    package var dueAt: Instant
    package var queuedAt: Instant
    package var notBeforeAt: Instant
    package var state: DeliveryState
    package var attempt: Int
    package var committedAt: Instant?
    package var settledAt: Instant?
    /// What the lane waits for, in words; nil when it waits for nothing.
    package var waitsFor: String?
    package var serverReply: String?
    /// Where the server's own copy of it was found.
    package var copyFolder: String?
    package var copySeenAt: Instant?
}

extension DeliveryRow {
    /// In the order in which `init` reads them.
    static let columns = """
        delivery.id, delivery.enrollmentID, delivery.leadID, delivery.handOffID, delivery.step, \
        delivery.stepID, delivery.mailbox, delivery.sender, delivery.recipient, \
        delivery.messageID, delivery.subject, delivery.needsFence, delivery.urgency, \
        delivery.dueAt, delivery.queuedAt, delivery.notBeforeAt, delivery.state, \
        delivery.attempt, delivery.committedAt, delivery.settledAt, delivery.waitsFor, \
        delivery.serverReply, delivery.copyFolder, delivery.copySeenAt
        """

    init(_ row: Row) throws {
        var reader = RowReader(row)
        try self.init(&reader)
    }

    init(_ reader: inout RowReader) throws {
        let number: Int64 = reader.next()
        id = DeliveryID(number)
        enrollment = EnrollmentID(reader.next())
        lead = LeadID(reader.next())
        handOff = HandOffID(reader.next())
        step = StepIndex(reader.next())
        stepID = reader.next()
        mailbox = reader.next()
        sender = reader.next()
        recipient = reader.next()
        messageID = reader.next()
        subject = reader.next()
        needsFence = reader.next()
        let urgency = LaneMessage.Urgency(rawValue: reader.next())
        dueAt = reader.instant()
        queuedAt = reader.instant()
        notBeforeAt = reader.instant()
        let name = DeliveryState.Name(rawValue: reader.next())
        attempt = reader.next()
        guard let urgency, let name else {
            throw StoreError.corruptRow(table: "delivery", id: number)
        }
        self.urgency = urgency
        state = DeliveryState(name, attempt: attempt)
        committedAt = reader.optionalInstant()
        settledAt = reader.optionalInstant()
        waitsFor = reader.next()
        serverReply = reader.next()
        copyFolder = reader.next()
        copySeenAt = reader.optionalInstant()
    }
}

extension DeliveryState {
    init(_ name: Name, attempt: Int) {
        self =
            switch name {
            case .queued: .queued(attempts: attempt)
            case .submitting: .submitting(attempt: attempt)
            case .committing: .committing(attempt: attempt)
            case .accepted: .accepted
            case .refused: .refused
            case .inDoubt: .inDoubt
            case .withdrawn: .withdrawn
            case .bounced: .bounced
            }
    }

    /// The attempts made, where the state counts them.
    var attempts: Int? {
        switch self {
        case .queued(let attempts): attempts
        case .submitting(let attempt), .committing(let attempt): attempt
        case .accepted, .refused, .inDoubt, .withdrawn, .bounced: nil
        }
    }
}

/// A message to be queued: frozen bytes and what belongs to them.
package struct NewDelivery: Equatable, Sendable {
    package var mailbox: String
    package var message: OutgoingMessage
    package var messageID: String
    package var parentMessageID: String?
    package var subject: String
    package var stepID: String
    package var needsFence: Bool
    package var urgency: LaneMessage.Urgency
    package var dueAt: Instant

    package init(
        mailbox: String, message: OutgoingMessage, messageID: String, parentMessageID: String?,
        subject: String, stepID: String, needsFence: Bool, urgency: LaneMessage.Urgency,
        dueAt: Instant
    ) {
        self.stepID = stepID
        self.urgency = urgency
        self.mailbox = mailbox
        self.message = message
        self.messageID = messageID
        self.parentMessageID = parentMessageID
        self.subject = subject
        self.needsFence = needsFence
        self.dueAt = dueAt
    }
}
