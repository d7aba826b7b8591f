import API
package import ArgumentParser
import PlainYAML
import SequenceFile
import Sequencing

package struct SequenceLint: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check sequence files: what is wrong, where, and what to write instead.",
        discussion: """
            Needs no daemon. The exit code is 1 when a file has mistakes. A remark is no mistake: the \
            file can be published as it is.

            Example:
              thirdtouch sequence lint sequences/*.yaml
            """)

    @Flag(help: "Print the value as JSON (docs/api.md): a contract for scripts.")
    package var json = false

    @Argument(help: ArgumentHelp("Sequence files.", valueName: "file"), completion: .file())
    package var files: [String]

    package init() {}

    package func run(_ context: CommandContext) throws {
        let found = LintView(
            files: files.map { path in
                do throws(CommandFailure) {
                    return SequenceCheck.lint(try FileText.read(path), file: path, context)
                } catch {
                    // One file that can't be read does not hide what is wrong with the others.
                    return LintedFile(
                        file: path,
                        mistakes: [
                            DiagnosticView(
                                file: path, line: 0, column: 0, message: error.message,
                                advice: error.advice)
                        ])
                }
            })
        try context.show(found, asJSON: json)
        if found.files.contains(where: { !$0.mistakes.isEmpty }) { throw CommandFailure(.refused) }
    }
}

/// The linter, with the zones that this machine knows.
enum SequenceCheck {
    static func lint(_ text: String, file: String, _ context: CommandContext) -> LintedFile {
        do {
            let (sequence, remarks) = try SequenceFile.lint(text, file: file) { name in
                ZoneFile.isKnown(name, in: context.zoneFolder)
            }
            return LintedFile(
                file: file, steps: sequence.steps.count, title: sequence.title, mistakes: [],
                remarks: remarks.map { DiagnosticView($0) })
        } catch {
            return LintedFile(file: file, mistakes: error.diagnostics.map { DiagnosticView($0) })
        }
    }
}

extension DiagnosticView {
    fileprivate init(_ diagnostic: Diagnostic) {
        self.init(
            file: diagnostic.file, line: diagnostic.line, column: diagnostic.column,
            field: diagnostic.field, message: diagnostic.message, advice: diagnostic.advice)
    }
}

extension LintView: Rendered {
    func render(on page: inout TextPage) {
        for file in files {
            for mistake in file.mistakes { page.line(mistake.line(with: page.pen)) }
            for remark in file.remarks ?? [] { page.line(remark.line(asRemark: page.pen)) }
            if let steps = file.steps {
                page.line(
                    SafeText.line(file.file) + ": "
                        + page.pen.paint("no mistakes", .green)
                        + SafeText.line(
                            ", \(TextPage.count(steps, "step", "steps")): \(file.title ?? "")"))
            }
        }
        let mistakes = files.reduce(0) { $0 + $1.mistakes.count }
        guard mistakes > 0 else { return }
        page.line(
            page.pen.paint(TextPage.count(mistakes, "mistake", "mistakes"), .red)
                + " in \(TextPage.count(files.count, "file", "files")).")
    }
}
