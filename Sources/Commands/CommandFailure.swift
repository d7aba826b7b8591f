package import API

/// Why a command did not do what was asked: what failed and what it means, then what to run.
package struct CommandFailure: Error, Equatable, Sendable {
    package var status: CommandExit
    /// Empty when everything was said already, on standard output.
    package var message: String
    package var advice: String
    package var details: [DiagnosticView]

    package init(
        _ status: CommandExit, _ message: String = "", advice: String = "",
        details: [DiagnosticView] = []
    ) {
        self.status = status
        self.message = message
        self.advice = advice
        self.details = details
    }

    init(_ error: ClientError) {
        var details: [DiagnosticView] = []
        if case .refused(let refusal) = error { details = refusal.details }
        self.init(error.exitStatus, error.message, advice: error.advice, details: details)
    }

    /// As printed on standard error; what a server or a file said is made harmless.
    var text: String {
        guard !message.isEmpty else { return "" }
        var lines = ["Error: \(SafeText.line(message))"]
        for detail in details { lines.append("  \(detail.line(with: .plain))") }
        if !advice.isEmpty { lines.append("  Next: \(SafeText.line(advice))") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension DiagnosticView {
    /// `file:line:column: field: what is wrong; what to write`, as editors read it.
    func line(with pen: Pen) -> String { line("", with: pen) }

    /// The same, marked as something that hinders nothing.
    func line(asRemark pen: Pen) -> String { line(pen.paint("remark:", .yellow) + " ", with: pen) }

    private func line(_ mark: String, with pen: Pen) -> String {
        let place = [file, line > 0 ? "\(line)" : nil, column > 0 ? "\(column)" : nil]
            .compactMap { $0 }.joined(separator: ":")
        let words =
            [field, message].filter { !$0.isEmpty }.joined(separator: ": ")
            + (advice.isEmpty ? "" : "; \(advice)")
        return pen.paint(SafeText.line(place) + ":", .bold) + " " + mark + SafeText.line(words)
    }
}
