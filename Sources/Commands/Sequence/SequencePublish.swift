import API
package import ArgumentParser

package struct SequencePublish: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Check sequence files and publish each as a new version.",
        discussion: """
            Nothing is sent while any of the files has a mistake. A version never changes; running \
            enrollments stay on theirs. The same text again keeps its version.

            Example:
              thirdtouch sequence publish sequences/inbound-handoff.yaml
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Sequence files.", valueName: "file"), completion: .file())
    package var files: [String]

    package init() {}

    package func run(_ context: CommandContext) throws {
        let requests = try files.map { path in
            PublishRequest(file: Self.name(of: path), text: try FileText.read(path))
        }
        try refuseMistakes(in: requests, context)
        var published: [SequenceView] = []
        do {
            for request in requests {
                published.append(
                    try context.client(shared).post(Routes.publishSequence, body: request))
            }
        } catch {
            // What was published stays so: say it before saying what failed.
            if !published.isEmpty { try context.show(PublishedSequences(published), shared) }
            throw error
        }
        try context.show(PublishedSequences(published), shared)
    }

    private func refuseMistakes(in requests: [PublishRequest], _ context: CommandContext) throws {
        let linted = zip(files, requests).map { path, request in
            SequenceCheck.lint(request.text, file: path, context)
        }
        let mistakes = linted.flatMap(\.mistakes)
        guard !mistakes.isEmpty else {
            let pen = Pen(isColored: context.terminal.usesColor)
            for remark in linted.flatMap({ $0.remarks ?? [] }) {
                context.writeError(remark.line(asRemark: pen) + "\n")
            }
            return
        }
        throw CommandFailure(
            .refused,
            "There \(mistakes.count == 1 ? "is" : "are") "
                + TextPage.count(mistakes.count, "mistake", "mistakes")
                + ", so nothing was published.",
            advice: "mend the places above, then thirdtouch sequence lint FILE", details: mistakes)
    }

    /// Without folders: a path of this machine says nothing to the daemon.
    private static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// The versions that were made, as a page of sequences.
private struct PublishedSequences: Rendered {
    let page: Page<SequenceView>

    init(_ published: [SequenceView]) {
        page = Page(items: published, more: false, limit: PageLimit.standard)
    }

    func encode(to encoder: any Encoder) throws { try page.encode(to: encoder) }

    func render(on text: inout TextPage) {
        for sequence in page.items {
            text.line(
                text.pen.paint("published", .green) + "  "
                    + SafeText.line("\(sequence.name)@\(sequence.version): \(sequence.title)"))
        }
    }
}
