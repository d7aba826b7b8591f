import Engine
import Sequencing
import Store

/// Where a world can hand the engine something else than what it judges by. As it is here, it hands over the same.
package struct Seams: Sendable {
    var submitter: @Sendable (HostileServer) -> any MessageSubmitter = { $0 }
    var inbox: @Sendable (HostileInbox) -> any InboxSource = { $0 }
    var calendars: @Sendable (SimulatedCalendars) -> any CalendarSource = { $0 }
    var clock: @Sendable (VirtualTime) -> any Clock = { $0 }
    var limits: @Sendable (LaneLimits) -> LaneLimits = { $0 }
    var sequence: @Sendable (Sequencing.Sequence) -> Sequencing.Sequence = { $0 }
    /// What is done to the database before the first start.
    var prepare: @Sendable (Store) throws -> Void = { _ in }
    /// What reps ask for, and nobody does, though they hear that it is done.
    var forgottenCommand: String?

    package init() {}
}
