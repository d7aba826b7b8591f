internal import Glibc

/// Ends a wait from any thread.
///
/// A cancel is kept until a wait has seen it, so that one that comes just before the wait is
/// not lost.
package final class WaitCanceller: Sendable {
    /// The reading end of a pipe (Glibc's module has no eventfd): readable while a cancel is
    /// pending.
    let descriptor: Int32
    private let writingEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        let isMade = pipe(&ends) == 0
        precondition(isMade, "no pipe: the process is out of file descriptors")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, writingEnd) = (ends[0], ends[1])
    }

    deinit {
        _ = Glibc.close(descriptor)
        _ = Glibc.close(writingEnd)
    }

    package func cancel() {
        // A full pipe holds cancels enough.
        var byte: UInt8 = 1
        _ = Glibc.write(writingEnd, &byte, 1)
    }

    /// Takes every pending cancel away.
    func consume() {
        var buffer = [UInt8](repeating: 0, count: 64)
        while Glibc.read(descriptor, &buffer, buffer.count) > 0 {}
    }
}
