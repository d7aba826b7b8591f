import API
import Hummingbird
import Sequencing

/// How far each sequence version carries its leads, and which step loses them.
struct SurvivalPage: Sendable {
    var versions: [Version]
    var hasVersions: Bool

    struct Version: Sendable {
        var name: String
        var anchor: String
        var title: String
        var enrollments: String
        var steps: [Step]
        var verdict: String?
    }

    struct Step: Sendable {
        var number: String
        var id: String
        var channel: String
        var due: String
        var onTime: String
        var late: String
        var never: String
        var neverShare: String
        var open: String
        var overtaken: String
        var isKilling: Bool
        var bars: [Bar]
    }

    /// A stretch of a step's bar, in thousandths of its width.
    struct Bar: Equatable, Sendable {
        var name: String
        var x: Int
        var width: Int
    }

    init(_ report: SequenceReportView) {
        versions = report.versions.map(Version.init)
        hasVersions = !versions.isEmpty
    }
}

extension SurvivalPage.Version {
    init(_ version: VersionSurvival) {
        let killing = version.steps.first { $0.id == version.killingStep }
        self.init(
            name: "\(version.sequence) v\(version.version)",
            anchor: "\(version.sequence)-\(version.version)", title: version.title,
            enrollments:
                "\(version.enrollments.of("enrollment")), \(version.ended.grouped) of them over",
            steps: version.steps.map { SurvivalPage.Step($0, isKilling: $0.id == killing?.id) },
            verdict: killing.map { step in
                "Step \(step.step) (\(step.channel.rawValue) “\(step.id)”) loses most: "
                    + "\(Share(part: step.never, whole: step.due).text) of those due never get it."
            })
    }
}

extension SurvivalPage.Step {
    init(_ step: StepSurvivalView, isKilling: Bool) {
        let parts = [
            ("on-time", step.onTime), ("late", step.late), ("never", step.never),
            ("open", step.open), ("overtaken", step.overtaken),
        ]
        var before = 0
        let bars = parts.compactMap { name, count -> SurvivalPage.Bar? in
            guard count > 0 else { return nil }
            let x = Share(part: before, whole: step.due).thousandths
            before += count
            return SurvivalPage.Bar(
                name: name, x: x,
                width: Share(part: before, whole: step.due).thousandths - x)
        }
        self.init(
            number: "\(step.step)", id: step.id, channel: step.channel.rawValue,
            due: step.due.grouped, onTime: step.onTime.grouped, late: step.late.grouped,
            never: step.never.grouped, neverShare: Share(part: step.never, whole: step.due).text,
            open: step.open.grouped, overtaken: step.overtaken.grouped, isKilling: isKilling,
            bars: bars)
    }
}

extension PageResponder {
    func survivalPage(_ visit: PageVisit) async throws -> Response {
        let report = try await parts.report(ReportFilter(), caller: visit.caller) {
            views, question, _ in
            try views.sequenceReport(question)
        }
        return html(
            .survival, SurvivalPage(report), title: PagePlace.survival.title, here: .survival,
            visit: visit)
    }
}
