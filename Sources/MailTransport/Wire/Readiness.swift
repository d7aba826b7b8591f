internal import Glibc
internal import Sequencing

/// A moment on the monotonic clock until which an answer is awaited.
struct Deadline {
    private let milliseconds: Int64

    init(after duration: Duration) {
        milliseconds = Self.monotonicMilliseconds + max(0, duration.wholeMilliseconds)
    }

    var remaining: Duration {
        .milliseconds(max(0, milliseconds - Self.monotonicMilliseconds))
    }

    var isOver: Bool { Self.monotonicMilliseconds >= milliseconds }

    private static var monotonicMilliseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

/// What ended a wait on file descriptors.
enum Readiness: Equatable {
    case readable
    case writable
    case cancelled
    case timedOut

    /// Waits for input on `descriptor`, for a cancel, or for the deadline, without waking in
    /// between.
    static func awaitInput(
        on descriptor: Int32?, canceller: WaitCanceller? = nil, until deadline: Deadline
    ) -> Readiness {
        waitFor(Int16(POLLIN), on: descriptor, canceller: canceller, until: deadline)
    }

    static func awaitOutput(on descriptor: Int32, until deadline: Deadline) -> Readiness {
        waitFor(Int16(POLLOUT), on: descriptor, canceller: nil, until: deadline)
    }

    private static func waitFor(
        _ event: Int16, on descriptor: Int32?, canceller: WaitCanceller?, until deadline: Deadline
    ) -> Readiness {
        // poll(2) ignores negative descriptors.
        var watched = [
            pollfd(fd: descriptor ?? -1, events: event, revents: 0),
            pollfd(fd: canceller?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let limit = Int32(clamping: deadline.remaining.wholeMilliseconds)
            let count = poll(&watched, 2, limit)
            if count < 0, errno == EINTR { continue }
            if watched[1].revents != 0 { return .cancelled }
            if watched[0].revents != 0 { return event == Int16(POLLIN) ? .readable : .writable }
            if deadline.isOver { return .timedOut }
        }
    }
}
