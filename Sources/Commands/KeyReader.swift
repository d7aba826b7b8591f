@preconcurrency import Dispatch
@preconcurrency import Glibc

/// One key of the terminal at a time, without waiting for the end of a line.
///
/// Between two keys the terminal is as it was. A signal that ends the program while it waits finds it as it was too.
enum KeyReader {
    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Nil at the end of the input. What was typed before the question is thrown away: it was no answer to it.
    static func read() -> Character? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        let kept = before
        // Held back from this thread, they wait for the sources (signalfd); what is ignored would never reach those.
        var (held, usual) = (sigset_t(), sigset_t())
        sigemptyset(&held)
        for number in endings { sigaddset(&held, number) }
        pthread_sigmask(SIG_BLOCK, &held, &usual)
        let sources = endings.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in end(by: number, leaving: kept) }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            pthread_sigmask(SIG_SETMASK, &usual, nil)
        }
        var single = before
        single.c_lflag &= ~tcflag_t(ICANON | ECHO)
        withUnsafeMutableBytes(of: &single.c_cc) { bytes in
            bytes[Int(VMIN)] = 1
            bytes[Int(VTIME)] = 0
        }
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &single) == 0 else { return nil }
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
        return firstKey()
    }

    /// Dies as the signal wants it, the terminal as it was.
    private static func end(by number: Int32, leaving kept: termios) {
        var kept = kept
        tcsetattr(STDIN_FILENO, TCSANOW, &kept)
        _ = Glibc.write(STDERR_FILENO, "\n", 1)
        signal(number, SIG_DFL)
        var mine = sigset_t()
        sigemptyset(&mine)
        sigaddset(&mine, number)
        pthread_sigmask(SIG_UNBLOCK, &mine, nil)
        raise(number)
    }

    /// An arrow or another key that sends several bytes is one key, and none of ours: all of it is read.
    private static func firstKey() -> Character? {
        var buffer = [UInt8](repeating: 0, count: 64)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            // Ctrl-D, as where a line is read.
            guard buffer[0] != 4 else { return nil }
            guard buffer[0] < 0x20 || buffer[0] > 0x7E else {
                return Character(Unicode.Scalar(buffer[0]))
            }
            var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            while poll(&waiting, 1, 20) > 0, Glibc.read(STDIN_FILENO, &buffer, buffer.count) > 0 {}
            return "\u{FFFD}"
        }
    }
}
